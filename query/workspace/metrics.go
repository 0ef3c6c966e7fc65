package workspace

import (
	"bufio"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/internal/position"
	"runledger/query/read"
)

// metricList is the metrics of a project at a moment, with what is derived from them.
type metricList struct {
	metrics []metric // system ones last, each part in order of place
	upTo    position.Position

	mu  sync.Mutex
	ids map[string][]string // by workspace: the panels' ids
}

// mostIDLists bounds ids: of workspaces that were read lately.
const mostIDLists = 16

// panelIDs returns the ids of the metrics' panels in a workspace.
func (l *metricList) panelIDs(workspace string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := l.ids[workspace]
	if ids == nil && len(l.metrics) > 0 {
		ids = make([]string, len(l.metrics))
		for i, m := range l.metrics {
			ids[i] = m.id(workspace)
		}
		if l.ids == nil || len(l.ids) >= mostIDLists {
			l.ids = map[string][]string{}
		}
		l.ids[workspace] = ids
	}
	return ids
}

func newMetricList(plain, system []string, upTo position.Position) *metricList {
	l := &metricList{upTo: upTo, metrics: make([]metric, 0, len(plain)+len(system))}
	for i, names := range [][]string{plain, system} {
		from := len(l.metrics)
		for _, n := range names {
			l.metrics = append(l.metrics, metric{n, i == 1, placeOfName(n)})
		}
		slices.SortFunc(l.metrics[from:], func(a, b metric) int { return strings.Compare(a.place, b.place) })
	}
	return l
}

// metricLists remembers the metrics of projects. A list holds while the tables don't
// move, and else for listEffort times as long as it took to read it.
type metricLists struct {
	reader *read.Reader
	clock  func() time.Time

	mu sync.Mutex
	by map[catalog.ProjectNo]*rememberedList
}

type rememberedList struct {
	mu    sync.Mutex // held while it's read: others wait for that
	list  *metricList
	until time.Time
}

const (
	listEffort = 20
	mostLists  = 256
)

func newMetricLists(r *read.Reader, clock func() time.Time) *metricLists {
	return &metricLists{reader: r, clock: clock, by: map[catalog.ProjectNo]*rememberedList{}}
}

func (m *metricLists) of(p catalog.ProjectNo) *rememberedList {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.by[p]
	if r == nil {
		if len(m.by) >= mostLists {
			clear(m.by)
		}
		r = &rememberedList{}
		m.by[p] = r
	}
	return r
}

// at returns a project's metrics; homes are where its runs were created, need is what the
// list has to include.
func (m *metricLists) at(ctx context.Context, p catalog.ProjectNo, homes func() []uint32, at read.Moment, need position.Position) (*metricList, error) {
	if at.Pinned {
		return m.read(ctx, p, homes(), at)
	}
	r := m.of(p)
	r.mu.Lock()
	defer r.mu.Unlock()
	begin := m.clock()
	if l := r.list; l != nil && (l.upTo.Includes(at.Position) || begin.Before(r.until)) && l.upTo.Includes(need) {
		return l, nil
	}
	l, err := m.read(ctx, p, homes(), at)
	if err != nil {
		return nil, err
	}
	end := m.clock()
	r.list, r.until = l, end.Add(listEffort*end.Sub(begin))
	return l, nil
}

func (m *metricLists) read(ctx context.Context, p catalog.ProjectNo, homes []uint32, at read.Moment) (*metricList, error) {
	if len(homes) == 0 { // no runs
		return newMetricList(nil, nil, at.Position), nil
	}
	var names [2][]string // metrics, system
	err := m.reader.Ask(ctx, read.Query{SQL: metricsSQL(at), Params: clickhouse.Params{"project": uint32(p), "homes": homes}}, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			name, system := rows.Text(), rows.Uint8()
			names[system&1] = append(names[system&1], name)
		}
		return rows.Err()
	})
	return newMetricList(names[0], names[1], at.Position), err
}

// metricsSQL lists what runs of the project that aren't deleted have logged.
func metricsSQL(at read.Moment) string {
	actions, telemetry := "", ""
	if at.Pinned {
		actions, telemetry = " AND off < "+strconv.FormatUint(at.Position.Actions, 10), " AND "+at.Below()
	}
	const homes = "home IN {homes:Array(UInt32)}"
	there := "run IN (SELECT run FROM (SELECT run, project, deleted FROM run_facts WHERE " + homes + actions +
		" ORDER BY run DESC, off DESC LIMIT 1 BY run) WHERE project = {project:UInt32} AND NOT deleted)"
	one := func(table, system string) string {
		return "SELECT DISTINCT toString(key), toUInt8(" + system + ")\nFROM " + table + "\nWHERE " + homes + " AND " + there + telemetry
	}
	return one("series", "0") + "\nUNION ALL\n" + one("system", "1") + "\nFORMAT RowBinary"
}
