package load

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Options say whom to load with what.
type Options struct {
	URL     string // of the server, without a slash at the end
	ReadURL string // where charts are, if elsewhere
	Key     string // API key
	Entity  string
	Project string

	Trainers int // at once
	Runs     int // over all trainers; 0 = one a trainer. A trainer takes its runs in turn, step by step
	Metrics  int // a step
	Batch    int // steps a request
	Format   string
	Shape    string
	Seed     uint64

	// Rate is steps a second and trainer; 0 = as fast as the server takes them. Then
	// all bodies are made beforehand: Points of them, sent by Writers connections.
	Rate     float64
	Duration time.Duration // of a paced load; at full speed the time after which it stops anyway, 0 = never
	Points   int
	Writers  int // connections; 0 = one a trainer when paced, else 4

	FirstStep int // of every run: a load goes on where another ended

	RunPrefix string    // of run ids; empty = from the start time
	Start     time.Time // client time of step 0; zero = now

	Measure func() // called when the first request is about to be sent; may be nil

	Probe  bool             // measure freshness while loading: acknowledged until a chart shows it
	Client *http.Client     // nil = a new one with Writers connections
	Now    func() time.Time // nil = time.Now
}

// withDefaults returns o with what it left open, or what is wrong with it.
func (o Options) withDefaults() (Options, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Start.IsZero() {
		o.Start = o.Now()
	}
	o.Runs = max(o.Runs, o.Trainers)
	if o.RunPrefix == "" {
		o.RunPrefix = "load-" + o.Start.UTC().Format("20060102-150405")
	}
	if o.Writers == 0 {
		o.Writers = 4
		if o.Rate > 0 {
			o.Writers = o.Trainers
		}
	}
	if o.Client == nil {
		o.Client = newClient(o.Writers)
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	if o.ReadURL == "" {
		o.ReadURL = o.URL
	}
	return o, o.check()
}

func (o Options) check() error {
	var errs []error
	positive := func(name string, n int) {
		if n < 1 {
			errs = append(errs, fmt.Errorf("%s is %d, must be at least 1", name, n))
		}
	}
	positive("trainers", o.Trainers)
	positive("metrics", o.Metrics)
	positive("steps a request", o.Batch)
	positive("writers", o.Writers)
	if o.Rate == 0 {
		positive("points", o.Points)
	} else if o.Duration <= 0 {
		errs = append(errs, errors.New("a paced load needs a duration"))
	}
	if o.Rate < 0 {
		errs = append(errs, errors.New("the rate is negative"))
	}
	if !slices.Contains(Formats(), o.Format) {
		errs = append(errs, fmt.Errorf("format %q: it is one of %s", o.Format, strings.Join(Formats(), ", ")))
	}
	if !slices.Contains(Shapes(), o.Shape) {
		errs = append(errs, fmt.Errorf("shape %q: it is one of %s", o.Shape, strings.Join(Shapes(), ", ")))
	}
	if o.URL == "" || o.Key == "" || o.Entity == "" || o.Project == "" {
		errs = append(errs, errors.New("URL, key, entity and project are needed"))
	}
	return errors.Join(errs...)
}

// newClient keeps at most writers connections, all of them open.
func newClient(writers int) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxConnsPerHost, t.MaxIdleConnsPerHost, t.MaxIdleConns = writers, writers, writers
	t.DisableCompression = true
	t.Proxy = nil
	t.WriteBufferSize, t.ReadBufferSize = 32<<10, 4<<10
	return &http.Client{Transport: t, Timeout: 5 * time.Minute}
}
