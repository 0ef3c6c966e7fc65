package wandb

import (
	"os"
	"strings"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/wandb/wheeltest"
)

// eachWheel runs f with every wheel on a server of its own, which has the team lab.
func eachWheel(t *testing.T, f func(t *testing.T, w wheeltest.Wheel, r *rig)) {
	t.Helper()
	t.Parallel()
	for _, version := range wheels {
		w := wheeltest.Get(t, version)
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.lab()
			f(t, w, r)
		})
	}
}

// script runs a script as a user.
func (r *rig) script(t *testing.T, w wheeltest.Wheel, user, file string, s wheeltest.Script, env ...string) wheeltest.Result {
	t.Helper()
	s.File, s.URL, s.Key, s.Env = "testdata/scripts/"+file, r.http.URL, keyFor(user), env
	return w.Run(t, s)
}

const codeScript = "40_code.py"

// savesCode runs the script that saves its code and checks what comes of it.
func (r *rig) savesCode(t *testing.T, w wheeltest.Wheel, id, said string, want bool) {
	t.Helper()
	if o := r.script(t, w, "max", codeScript, wheeltest.Script{Code: true, Args: []string{id, said}}, "WANDB_PROJECT=p", "WANDB_SILENT=false", "WANDB__DISABLE_MACHINE_INFO=false"); o.Exit != 0 {
		t.Fatal(o.Stderr)
	}
	run := r.run("max", "p", id)
	if run == nil {
		t.Fatal("no run")
	}
	got, saved := r.content(run, "code/"+codeScript)
	if saved != want || run.SaveCode != want {
		t.Errorf("save_code %s: a file came: %v, said by the run: %v; want %v", said, saved, run.SaveCode, want)
	}
	if file, err := os.ReadFile("testdata/scripts/" + codeScript); err != nil || want && got != string(file) {
		t.Errorf("the script came as %q (%v)", got, err)
	}
	if c := run.Attributes.Command; !strings.HasSuffix(c, "/"+codeScript+" "+id+" "+said) {
		t.Errorf("the command is %q", c)
	}
}

func TestReq_DF_6_CodeSavingIsOffByDefault(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) { r.savesCode(t, w, "a", "unsaid", false) })
}

func TestReq_DF_7_TheMainScriptIsSaved(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		r.settings("max", `{"save_code":true}`)
		r.savesCode(t, w, "a", "unsaid", true)
	})
}

func TestReq_DF_8_InitBeatsTheSetting(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		r.savesCode(t, w, "a", "yes", true)
		r.settings("max", `{"save_code":true}`)
		r.savesCode(t, w, "b", "no", false)
	})
}

func TestReq_DF_2_TheSDKLogsToTheDefaultEntity(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		log := func(user, entity string, env ...string) {
			t.Helper()
			o := r.script(t, w, user, "01_basic.py", wheeltest.Script{}, append(env, "WANDB_PROJECT=p")...)
			if o.Exit != 0 || !strings.HasSuffix(o.Stdout, " "+entity+"\n") || r.run(entity, "p", "r1") == nil {
				t.Errorf("%s logs to %s: %q", user, entity, o.Stdout)
			}
		}
		log("max", "max")
		log("out", "out")
		r.settings("max", `{"default_entity":"lab"}`)
		log("max", "lab")
		log("tom", "lab", "WANDB_ENTITY=lab")
		if e := r.run("lab", "p", "r1"); e.User != 3 { // the id was max's, and tom went on with it
			t.Errorf("%+v", e)
		}
	})
}

func TestReq_DF_5_TheSDKCantLogToWhatIsPrivate(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		r.project("private", "invited", "invited")
		r.project("public", "everyone", "members")
		r.project("open", "everyone", "everyone")
		for name, want := range map[string]string{"private": "that you can log to", "public": "you can't log to lab/public"} {
			o := r.script(t, w, "out", "43_refused.py", wheeltest.Script{}, "WANDB_ENTITY=lab", "WANDB_PROJECT="+name)
			if o.Exit != 0 || !strings.Contains(o.Stdout, want) {
				t.Errorf("%s: %q", name, o.Stdout)
			}
		}
		if o := r.script(t, w, "out", "01_basic.py", wheeltest.Script{}, "WANDB_ENTITY=lab", "WANDB_PROJECT=open"); o.Exit != 0 {
			t.Error(o.Stderr)
		}
	})
}

// A project is renamed under a trainer, which goes on under the old name until it's told
// to stop; its next run lands in the same project.
func TestReq_OV_2_ARunningScriptFollowsARename(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		r.project("old", "members", "members")
		result := make(chan wheeltest.Result, 1)
		go func() {
			result <- r.script(t, w, "max", "41_renamed.py", wheeltest.Script{}, "WANDB_ENTITY=lab", "WANDB_PROJECT=old")
		}()
		rows := func(project string) (n int) {
			if run := r.run("lab", project, "r1"); run != nil {
				for _, e := range r.telemetry(uint64(run.No)) {
					n += len(e.GetRunValues().GetRows())
				}
			}
			return n
		}
		deadline := time.Now().Add(time.Minute)
		for rows("old") == 0 {
			if time.Now().After(deadline) {
				t.Fatal("no line came")
			}
			time.Sleep(20 * time.Millisecond) // a poll with a deadline
		}
		r.act("tom", rename(r.projectNo("lab", "old"), "new"))
		before := rows("new")
		r.act("tom", &pb.Event{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: uint64(r.run("lab", "new", "r1").No)}}})
		if o := <-result; o.Exit != 0 || o.Stdout != "interrupted\n" {
			t.Errorf("%d %q", o.Exit, o.Stdout)
		}
		if now := rows("new"); now <= before {
			t.Errorf("%d rows before, %d after", before, now)
		}
		r.cat.View(func(s *catalog.State) {
			p := s.FindProject("lab", "old")
			if all, _ := s.CountRuns(p.No); p.Name != "new" || all != 2 || s.Run(p.No, "r2") == nil {
				t.Errorf("%s has %d runs", p.Name, all)
			}
		})
	})
}

func TestThePublicAPIMakesProjectsAndTeams(t *testing.T) {
	eachWheel(t, func(t *testing.T, w wheeltest.Wheel, r *rig) {
		o := r.script(t, w, "tom", "42_people.py", wheeltest.Script{})
		key := "40 tom"
		if w.Version < "0.26" {
			key = "0.25 takes a key's name for the key"
		}
		want := []string{"crew [('tom', 'ADMIN', True)]", "True False False", "[('tom', 'ADMIN'), ('max', 'MEMBER')] True team", "['made']",
			"['crew', 'lab', 'tom'] tom", key, "[True]", "['tom']", "crew made"}
		if got := strings.Split(strings.TrimSpace(o.Stdout), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\n%s", o.Stdout, o.Stderr)
		}
	})
}
