package load

import (
	"context"
	"sync"
)

// makeAll makes all requests of a load at full speed, one list a writer. Runs are
// dealt out to writers, so that the requests of one run stay in order, and take turns
// within a writer, as many trainers do.
func makeAll(o Options, t target, runs []*run) [][]*request {
	perRequest := o.Batch * o.Metrics
	count := max(1, (o.Points+perRequest-1)/perRequest)
	f := formatNamed(o.Format)
	lists := make([][]*request, min(o.Writers, len(runs)))
	var wg sync.WaitGroup
	for w := range lists {
		wg.Go(func() {
			for i := 0; i < count; i++ {
				if r := runs[i%len(runs)]; r.index%len(lists) == w {
					lists[w] = append(lists[w], f.encode(t, r, r.rows(o.Batch)))
				}
			}
		})
	}
	wg.Wait()
	return lists
}

// blast sends each list on a connection of its own, as fast as the server takes it.
func (s *sender) blast(ctx context.Context, lists [][]*request) {
	if s.o.Duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.o.Duration)
		defer cancel()
	}
	var wg sync.WaitGroup
	for _, list := range lists {
		wg.Go(func() {
			for _, r := range list {
				if ctx.Err() != nil {
					return
				}
				_, _ = s.send(ctx, r) // counted by reason
			}
		})
	}
	wg.Wait()
}
