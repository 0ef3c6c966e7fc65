package catalog

import (
	"maps"
	"slices"
	"time"

	"runledger/event"
)

// How long and how many event ids and idempotency keys are remembered: a day of log
// time, and at most so many; past that the oldest go. A log holds an event twice because
// its producer repeated a request, which it does within seconds: a quarter of a million
// ids (about 12 MB) are a minute at five thousand actions a second. Clients repeat within
// the day: a million keys.
const (
	rememberFor  = 24 * time.Hour
	rememberIDs  = 1 << 18
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

// recent remembers verdicts by key, oldest first. Log time never falls, so the oldest
// is at the front. Entries are numbered as they come, and never change.
type recent[K comparable] struct {
	chunks []*recentChunk[K]
	base   uint64            // number of the first entry of chunks[0]
	front  uint64            // number of the oldest entry
	next   uint64            // number of the next entry
	typs   []string          // by recentEntry.typ
	typNo  map[string]uint16 // the other way round
	index  recentIndex
	most   int
}

// recentChunk is so many entries; a million take 4,000 chunks.
type recentChunk[K comparable] struct {
	entries  [recentChunkSize]recentEntry[K]
	refusals []chunkRefusal // by rising entry
}

const recentChunkSize = 256

// recentEntry is packed: there may be a million.
type recentEntry[K comparable] struct {
	key     K
	run     RunNo
	atTyp   int64 // ms since 1970 of log time << 16 | refused << 15 | type
	user    UserNo
	project ProjectNo
}

const entryRefused = 1 << 15

type chunkRefusal struct {
	entry int // of the chunk
	refusal
}

func newRecent[K comparable]() recent[K] { return recent[K]{most: rememberMost} }

func (r *recent[K]) len() int { return int(r.next - r.front) }

func (r *recent[K]) entry(no uint64) (*recentEntry[K], *recentChunk[K], int) {
	i := no - r.base
	c := r.chunks[i/recentChunkSize]
	return &c.entries[i%recentChunkSize], c, int(i % recentChunkSize)
}

func (r *recent[K]) remembered(no uint64) remembered {
	e, c, i := r.entry(no)
	m := remembered{typ: r.typs[e.atTyp&(entryRefused-1)], user: e.user, project: e.project, run: e.run}
	if e.atTyp&entryRefused != 0 {
		at, _ := slices.BinarySearchFunc(c.refusals, i, func(f chunkRefusal, i int) int { return f.entry - i })
		m.refusal = &c.refusals[at].refusal
	}
	return m
}

func (r *recent[K]) get(k K) (remembered, bool) {
	r.makeIndex()
	no, ok := r.find(k)
	if !ok {
		return remembered{}, false
	}
	return r.remembered(no), true
}

// put remembers m; the caller knows that k isn't there.
func (r *recent[K]) put(k K, at time.Time, m remembered) {
	r.makeIndex()
	r.append(k, at.UnixMilli(), m)
	r.insert(k, r.next-1)
	if r.len() > r.most {
		r.pop()
	}
}

func (r *recent[K]) append(k K, at int64, m remembered) {
	if r.next-r.base == uint64(len(r.chunks))*recentChunkSize {
		r.chunks = append(r.chunks, &recentChunk[K]{})
	}
	e, c, i := r.entry(r.next)
	*e = recentEntry[K]{key: k, run: m.run, atTyp: at<<16 | int64(r.typ(m.typ)), user: m.user, project: m.project}
	if m.refusal != nil {
		e.atTyp |= entryRefused
		c.refusals = append(c.refusals, chunkRefusal{i, *m.refusal})
	}
	r.next++
}

func (r *recent[K]) typ(t string) uint16 {
	no, ok := r.typNo[t]
	if !ok {
		if r.typNo == nil {
			r.typNo = map[string]uint16{}
		}
		no = uint16(len(r.typs))
		r.typs, r.typNo[t] = append(r.typs, t), no
	}
	return no
}

func (r *recent[K]) expire(now time.Time) {
	for limit := now.Add(-rememberFor).UnixMilli(); r.len() > 0; r.pop() {
		if e, _, _ := r.entry(r.front); e.atTyp>>16 >= limit {
			return
		}
	}
}

func (r *recent[K]) pop() {
	e, _, _ := r.entry(r.front)
	r.remove(e.key)
	r.front++
	if r.front-r.base == recentChunkSize {
		r.chunks[0] = nil
		r.chunks = r.chunks[1:]
		r.base = r.front
	}
}

// share returns what is remembered for another state. All chunks but the last are full
// and shared. Its index is made when it's needed: states of the past are hardly ever
// folded on.
func (r *recent[K]) share() recent[K] {
	c := *r
	c.chunks, c.typs, c.typNo, c.index = slices.Clone(r.chunks), slices.Clip(r.typs), maps.Clone(r.typNo), recentIndex{}
	if n := len(c.chunks); n > 0 {
		last := *c.chunks[n-1]
		last.refusals = slices.Clip(last.refusals)
		c.chunks[n-1] = &last
	}
	return c
}

// walk goes over what is remembered, oldest first.
func (r *recent[K]) walk(c *codec, key func(*K)) {
	n := c.count(r.len())
	var k K
	var at int64
	var m remembered
	for i := range uint64(n) {
		if c.err != nil {
			return
		}
		if !c.reading {
			e, _, _ := r.entry(r.front + i)
			k, at, m = e.key, e.atTyp>>16, r.remembered(r.front+i)
		}
		key(&k)
		number(c, &at)
		m.walk(c)
		if c.reading {
			r.append(k, at, m)
			m = remembered{}
		}
	}
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
