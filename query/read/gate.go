package read

import (
	"context"
	"time"

	"runledger/internal/api"
)

// gateWait is how long a heavy query waits for its turn.
const gateWait = 5 * time.Second

// gate lets a few heavy queries run at once: more would only make all of them slow,
// and each may take a large share of the engine's memory.
type gate struct {
	what  string
	slots chan struct{}
}

func newGate(what string, n int) *gate { return &gate{what: what, slots: make(chan struct{}, n)} }

// enter returns when it's the caller's turn, who then calls leave; or a problem (503)
// after gateWait.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.slots }
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	default:
	}
	timer := time.NewTimer(gateWait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	case <-timer.C:
		return nil, api.Unavailable(gateWait, "%d %s run already.", cap(g.slots), g.what).
			With("Repeat the request after a while.")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
