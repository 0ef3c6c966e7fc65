package shell

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"runledger/client"
)

var _ kong.HelpProvider = showCmd{}

type showCmd struct {
	reach
	output
	past
	Of runRef `arg:"" name:"run" placeholder:"ENTITY/PROJECT/RUN" help:"ENTITY/PROJECT/RUN, by the run's id."`
}

func (showCmd) Help() string {
	return `  runledger show ann/digits/3k2j9x1a
  runledger show ann/digits/3k2j9x1a --json | jq .config`
}

func (c showCmd) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	var text json.RawMessage
	if err := server.Get(ctx, c.Of.path("/runs"+client.Path(c.Of.run))+c.past.query(), nil, &text); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.Out, text)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return fmt.Errorf("the answer isn't what this program expects: %w", err)
	}
	t := &table{head: []string{"FIELD", "VALUE"}}
	for _, name := range slices.SortedFunc(maps.Keys(fields), byRank) {
		switch name {
		case "config", "summary":
			addFlat(t, name, fields[name])
		case "position", "$schema":
		default:
			t.add(name, shown(fields[name]))
		}
	}
	return t.print(e.Out)
}

// firstFields of a run in a table; others follow by name, config and summary last.
var firstFields = []string{"id", "name", "state", "user", "created", "last_active"}

func byRank(a, b string) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}

func rank(name string) int {
	if i := slices.Index(firstFields, name); i >= 0 {
		return i
	}
	if name == "config" || name == "summary" {
		return len(firstFields) + 1
	}
	return len(firstFields)
}

// addFlat adds a row for each value in v, named as filters name it.
func addFlat(t *table, name string, v json.RawMessage) {
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil || len(object) == 0 {
		t.add(name, shown(v))
		return
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		addFlat(t, name+"."+quotedKey(key), object[key])
	}
}

// quotedKey is a key as filters and --columns take it.
func quotedKey(key string) string {
	for _, r := range key {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("_-/@$", r) {
			text, err := json.Marshal(key)
			if err != nil {
				return key // any string can be marshalled
			}
			return string(text)
		}
	}
	return key
}
