package read

import (
	"bufio"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"runledger/internal/clickhouse"
)

// Points says which rows of table points count, and makes the SELECT of them: plain
// rows of series that got each step once, the winner by log order of the others. The
// statement reads both in one go, without FINAL.
type Points struct {
	Keys   []string
	AllKey bool // every key; then Keys is ignored
	Runs   RunList
	From   *int64 // smallest and …
	To     *int64 // … largest step; nil = no bound
	At     Moment

	// Rewritten are series that may hold several rows for a step. Too many cost time,
	// one too few counts points twice: see Reader.Settled.
	Rewritten Rewritten

	Prefix string // of the parameters' names, where two are in one statement
}

// Rewritten names runs with a series that got steps again, and the smallest and
// largest of those steps: all others are there once.
type Rewritten struct {
	Runs     RunList
	From, To int64
}

// covers tells whether everything in o is in w.
func (w Rewritten) covers(o Rewritten) bool {
	for _, no := range o.Runs.nos {
		if _, in := slices.BinarySearch(w.Runs.nos, no); !in {
			return false
		}
	}
	return o.Runs.Len() == 0 || w.From <= o.From && w.To >= o.To
}

// everywhere: any step may be there several times.
func (w Rewritten) everywhere() bool { return w.From == math.MinInt64 && w.To == math.MaxInt64 }

// Columns of a SELECT of points, beside run and step.
type Columns struct {
	Key, Time bool
	NoValue   bool
}

func (c Columns) names(value func(string) string) string {
	names := []string{"run", "step"}
	if c.Key {
		names = append([]string{"key"}, names...)
	}
	if !c.NoValue {
		names = append(names, value("value"))
	}
	if c.Time {
		names = append(names, value("time"))
	}
	return strings.Join(names, ", ")
}

// SQL is the SELECT; its parameters are Params. indent is put before each of its lines.
func (p Points) SQL(c Columns, indent string) string {
	again := p.Rewritten.Runs
	plain := "SELECT " + c.names(func(s string) string { return s }) + "\nFROM points\n" + p.Where()
	if again.Len() == 0 {
		return indented(plain, indent)
	}
	from, to := strconv.FormatInt(p.Rewritten.From, 10), strconv.FormatInt(p.Rewritten.To, 10)
	group, within := "run, step", ""
	if c.Key || p.AllKey || len(p.Keys) > 1 {
		group = "key, " + group
	}
	if p.Rewritten.everywhere() {
		plain += " AND run NOT IN " + numbers(again.nos)
	} else {
		plain += " AND (run NOT IN " + numbers(again.nos) + " OR step < " + from + " OR step > " + to + ")"
		within = " AND step >= " + from + " AND step <= " + to
	}
	winner := func(s string) string { return "argMax(points." + s + ", " + LogOrder + ") AS " + s }
	winners := "SELECT " + c.names(winner) + "\nFROM points\n" + p.where(again) + within + "\nGROUP BY " + group
	if p.Rewritten.everywhere() && again.Len() == p.Runs.Len() {
		return indented(winners, indent)
	}
	return indented(plain+"\nUNION ALL\n"+winners, indent)
}

// LogOrder is the place in the log as one number: an event has fewer than 2^22 rows
// (a record at most 1 MiB), a partition will have fewer than 2^42 records. Three times
// quicker than a tuple.
const LogOrder = "off * 4194304 + idx"

func indented(text, indent string) string {
	return indent + strings.ReplaceAll(text, "\n", "\n"+indent)
}

// Where is the condition on rows of points, also of those that don't win.
func (p Points) Where() string { return p.where(p.Runs) }

func (p Points) where(runs RunList) string {
	terms := []string{runs.InHome()}
	if !p.AllKey {
		if len(p.Keys) == 1 {
			terms = append(terms, "key = {"+p.Prefix+"key:String}")
		} else {
			terms = append(terms, "key IN {"+p.Prefix+"keys:Array(String)}")
		}
	}
	terms = append(terms, runs.In())
	if p.From != nil {
		terms = append(terms, "step >= "+strconv.FormatInt(*p.From, 10))
	}
	if p.To != nil {
		terms = append(terms, "step <= "+strconv.FormatInt(*p.To, 10))
	}
	if below := p.At.Below(); below != "" {
		terms = append(terms, below)
	}
	return "WHERE " + strings.Join(terms, " AND ")
}

// Below is the condition on part and off of a pinned moment, empty for now.
func (m Moment) Below() string {
	if !m.Pinned {
		return ""
	}
	if len(m.Position.Telemetry) == 0 {
		return "0"
	}
	return "off < CAST(" + array(m.Position.Telemetry) + " AS Array(UInt64))[part + 1]" // outside: 0
}

// Params of SQL and Where.
func (p Points) Params() clickhouse.Params {
	switch {
	case p.AllKey:
		return clickhouse.Params{}
	case len(p.Keys) == 1:
		return clickhouse.Params{p.Prefix + "key": p.Keys[0]}
	}
	return clickhouse.Params{p.Prefix + "keys": p.Keys}
}

// Fixed is the moment as a fixed one: with as_of itself, else what could be read when
// the moment was taken. Reads that can't begin anew (streams) need it: rewritten holds
// everything about the points below a position that was reached.
func (m Moment) Fixed() Moment {
	m.Pinned = true
	return m
}

// settleTries is how often Settled repeats before it takes every step for rewritten.
const settleTries = 3

// Settled runs f with the series that need care. rewritten is written before the
// points, so if nothing was added to it while f ran, none of the points that f saw was
// taken for plain wrongly; else f runs again and must begin anew.
func (r *Reader) Settled(ctx context.Context, p Points, f func(Points) error) error {
	before, err := r.rewritten(ctx, p)
	if err != nil {
		return err
	}
	for range settleTries {
		p.Rewritten = before
		if err := f(p); err != nil {
			return err
		}
		after, err := r.rewritten(ctx, p)
		if err != nil {
			return err
		}
		if before.covers(after) {
			return nil
		}
		after.To = math.MaxInt64 // a trainer that goes on from an earlier step is still at it
		before = after
	}
	p.Rewritten = Rewritten{Runs: p.Runs, From: math.MinInt64, To: math.MaxInt64}
	return f(p)
}

// WithRewritten returns p with the series that need care, for a p at a fixed moment.
func (r *Reader) WithRewritten(ctx context.Context, p Points) (Points, error) {
	var err error
	p.Rewritten, err = r.rewritten(ctx, p)
	return p, err
}

// rewritten returns those of p's runs of which a series got steps again.
func (r *Reader) rewritten(ctx context.Context, p Points) (Rewritten, error) {
	p.From, p.To, p.At = nil, nil, Moment{} // those of later too: harmless
	out := Rewritten{From: math.MaxInt64, To: math.MinInt64}
	in := map[uint64]bool{}
	q := Query{SQL: "SELECT run, min(lo), max(hi)\nFROM rewritten\n" + p.Where() + "\nGROUP BY run\nFORMAT RowBinary", Params: p.Params()}
	err := r.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := NewRows(body)
		for rows.Next() {
			in[rows.Uint64()] = true
			out.From, out.To = min(out.From, rows.Int64()), max(out.To, rows.Int64())
		}
		return rows.Err()
	})
	out.Runs = p.Runs.Only(func(no uint64) bool { return in[no] })
	return out, err
}
