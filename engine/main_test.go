package engine_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentVariable); dir != "" {
		beAParent(dir)
		return
	}
	code := m.Run()
	testenv.Stop()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// supervised is an engine of one test.
type supervised struct {
	*engine.Engine
	registry *prometheus.Registry
	stop     func() error // orderly; waits for the end and returns what Run did
}

// start runs an engine on dir until the test ends.
func start(t *testing.T, dir string, change func(*engine.Options)) *supervised {
	t.Helper()
	opts := engine.Options{
		DataDir: dir, BinaryPath: testenv.EngineBinary(t), LibraryPath: testenv.Library(t),
		StopGrace: 2 * time.Second, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	registry := prometheus.NewRegistry()
	opts.Registerer = registry
	if change != nil {
		change(&opts)
	}
	e, err := engine.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var result error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		result = e.Run(ctx)
	}()
	s := &supervised{Engine: e, registry: registry, stop: func() error {
		cancel()
		<-ended
		return result
	}}
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *supervised) ready(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := s.WaitReady(ctx); err != nil {
		t.Fatal(err)
	}
}

// ask runs one statement over a connection of its own.
func ask(ctx context.Context, at engine.Endpoint, statement string) (string, error) {
	c := clickhouse.NewClient(at)
	defer c.Close()
	answer, err := c.Stream(ctx, statement, nil, nil)
	if err != nil {
		return "", err
	}
	defer answer.Close()
	text, err := io.ReadAll(answer)
	return strings.TrimSuffix(string(text), "\n"), err
}

func mustAsk(t *testing.T, at engine.Endpoint, statement, want string) {
	t.Helper()
	if got, err := ask(t.Context(), at, statement); err != nil || got != want {
		t.Fatalf("%s: got %q, %v; want %q", statement, got, err, want)
	}
}

// value of a metric, summed over the labels that aren't named.
func (s *supervised) value(t *testing.T, name string, label ...string) float64 {
	t.Helper()
	families, err := s.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, m := range family.GetMetric() {
			if len(label) == 1 && m.GetLabel()[0].GetValue() != label[0] {
				continue
			}
			sum += m.GetGauge().GetValue() + m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return sum
}

// until polls a condition.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited too long: %s", what)
		}
	}
}

func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "engine") }
