package catalog

import (
	"time"

	"runledger/event"
)

// How long and how many event ids and idempotency keys are remembered: a day of log
// time, and at most a million of each (about 100 MB); past that the oldest go.
const (
	rememberFor  = 24 * time.Hour
	rememberMost = 1 << 20

	maxIdempotencyKey = 255 // bytes
)

// idempotency is a client's key for one command, unique for its actor.
type idempotency struct {
	actor UserNo
	key   string
}

// remembered is a verdict, small.
type remembered struct {
	typ     string // the event type: the literal in package event, not a copy
	refusal *refusal
	user    UserNo
	project ProjectNo
	run     RunNo
}

type refusal struct{ code, reason string }

func remember(typ string, v Verdict) remembered {
	k, _ := event.KindOf(typ)
	m := remembered{typ: k.Type, user: v.User, project: v.Project, run: v.Run}
	if v.Outcome == Refused {
		m.refusal = &refusal{v.Code, v.Reason}
	}
	return m
}

// again is the verdict on a repetition: what was accepted is repeated, what was
// refused is refused again.
func (m remembered) again() Verdict {
	v := Verdict{Outcome: Repeated}
	if m.refusal != nil {
		v = Verdict{Outcome: Refused, Code: m.refusal.code, Reason: m.refusal.reason}
	}
	return v.about(m.user, m.project, m.run)
}

// recent remembers verdicts by key, oldest first. Log time never falls, so the
// oldest is at the front.
type recent[K comparable] struct {
	at    map[K]uint64 // number of its entry; nil: not made yet
	queue []recentEntry[K]
	front uint64 // number of queue[0]
	most  int
}

type recentEntry[K comparable] struct {
	key K
	at  int64 // ms since 1970, log time
	remembered
}

func newRecent[K comparable]() recent[K] { return recent[K]{at: map[K]uint64{}, most: rememberMost} }

func (r *recent[K]) get(k K) (remembered, bool) {
	if r.at == nil {
		r.index()
	}
	n, ok := r.at[k]
	if !ok {
		return remembered{}, false
	}
	return r.queue[n-r.front].remembered, true
}

// put remembers m; the caller knows that k isn't there.
func (r *recent[K]) put(k K, at time.Time, m remembered) {
	if r.at == nil {
		r.index()
	}
	r.at[k] = r.front + uint64(len(r.queue))
	r.queue = append(r.queue, recentEntry[K]{k, at.UnixMilli(), m})
	if len(r.queue) > r.most {
		r.pop()
	}
}

func (r *recent[K]) expire(now time.Time) {
	for limit := now.Add(-rememberFor).UnixMilli(); len(r.queue) > 0 && r.queue[0].at < limit; {
		r.pop()
	}
}

func (r *recent[K]) pop() {
	delete(r.at, r.queue[0].key)
	r.queue = r.queue[1:] // not erased: other states may share it
	r.front++
}

// walk goes over what is remembered, oldest first.
func (r *recent[K]) walk(c *codec, key func(*K)) {
	slice(c, &r.queue, func(e *recentEntry[K]) {
		key(&e.key)
		number(c, &e.at)
		e.remembered.walk(c)
	})
}

// index finds the entries again after they were read.
func (r *recent[K]) index() {
	r.at = make(map[K]uint64, len(r.queue))
	for i := range r.queue {
		r.at[r.queue[i].key] = uint64(i)
	}
	r.front = 0
}

func (m *remembered) walk(c *codec) {
	c.text(&m.typ)
	refused := m.refusal != nil
	if c.flag(&refused); refused {
		if c.reading {
			m.refusal = &refusal{}
		}
		c.text(&m.refusal.code)
		if !c.hashing() { // its wording may get better
			c.text(&m.refusal.reason)
		}
	}
	number(c, &m.user)
	number(c, &m.project)
	number(c, &m.run)
}
