package engine

import (
	"context"
	"net/http"
	"time"
)

// How an engine that runs and doesn't answer is treated: stopped by a signal, or hanging.
const (
	pingEvery   = 2 * time.Second
	pingTimeout = 5 * time.Second
	hangsAfter  = 60 * time.Second // then it is killed, to be started again
)

// watch asks the child again and again whether it is there, and says so when the answer changes. It ends
// with ctx, which its caller cancels when the child is gone.
func (e *Engine) watch(ctx context.Context, c *child, answers chan<- bool) {
	client := e.Endpoint().HTTPClient()
	defer client.CloseIdleConnections()
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	answering, heard := true, time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := e.ping(ctx, client)
		if ctx.Err() != nil {
			return
		}
		if now {
			heard = time.Now()
		}
		if now != answering {
			answering = now
			if !now {
				e.opts.Logger.Error("the embedded engine runs and does not answer", "pid", c.pid())
			}
			select {
			case answers <- now:
			case <-ctx.Done():
				return
			}
		}
		if silent := time.Since(heard); silent > hangsAfter {
			e.opts.Logger.Error("the embedded engine hangs and is killed", "pid", c.pid(), "silent", silent.Round(time.Second))
			c.hangs.Store(true)
			c.kill()
			return
		}
	}
}

func (e *Engine) ping(ctx context.Context, client *http.Client) bool {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	return e.Endpoint().Ping(ctx, client) == nil
}
