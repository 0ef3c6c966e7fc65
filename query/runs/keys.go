package runs

import (
	"bufio"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/internal/jsontext"
	"runledger/internal/position"
	"runledger/query/filter"
	"runledger/query/read"
)

// Key is something that runs of a project have.
type Key struct {
	Key   string            `json:"key" doc:"As a field of filters, sort orders and columns; of metrics and system the name as it was logged"`
	Runs  uint64            `json:"runs" doc:"How many runs have it"`
	Types map[string]uint64 `json:"types,omitempty" doc:"Of config and summary: how many runs have a value of which type there: number, text, bool, list"`
}

// Keys are the keys of a project.
type Keys struct {
	Config   []Key     `json:"config,omitempty"`
	Summary  []Key     `json:"summary,omitempty"`
	Metrics  []Key     `json:"metrics,omitempty" doc:"What has points"`
	System   []Key     `json:"system,omitempty" doc:"What the machines were measured by"`
	Run      []string  `json:"run" doc:"The runs' own fields"`
	Position string    `json:"position" doc:"What the list includes, at least"`
	At       time.Time `json:"at" doc:"When the oldest part of it was counted"`
}

// Scopes are what keys are asked of.
var Scopes = []string{"config", "summary", "metrics", "system"}

// keyLists keeps lists of keys: counting reads every path of every run. A list counts
// as fresh for keysEffort times as long as it took to count.
type keyLists struct {
	mu    sync.Mutex
	lists map[keyListOf]*keyList
}

type keyListOf struct {
	project catalog.ProjectNo
	scope   string
}

type keyList struct {
	mu    sync.Mutex // held while it's counted: others wait for that
	keys  []Key
	at    time.Time
	upTo  position.Position
	until time.Time
}

const (
	keysEffort   = 10
	mostKeyLists = 256
)

func newKeyLists() *keyLists { return &keyLists{lists: map[keyListOf]*keyList{}} }

func (k *keyLists) of(p catalog.ProjectNo, scope string) *keyList {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.lists[keyListOf{p, scope}]
	if l == nil {
		if len(k.lists) >= mostKeyLists {
			clear(k.lists)
		}
		l = &keyList{}
		k.lists[keyListOf{p, scope}] = l
	}
	return l
}

// Keys lists what a project's runs have now. need is a position that the list must
// include: the zero one doesn't ask for anything.
func (t *Table) Keys(ctx context.Context, project catalog.ProjectNo, scopes []string, search string, at read.Moment, need position.Position) (*Keys, error) {
	out := &Keys{Run: filter.RunFields(), At: t.clock(), Position: at.Position.String()}
	for i, scope := range scopes {
		keys, l, err := t.keyList(ctx, project, scope, at, need)
		if err != nil {
			return nil, err
		}
		if search != "" {
			keys = slices.DeleteFunc(slices.Clone(keys), func(k Key) bool { return !strings.Contains(strings.ToLower(k.Key), strings.ToLower(search)) })
		}
		*map[string]*[]Key{"config": &out.Config, "summary": &out.Summary, "metrics": &out.Metrics, "system": &out.System}[scope] = keys
		if i == 0 || l.at.Before(out.At) {
			out.At, out.Position = l.at, l.upTo.String()
		}
	}
	out.At = out.At.UTC()
	return out, nil
}

func (t *Table) keyList(ctx context.Context, project catalog.ProjectNo, scope string, at read.Moment, need position.Position) ([]Key, *keyList, error) {
	l := t.keys.of(project, scope)
	l.mu.Lock()
	defer l.mu.Unlock()
	begin := t.clock()
	if begin.Before(l.until) && l.upTo.Includes(need) {
		return l.keys, &keyList{at: l.at, upTo: l.upTo}, nil
	}
	keys, err := t.count(ctx, project, scope, at)
	if err != nil {
		return nil, nil, err
	}
	l.keys, l.at, l.upTo = keys, begin, at.Position
	end := t.clock()
	l.until = end.Add(keysEffort * end.Sub(begin))
	return keys, &keyList{at: l.at, upTo: l.upTo}, nil
}

func (t *Table) count(ctx context.Context, project catalog.ProjectNo, scope string, at read.Moment) ([]Key, error) {
	var lies string
	t.catalog.View(func(st *catalog.State) {
		guests, _ := st.Guests(project)
		lies = homeOf(guests)
	})
	q := read.Query{SQL: strings.ReplaceAll(keyStatements[scope], home, lies), Params: clickhouse.Params{"project": uint32(project)}}
	byKey := map[string]*Key{}
	err := t.reader.Heavy(ctx, func() error {
		return t.reader.Ask(ctx, q, func(body *bufio.Reader) error {
			rows := read.NewRows(body)
			for rows.Next() {
				key, kind, n := rows.Text(), rows.Text(), rows.Uint64()
				if kind != "" {
					key = fieldOf(scope, key)
				}
				k := byKey[key]
				if k == nil {
					k = &Key{Key: key}
					byKey[key] = k
				}
				k.Runs += n
				if kind != "" {
					if k.Types == nil {
						k.Types = map[string]uint64{}
					}
					k.Types[kind] += n
				}
			}
			return rows.Err()
		})
	})
	keys := make([]Key, 0, len(byKey))
	for _, k := range byKey {
		keys = append(keys, *k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return strings.Compare(a.Key, b.Key) })
	return keys, err
}

// fieldOf is a path of a JSON column as a field.
func fieldOf(scope, path string) string {
	f := filter.Field{Scope: filter.Config}
	if scope == "summary" {
		f.Scope = filter.Summary
	}
	for _, key := range strings.Split(path, ".") {
		f.Path = append(f.Path, jsontext.UnescapeKey(key))
	}
	return f.String()
}

// there are the project's runs that aren't deleted.
const there = "(SELECT run FROM (SELECT run, project, deleted FROM run_facts WHERE " + home +
	" ORDER BY run DESC, off DESC LIMIT 1 BY run) WHERE project = {project:UInt32} AND NOT deleted)"

// keyStatements count the runs of each key and type. What people's edits add or hide
// is counted as the trainer sent it.
var keyStatements = map[string]string{
	"config":  pathsSQL("config"),
	"summary": pathsSQL("summary"),
	"metrics": "SELECT toString(key), '', uniqExact(run)\nFROM series\nWHERE " + home + " AND run IN " + there + "\nGROUP BY key\nFORMAT RowBinary",
	"system":  "SELECT toString(key), '', uniqExact(run)\nFROM system\nWHERE " + home + " AND run IN " + there + "\nGROUP BY key\nFORMAT RowBinary",
}

func pathsSQL(column string) string {
	return `SELECT path, multiIf(type IN ('Int64', 'UInt64', 'Float64'), 'number', type = 'Bool', 'bool', type = 'String', 'text', 'list') AS kind, sum(n)
FROM (
  SELECT tupleElement(one, 1) AS path, tupleElement(one, 2) AS type, count() AS n
  FROM (
    SELECT arrayJoin(CAST(JSONAllPathsWithTypes(` + column + `) AS Array(Tuple(String, String)))) AS one
    FROM run_values FINAL
    WHERE ` + home + ` AND run IN ` + there + `
  )
  GROUP BY path, type
)
GROUP BY path, kind
FORMAT RowBinary`
}
