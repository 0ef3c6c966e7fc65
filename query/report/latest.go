package report

import (
	"context"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/query/read"
)

// latest keeps the data of live reports that were shown by links for a few seconds, so
// that whoever has a link can't make the engine work more than once in that time, however
// often it's opened.
type latest struct {
	clock func() time.Time

	mu    sync.Mutex
	shown map[shownKey]*lastLook
}

type shownKey struct {
	project catalog.ProjectNo
	report  string
	version uint64 // a changed report is another
}

type lastLook struct {
	turn sync.Mutex // of who asks the engine
	at   time.Time  // zero: nothing yet
	data *Data
}

// get returns data that aren't older than showFor, asking for them if need be.
func (l *latest) get(ctx context.Context, key shownKey, ask func(context.Context) (*Data, error)) (*Data, error) {
	e := l.entry(key)
	e.turn.Lock()
	defer e.turn.Unlock()
	if !e.at.IsZero() && l.clock().Sub(e.at) < showFor {
		return e.data, nil
	}
	if err := ctx.Err(); err != nil { // the client left while another asked
		return nil, err
	}
	data, err := ask(ctx)
	if err == nil {
		e.data, e.at = data, l.clock()
	}
	return data, err
}

// entry finds an entry, or makes one; of too many any goes.
func (l *latest) entry(key shownKey) *lastLook {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.shown[key]
	if e == nil {
		for old := range l.shown {
			if len(l.shown) < mostShown {
				break
			}
			delete(l.shown, old)
		}
		e = &lastLook{}
		l.shown[key] = e
	}
	return e
}

// sharedData is the data of a report for a link.
func (s *service) sharedData(ctx context.Context, f *found) (*Data, error) {
	if f.pinned() {
		return s.dataOf(ctx, f, "", read.Params{})
	}
	key := shownKey{f.project.No, f.doc.ID, f.last().Version}
	return s.latest.get(ctx, key, func(ctx context.Context) (*Data, error) { return s.dataOf(ctx, f, "", read.Params{}) })
}
