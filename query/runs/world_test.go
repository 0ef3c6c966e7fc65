package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/jsontext"
	"runledger/internal/testenv"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

func TestMain(m *testing.M) {
	defer testenv.Stop()
	m.Run()
}

// world is a project's runs in a catalog of their own and in the tables.
type world struct {
	t       testing.TB
	tables  *readtest.Tables
	log     *eventlog.Embedded
	catalog *catalog.Catalog
	admin   catalog.Principal
	key     string
	table   *Table
	now     time.Time
	runs    map[uint64]*modelRun
	off     [2]uint64
}

// modelRun is a run as the model knows it.
type modelRun struct {
	*catalog.Run
	user            string
	reported        bool
	at              time.Time
	state           string
	exitCode        *int32
	seconds         float64
	points          uint64
	first, last     int64
	config, summary string
}

const project = 1 // every world's own: ann/p

func newWorld(t testing.TB) *world {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, tables: readtest.New(t), log: log, now: time.Now().UTC().Truncate(time.Millisecond), runs: map[uint64]*modelRun{}}
	w.catalog = catalog.New(catalog.Options{Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.catalog.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		log.Close()
	})
	key, err := w.catalog.FirstAdmin(ctx, "ann", "")
	if err != nil {
		t.Fatal(err)
	}
	w.key = key
	w.admin, _ = w.catalog.Authenticate(key)
	w.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p"}}})
	w.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "other"}}})
	w.table = New(Deps{Catalog: w.catalog, Reader: w.tables.Reader, Log: log, Clock: func() time.Time { return w.now }})
	return w
}

func (w *world) do(events ...*pb.Event) []catalog.Verdict {
	w.t.Helper()
	for _, e := range events {
		e.Actor = w.admin.Actor(pb.Actor_KIND_USER)
	}
	verdicts, _, err := w.catalog.Do(context.Background(), events...)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, v := range verdicts {
		if !v.OK() {
			w.t.Fatal(v.Err())
		}
	}
	return verdicts
}

// create makes runs by one action each and writes their facts.
func (w *world) create(in string, made ...*pb.RunCreated) []uint64 {
	w.t.Helper()
	events := make([]*pb.Event, len(made))
	for i, r := range made {
		r.Entity, r.Project = "ann", in
		events[i] = &pb.Event{Body: &pb.Event_RunCreated{RunCreated: r}}
	}
	var nos []uint64
	for _, v := range w.do(events...) {
		nos = append(nos, uint64(v.Run))
	}
	w.facts(nos...)
	return nos
}

// facts writes rows of run_facts as the catalog has them now.
func (w *world) facts(nos ...uint64) {
	w.t.Helper()
	var b bytes.Buffer
	for _, no := range nos {
		var r *catalog.Run
		var user string
		w.catalog.View(func(s *catalog.State) { r = s.RunByNo(catalog.RunNo(no)); user = s.UserByNo(r.User).Name })
		if r.Project == project {
			if w.runs[no] == nil {
				w.runs[no] = &modelRun{}
			}
			w.runs[no].Run, w.runs[no].user = r, user
		}
		line(w.t, &b, map[string]any{
			"run": no, "off": r.Version - 1, "at": stamp(r.CreatedAt), "home": r.Home, "project": r.Project, "id": r.ID, "name": r.DisplayName,
			"notes": r.Notes, "tags": append([]string{}, r.Tags...), "user": user, "created": stamp(r.CreatedAt), "run_group": r.Attributes.Group,
			"job_type": r.Attributes.JobType, "host": r.Attributes.Host, "program": r.Attributes.Program, "commit": r.Attributes.Commit,
			"repo": r.Attributes.Repo, "sweep": r.Attributes.Sweep, "config_edit": orEmpty(r.ConfigEdit), "summary_edit": orEmpty(r.SummaryEdit),
			"config_layer": json.RawMessage(columnText(w.t, orEmpty(r.ConfigEdit))), "config_keys": sortedKeys(rawMembers(r.ConfigEdit)),
			"summary_layer": json.RawMessage(columnText(w.t, orEmpty(r.SummaryEdit))), "summary_keys": sortedKeys(rawMembers(r.SummaryEdit)),
			"stop_requested": r.StopRequested, "deleted": r.Deleted, "wandb": r.WandB,
		})
	}
	w.insert("run_facts", &b)
}

func orEmpty(text []byte) string {
	if len(text) == 0 {
		return "{}"
	}
	return string(text)
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000") }

// report writes rows of run_values, run_data and run_versions for runs as they stand in the
// model.
func (w *world) report(nos ...uint64) {
	w.t.Helper()
	var values, data, versions bytes.Buffer
	for _, no := range nos {
		r := w.runs[no]
		r.reported = true
		part := no % 2
		w.off[part]++
		row := map[string]any{
			"run": no, "home": project, "part": part, "off": w.off[part], "at": stamp(r.at),
			"state": r.state, "exit_code": r.exitCode, "seconds": r.seconds, "points": r.points, "first_step": r.first, "last_step": r.last,
		}
		in := func(b *bytes.Buffer, more map[string]any) {
			all := maps.Clone(row)
			maps.Copy(all, more)
			line(w.t, b, all)
		}
		columns := map[string]any{"config": json.RawMessage(columnText(w.t, r.config)), "summary": json.RawMessage(columnText(w.t, r.summary))}
		texts := map[string]any{"config_text": r.config, "summary_text": r.summary, "first_at": stamp(r.at)}
		in(&values, columns)
		in(&data, texts)
		maps.Copy(columns, texts)
		in(&versions, columns)
	}
	w.insert("run_values", &values)
	w.insert("run_data", &data)
	w.insert("run_versions", &versions)
}

func columnText(t testing.TB, text string) []byte {
	out, err := jsontext.AppendColumn(nil, []byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return out
}

func line(t testing.TB, b *bytes.Buffer, row map[string]any) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(row); err != nil {
		t.Fatal(err)
	}
}

func (w *world) insert(table string, rows interface{ Read([]byte) (int, error) }) {
	w.t.Helper()
	settings := clickhouse.Settings{ // as the projector's
		"input_format_try_infer_dates": 0, "input_format_try_infer_datetimes": 0,
		"input_format_json_read_bools_as_numbers": 0, "input_format_json_read_bools_as_strings": 0, "input_format_json_read_numbers_as_strings": 0,
		"input_format_json_read_arrays_as_strings": 0, "input_format_json_read_objects_as_strings": 0,
	}
	if _, err := w.tables.Client.Post(context.Background(), "INSERT INTO "+table+" FORMAT JSONEachRow", nil, settings, rows); err != nil {
		w.t.Fatalf("insert into %s: %v", table, err)
	}
}

// nasty are keys and texts that break what isn't careful.
var nasty = []string{
	"lr", "a.b", "a b", "", "it's", `say "hi"`, "back`tick", `back\slash`, "'; DROP TABLE run_data; --", "größe", "😀", "%", "%2E", "^up", ":Int64", "a[]", "{p0:String}",
	"{runs}", "\nFORMAT Null", "/* x */", "--", "?", "$1", "@x", "tab\there", "NaN", "null", "2024-01-01", "size0", "null_bitmap",
}

func pickOne[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// value draws JSON text of a value.
func value(r *rand.Rand, depth int) string {
	switch r.IntN(12) {
	case 0, 1:
		return fmt.Sprint(r.IntN(5))
	case 2, 3:
		return fmt.Sprint(float64(r.IntN(8)) / 4)
	case 4:
		return pickOne(r, "9007199254740992", "9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
			"9007199254740992.0", "1e300", "5e-324", "-0.0", "18446744073709551616", "1e400", "-1e400", "0.1", "1E2", "100")
	case 5:
		return pickOne(r, "NaN", "Infinity", "-Infinity", `"NaN"`, `"Infinity"`, `"-Infinity"`)
	case 6:
		return pickOne(r, "true", "false", "null")
	case 7:
		list := make([]string, r.IntN(3))
		for i := range list {
			for list[i] = value(r, 0); len(list[i]) > 15 && list[i][0] != '"'; list[i] = value(r, 0) {
				// A large integer beside a fraction in one list becomes a float64.
			}
		}
		return "[" + strings.Join(list, ",") + "]"
	case 8:
		if depth > 0 {
			return object(r, depth-1, 2)
		}
	}
	return string(jsontext.AppendString(nil, pickOne(r, append(nasty, "a", "b", "abc", "5", "true")...)))
}

func object(r *rand.Rand, depth, keys int) string {
	var members []string
	for _, i := range r.Perm(len(nasty))[:keys] {
		if strings.Contains(nasty[i], "size0") || nasty[i] == "null_bitmap" {
			continue
		}
		members = append(members, string(jsontext.AppendString(nil, nasty[i]))+":"+value(r, depth))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// created is a run to create, with an id of its own.
func created(i int) *pb.RunCreated { return &pb.RunCreated{RunId: fmt.Sprintf("run-%d", i)} }

// fill makes runs with random facts and data.
func (w *world) fill(r *rand.Rand, n int) {
	w.t.Helper()
	made := make([]*pb.RunCreated, n)
	text := func() *string { s := pickOne(r, nasty...); return &s }
	for i := range made {
		made[i] = &pb.RunCreated{RunId: fmt.Sprintf("%s-%d", pickOne(r, "sweep", "base", "Ünï", "x"), i), DisplayName: strings.TrimSpace(pickOne(r, nasty...) + fmt.Sprint(r.IntN(9)))}
		if r.IntN(2) == 0 {
			made[i].Tags = []string{"baseline", pickOne(r, "it's", "two words", "größe", `q"`)}
		}
		if r.IntN(2) == 0 {
			made[i].Notes = pickOne(r, nasty...)
		}
		if r.IntN(2) == 0 {
			made[i].Attributes = &pb.RunAttributes{Group: text(), Host: text(), JobType: text()}
		}
		made[i].DisplayName = strings.Map(func(c rune) rune {
			if c < 0x20 {
				return '_'
			}
			return c
		}, made[i].DisplayName)
	}
	nos := w.create("p", made...)
	var with []uint64
	for _, no := range nos {
		if r.IntN(12) == 0 {
			continue
		}
		w.draw(r, w.runs[no])
		with = append(with, no)
	}
	for len(with) > 0 { // several parts
		k := min(len(with), 1+n/4)
		w.report(with[:k]...)
		with = with[k:]
	}
}

// draw gives a run random data.
func (w *world) draw(r *rand.Rand, m *modelRun) {
	m.at = w.now.Add(-time.Duration(r.IntN(600)) * time.Second)
	m.state = pickOne(r, "running", "running", "preempting", "finished", "failed", "killed")
	m.exitCode = nil
	if m.state == "finished" || m.state == "failed" {
		code := int32(r.IntN(3))
		m.exitCode = &code
	}
	m.seconds = float64(r.IntN(100)) / 8
	m.points = uint64(r.IntN(4))
	m.first, m.last = -int64(r.IntN(5)), int64(r.IntN(1000))
	m.config, m.summary = object(r, 2, 6), object(r, 1, 6)
}

// now is a moment that sees everything.
func (w *world) live() read.Moment { return read.Moment{} }

func (w *world) source(at read.Moment) source {
	s, err := w.table.source(context.Background(), project, at)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}
