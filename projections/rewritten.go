package projections

import "github.com/ClickHouse/ch-go/proto"

// rewrittenRows are the rows of rewritten.sql.
type rewrittenRows struct {
	keys   *keyTable
	home   proto.ColUInt32
	key    *proto.ColLowCardinality[string]
	run    proto.ColUInt64
	lo, hi proto.ColInt64
	origin
}

func newRewrittenRows(keys *keyTable) *rewrittenRows {
	return &rewrittenRows{keys: keys, key: lowCardinality()}
}

func (t *rewrittenRows) len() int  { return len(t.run) }
func (t *rewrittenRows) size() int { return 64 * len(t.run) }

func (t *rewrittenRows) apply(c *change) {
	for _, r := range c.rewrites {
		t.add(c.run.home, t.keys.names[r.key], c.run.run, r.lo, r.hi, place{c.part, c.off})
	}
}

func (t *rewrittenRows) add(home uint32, key string, run uint64, lo, hi int64, at place) {
	t.home.Append(home)
	t.key.Append(key)
	t.run.Append(run)
	t.lo.Append(lo)
	t.hi.Append(hi)
	t.part.Append(at.part)
	t.off.Append(at.off)
}

func (t *rewrittenRows) block() proto.Input {
	return proto.Input{
		{Name: "home", Data: t.home}, {Name: "key", Data: t.key}, {Name: "run", Data: t.run},
		{Name: "lo", Data: t.lo}, {Name: "hi", Data: t.hi},
		{Name: "part", Data: t.part}, {Name: "off", Data: t.off},
	}
}

func (t *rewrittenRows) reset() {
	t.home, t.run, t.lo, t.hi = t.home[:0], t.run[:0], t.lo[:0], t.hi[:0]
	t.key.Reset()
	t.origin.reset()
}
