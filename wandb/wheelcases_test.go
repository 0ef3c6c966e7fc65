package wandb

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"runledger/event/pb"
	"runledger/wandb/wheeltest"
)

// The scripts and what they must leave behind. Numbers are those of the protocol's list.
var wheelCases = []wheelCase{
	{name: "stop", file: "28_stop.py", during: stopSoon, check: checkStop}, // first: the SDK asks every 15 s
	{name: "basic", file: "01_basic.py", after: chartedRows(3), check: checkBasic},
	{name: "badkey", file: "02_bad_key.py", badKey: true, check: checkBadKey},
	{name: "login", file: "03_login.py", check: checkLogin},
	{name: "config", file: "05_config.py", check: checkConfig},
	{name: "numbers", file: "06_numbers.py", after: chartedNumbers, check: checkNumbers},
	{name: "many", file: "10_many.py", args: []string{"10000"}, after: chartedRows(10_000), check: checkMany(10_000),
		faults: map[int]wheeltest.Fault{1: wheeltest.Fail, 2: wheeltest.Drop}},
	{name: "busy", file: "10_many.py", args: []string{"200"}, after: chartedRows(200), check: checkMany(200),
		faults: map[int]wheeltest.Fault{0: wheeltest.Busy, 1: wheeltest.Busy, 2: wheeltest.Busy}},
	{name: "summary", file: "15_summary.py", check: checkSummary},
	{name: "console", file: "24_console.py", env: []string{"WANDB_CONSOLE=wrap"}, after: shownConsole, check: checkConsole},
	{name: "save", file: "25_save.py", after: shownFiles, check: checkSave},
	{name: "well", file: "30_ends.py", args: []string{"well"}, after: shownAlert, check: checkEnd("0")},
	{name: "code", file: "30_ends.py", args: []string{"code"}, exit: 3, after: shownAlert, check: checkEnd("3")},
	{name: "exception", file: "30_ends.py", args: []string{"exception"}, exit: 1, check: checkEnd("1")},
	{name: "interrupt", file: "30_ends.py", args: []string{"interrupt"}, exit: -1, check: checkEnd("255")},
	{name: "preempting", file: "30_ends.py", args: []string{"preempting"}, exit: 1, check: checkEnd("1")},
	{name: "system", file: "31_system.py", check: checkSystem, env: []string{"WANDB__DISABLE_STATS=false", "WANDB__STATS_SAMPLING_INTERVAL=0.5",
		"WANDB__DISABLE_MACHINE_INFO=false", "WANDB__DISABLE_META=false"}},
	{name: "again", file: "33_again.py", check: checkAgain},
	{name: "media", file: "32_media.py", check: checkMedia},
}

// want compares values by key; what isn't named doesn't matter.
func want(t *testing.T, what string, got, wanted map[string]string) {
	t.Helper()
	for k, v := range wanted {
		if canonical(got[k]) != v {
			t.Errorf("%s: %q is %s, want %s", what, k, got[k], v)
		}
	}
}

func checkBasic(t *testing.T, o outcome) {
	run := o.told.run
	if run.DisplayName == "" || strings.TrimSpace(o.result.Stdout) != run.DisplayName+" admin" {
		t.Errorf("named %q, the script says %q", run.DisplayName, o.result.Stdout)
	}
	if fmt.Sprint(run.Tags) != "[a b]" || run.Notes != "a note" || run.Attributes.Group != "g" || run.Attributes.JobType != "train" {
		t.Errorf("%+v", run)
	}
	h := o.told.history()
	if len(h) != 3 {
		t.Fatalf("%v", h)
	}
	for i, r := range h {
		if r.step != int64(i) {
			t.Errorf("row %d has step %d", i, r.step)
		}
		want(t, "row", r.values, map[string]string{"i": strconv.Itoa(i), "loss": strconv.FormatFloat(1/float64(i+1), 'g', -1, 64)})
	}
	want(t, "config", o.told.config(), map[string]string{"lr": "0.1"})
	want(t, "summary", o.told.summary(), map[string]string{"i": "2", "_step": "2"})
	if o.told.end() != "0" {
		t.Errorf("ended with %s", o.told.end())
	}
}

func checkBadKey(t *testing.T, o outcome) {
	lines := strings.Split(strings.TrimSpace(o.result.Stdout), "\n")
	if len(lines) != 3 {
		t.Fatalf("%q", lines)
	}
	for _, l := range lines {
		// Up to 0.25 login and Api say a sentence of their own.
		if !strings.Contains(l, "this server doesn't know the API key") && !strings.Contains(l, "An error occurred while verifying the API key") {
			t.Errorf("%s", l)
		}
	}
	t.Log(strings.Join(lines, "\n"))
}

func checkLogin(t *testing.T, o outcome) {
	if o.result.Stdout != "True\nadmin admin ['admin']\n" {
		t.Errorf("%q", o.result.Stdout)
	}
}

func checkConfig(t *testing.T, o outcome) {
	want(t, "config", o.told.config(), map[string]string{"lr": "0.2", "nested": `{"a":{"b":[3]},"s":"y"}`, "inf": "Infinity", "nan": "null",
		"deep": `{"ninf":-Infinity}`, "n": "9007199254740993", "t": "[1,2]", "flag": "true", "none": "null", "dots.in.key": "1", "ü": `"日本"`, "late": "1"})
}

func checkNumbers(t *testing.T, o outcome) {
	h := o.told.history()
	if len(h) != 4 {
		t.Fatalf("%v", h)
	}
	want(t, "row 0", h[0].values, map[string]string{"nan": "NaN", "inf": "+Inf", "ninf": "-Inf", "p60": "1.152921504606847e+18", "p53": "9007199254740993",
		"p63": "9.223372036854776e+18", "tiny": "1e-320", "f32": "0.10000000149011612", "third": "0.3333333333333333", "i": "7", "neg": "-9.223372036854776e+18"})
	want(t, "row 1", h[1].values, map[string]string{"ключ 日本 😀": "1.5", "a.b": "1", `a.c\.d.e`: "3", "a": `{"b":2,"c.d":{"e":3}}`, "flag": "true",
		"list": "[1,2.5]", "deep": `{"nan":NaN,"s":"t"}`})
	var text string
	if err := json.Unmarshal([]byte(h[1].values["text"]), &text); err != nil || text != "x\u2028y\n\"" {
		t.Errorf("text is %s", h[1].values["text"])
	}
	if len(h[2].values) != 0 || h[2].step != 10 || h[3].step != 20 {
		t.Errorf("%v", h[2:])
	}
}

func checkMany(n int) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		h := o.told.history()
		if len(h) != n {
			t.Fatalf("%d rows", len(h))
		}
		for i, r := range h {
			if r.step != int64(i) || r.values["i"] != strconv.FormatFloat(float64(i), 'g', -1, 64) {
				t.Fatalf("row %d: %v", i, r)
			}
		}
		if o.told.end() != "0" {
			t.Errorf("ended with %s", o.told.end())
		}
		t.Logf("faults: %d × 500, %d × 429, %d answers lost", o.proxy.Count(wheeltest.Fail), o.proxy.Count(wheeltest.Busy), o.proxy.Count(wheeltest.Drop))
		if n == 10_000 && (o.proxy.Count(wheeltest.Fail) != 1 || o.proxy.Count(wheeltest.Drop) != 1) || n != 10_000 && o.proxy.Count(wheeltest.Busy) != 3 {
			t.Error("not every fault was injected")
		}
	}
}

func checkSummary(t *testing.T, o outcome) {
	got := o.told.summary()
	want(t, "summary", got, map[string]string{"low": `{"min":1}`, "high": `{"max":3}`, "avg": `{"mean":2}`, "copied": "2", "absent": "", "first": `{"first":3}`,
		"end": `{"last":2}`, "plain": "2", "by_hand": `{"x":[1,2]}`, "g/a": `{"max":3}`, "g/b": `{"max":-1}`, "both": `{"max":3,"min":1}`})
	var client struct{ M []map[string]any }
	if err := json.Unmarshal([]byte(o.told.config()[clientKey]), &client); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range client.M {
		names = append(names, fmt.Sprint(m["1"], m["2"]))
	}
	if !slices.Contains(names, "low<nil>") || !slices.Contains(names, "mystep<nil>") {
		t.Errorf("defined metrics are %v", names)
	}
}

// consoleLines are what 24_console.py leaves on a terminal.
var consoleLines = []string{"first", "[tag] second", "progress 100%", "an error", "unicode ü 日本", "", "two", "lines", "no newline"}

func checkConsole(t *testing.T, o outcome) {
	lines, streams := o.told.console()
	if !slices.Equal(lines, consoleLines) {
		t.Errorf("lines are %q", lines)
	}
	if streams["an error"] != pb.ConsoleLine_STREAM_STDERR || streams["first"] != pb.ConsoleLine_STREAM_STDOUT {
		t.Errorf("streams are %v", streams)
	}
	if file := o.ledger.file(t, o.told, "output.log"); strings.TrimRight(file, "\n") != strings.Join(consoleLines, "\n") {
		t.Errorf("output.log is %q", file)
	}
}

// savedFiles are the files of 25_save.py as they are in the end.
func savedFiles() map[string]string {
	deep := make([]byte, 256)
	for i := range deep {
		deep[i] = byte(i)
	}
	return map[string]string{"now.txt": "now", "end.txt": "after", "live.txt": "two", "d/sub/deep.bin": strings.Repeat(string(deep), 1000),
		"a b%20c #1.txt": "odd name", "empty.txt": ""}
}

func checkSave(t *testing.T, o outcome) {
	for name, content := range savedFiles() {
		if got := o.ledger.file(t, o.told, name); got != content {
			t.Errorf("%s: %d bytes, want %d", name, len(got), len(content))
		}
	}
	for _, name := range []string{"config.yaml", "requirements.txt", "wandb-summary.json"} {
		if o.ledger.file(t, o.told, name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

func checkStop(t *testing.T, o outcome) {
	if strings.TrimSpace(o.result.Stdout) != "interrupted" || !o.told.run.StopRequested {
		t.Errorf("%q, stop requested: %v", o.result.Stdout, o.told.run.StopRequested)
	}
	if len(o.told.history()) == 0 || o.told.end() == "running" {
		t.Errorf("%d rows, end %s", len(o.told.history()), o.told.end())
	}
}

func checkEnd(code string) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		how := strings.SplitN(t.Name(), "/", 4)[3]
		d := o.of(how)
		if d.end() != code {
			t.Errorf("ended with %s", d.end())
		}
		alerts, preempting := 0, false
		for _, e := range d.events {
			if a := e.GetRunAlerted(); a != nil && a.Level == "WARN" && a.Text == "by "+how {
				alerts++
			}
			preempting = preempting || e.GetRunStateChanged().GetState() == pb.RunStateChanged_STATE_PREEMPTING
		}
		if alerts != 1 || preempting != (how == "preempting") {
			t.Errorf("%d alerts, preempting: %v", alerts, preempting)
		}
	}
}

func checkSystem(t *testing.T, o outcome) {
	keys := map[string]int{}
	for _, e := range o.told.events {
		for _, s := range e.GetRunSystem().GetSeries() {
			keys[s.Key] += len(s.Values)
		}
	}
	if keys["system.memory_percent"] == 0 && keys["system.proc.memory.rssMB"] == 0 {
		t.Errorf("machine metrics: %v", keys)
	}
	if !strings.Contains(o.ledger.file(t, o.told, "wandb-metadata.json"), `"program"`) {
		t.Error("no metadata")
	}
}

func checkMedia(t *testing.T, o outcome) {
	h := o.told.history()
	if len(h) != 2 {
		t.Fatalf("%v", h)
	}
	if !strings.Contains(h[0].values["h"], `"_type":"histogram"`) || !strings.Contains(h[0].values["html"], `"_type":"html-file"`) ||
		!strings.Contains(h[1].values["table"], `"_type":"table-file"`) {
		t.Errorf("%v", h)
	}
	// Up to 0.25 it looks at the schema first, and says what it misses there.
	if !strings.Contains(o.result.Stdout, "not served yet") && !strings.Contains(o.result.Stdout, "unable to verify allowed fields") {
		t.Errorf("log_artifact: %s", o.result.Stdout)
	}
	if o.told.end() != "0" {
		t.Errorf("ended with %s", o.told.end())
	}
	t.Log(o.result.Stdout)
}

// A run's end is answered when it can be read, and a run that begins again goes on
// behind its last line.
func checkAgain(t *testing.T, o outcome) {
	lines := strings.Split(strings.TrimSpace(o.result.Stdout), "\n")
	if len(lines) < 3 {
		t.Fatalf("%q", lines)
	}
	for i, wanted := range []string{"finished {'", "failed {'", ""} {
		if !strings.HasPrefix(lines[i], wanted) {
			t.Errorf("%s", lines[i])
		}
	}
	if !strings.Contains(lines[1], "'lr': 0.5") || !strings.HasSuffix(lines[1], " 11 by hand") || !strings.Contains(o.result.Stdout, "resuming a run that exists") {
		t.Error("an edit by hand is over what the trainer says; a resume is refused with a reason")
	}
	h := o.told.history()
	if len(h) != 5 || h[2].values["i"] != "2" || h[4].values["i"] != "11" || len(o.of("r2").history()) != 1 {
		t.Errorf("%v", h)
	}
	t.Log(o.result.Stdout)
}
