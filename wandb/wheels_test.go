package wandb

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"runledger/internal/testenv"
	"runledger/wandb/wheeltest"
)

// A wheelCase is a script, run with each wheel in a project of its own.
type wheelCase struct {
	name   string
	file   string
	args   []string
	env    []string
	faults map[int]wheeltest.Fault // what a proxy does to file_stream requests
	badKey bool
	during func(t *testing.T, s *testenv.Runledger, project string) // while it runs
	after  func(t *testing.T, s *testenv.Runledger, project string) // at once when it has ended
	exit   int
	check  func(t *testing.T, o outcome)
}

// outcome is what a script left behind.
type outcome struct {
	wheel  string
	result wheeltest.Result
	proxy  *wheeltest.Proxy
	ledger *ledger
	told   *told // of run r1 in the case's project
	of     func(run string) *told
}

// atOnce is how many scripts run at one time: they wait as much as they work.
const atOnce = 4

// With WHEEL_CASE=name only that case is run.
//
// TestWheels runs every script with every wheel against a server, stops it, and looks
// at what its log holds.
func TestWheels(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	var mu sync.Mutex
	outcomes := map[string]outcome{}
	t.Run("run", func(t *testing.T) {
		var all sync.WaitGroup
		turn := make(chan struct{}, atOnce)
		for _, c := range wheelCases {
			if only := os.Getenv("WHEEL_CASE"); only != "" && only != c.name {
				continue
			}
			for _, version := range wheels {
				w := wheeltest.Get(t, version)
				all.Go(func() {
					turn <- struct{}{}
					defer func() { <-turn }()
					t.Run(version+"/"+c.name, func(t *testing.T) {
						o := c.run(t, w, s)
						mu.Lock()
						outcomes[version+c.name] = o
						mu.Unlock()
					})
				})
			}
		}
		all.Wait()
	})
	s.Stop(t)
	l := readLedger(t, s.Data)
	for _, version := range wheels {
		for _, c := range wheelCases {
			t.Run("check/"+version+"/"+c.name, func(t *testing.T) {
				o, ran := outcomes[version+c.name]
				if !ran {
					t.Skip("not run")
				}
				o.ledger = l
				o.of = func(run string) *told { return l.of("admin", projectOf(c, version), run) }
				o.told = o.of("r1")
				c.check(t, o)
			})
		}
	}
}

func projectOf(c wheelCase, version string) string { return c.name + "-" + version }

func (c wheelCase) run(t *testing.T, w wheeltest.Wheel, s *testenv.Runledger) outcome {
	project := projectOf(c, w.Version)
	script := wheeltest.Script{File: "testdata/scripts/" + c.file, URL: s.URL, Key: s.Key, Args: c.args,
		Env: append([]string{"WANDB_PROJECT=" + project}, c.env...)}
	if c.badKey {
		script.Key = strings.Repeat("b", 40)
	}
	o := outcome{wheel: w.Version}
	if c.faults != nil {
		o.proxy = wheeltest.NewProxy(t, s.URL, c.faults)
		script.URL = o.proxy.URL
	}
	var during sync.WaitGroup
	if c.during != nil {
		during.Go(func() { c.during(t, s, project) })
	}
	o.result = w.Run(t, script)
	during.Wait()
	if c.after != nil && o.result.Exit == c.exit {
		c.after(t, s, project)
	}
	if o.result.Exit != c.exit {
		t.Errorf("exit code %d, want %d", o.result.Exit, c.exit)
	}
	t.Logf("wandb %s: %s took %v", w.Version, c.name, o.result.Took.Round(10*time.Millisecond))
	return o
}

// stopSoon asks for the run to be stopped once it's there.
func stopSoon(t *testing.T, s *testenv.Runledger, project string) {
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", fmt.Sprintf("%s/api/v1/projects/admin/%s/runs/r1/stop", s.URL, project), nil)
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("Authorization", "Bearer "+s.Key)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		resp.Body.Close()
		if resp.StatusCode < 300 {
			return
		}
		time.Sleep(20 * time.Millisecond) // a poll with a deadline
	}
	t.Error("the run never came")
}

// Behind TLS and below a path, with --external-url: every address that the server
// hands out is one that its clients can reach.
func TestWheelsBehindTLSBelowAPath(t *testing.T) {
	t.Parallel()
	proxy := wheeltest.NewSecure(t)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--external-url=" + proxy.URL}})
	proxy.Behind(t, s.URL)
	cases := []wheelCase{
		{name: "tls-basic", file: "01_basic.py", check: checkBasic},
		{name: "tls-save", file: "25_save.py", check: checkSave},
	}
	outcomes := map[string]outcome{}
	for _, version := range wheels {
		w := wheeltest.Get(t, version)
		for _, c := range cases {
			c.env = proxy.Env
			outcomes[version+c.name] = c.run(t, w, &testenv.Runledger{URL: proxy.URL, Key: s.Key})
		}
	}
	if n := proxy.Outside.Load(); n > 0 {
		t.Errorf("%d requests went beside the path", n)
	}
	s.Stop(t)
	l := readLedger(t, s.Data)
	for _, version := range wheels {
		for _, c := range cases {
			o := outcomes[version+c.name]
			o.ledger, o.told = l, l.of("admin", projectOf(c, version), "r1")
			c.check(t, o)
		}
	}
}
