package wandb

import (
	"net/http"
	"os"
	"testing"

	"runledger/wandb/wheeltest"
)

func TestProbe(t *testing.T) {
	w := wheeltest.Get(t, os.Getenv("PROBE"))
	r := newRig(t)
	inner := r.http.Config.Handler
	r.http.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, q *http.Request) { record(t, inner, rw, q) })
	res := w.Run(t, wheeltest.Script{File: os.Getenv("SCRIPT"), URL: r.http.URL, Key: testKey})
	t.Logf("%d %v\n%s\n%s", res.Exit, res.Took, res.Stdout, res.Stderr)
	for _, e := range r.telemetry(1) {
		t.Logf("%s %v", e.Type, e.Body)
	}
}
