package shell

import (
	"encoding/json"
	"fmt"
)

// page is a part of any list.
type page struct {
	items []json.RawMessage
	next  string
}

// parsePage takes the items under a name out of an answer. All lists have a cursor.
func parsePage(text json.RawMessage, name string) (page, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return page{}, fmt.Errorf("the answer isn't a list: %w", err)
	}
	var p page
	if err := json.Unmarshal(fields[name], &p.items); err != nil {
		return page{}, fmt.Errorf("the answer isn't a list of %s: %w", name, err)
	}
	for _, field := range []string{"next_cursor", "next"} {
		if cursor := fields[field]; len(cursor) > 0 {
			return p, json.Unmarshal(cursor, &p.next)
		}
	}
	return p, nil
}

// everyPage reads pages until the last, or until there are most items; 0: all.
func everyPage(name string, most int, ask func(cursor string) (json.RawMessage, error)) ([]json.RawMessage, error) {
	var all []json.RawMessage
	for cursor := ""; ; {
		text, err := ask(cursor)
		if err != nil {
			return nil, err
		}
		p, err := parsePage(text, name)
		if err != nil {
			return nil, err
		}
		all = append(all, p.items...)
		switch {
		case most > 0 && len(all) >= most:
			return all[:most], nil
		case p.next == "" || p.next == cursor:
			return all, nil
		}
		cursor = p.next
	}
}

// printed prints items as JSON, or as rows of a table.
func printed[T any](e Env, o output, items []json.RawMessage, t *table, row func(T) []string) error {
	for _, text := range items {
		if o.JSON {
			if err := printJSON(e.Out, text); err != nil {
				return err
			}
			continue
		}
		var item T
		if err := json.Unmarshal(text, &item); err != nil {
			return fmt.Errorf("the answer isn't what this program expects: %w", err)
		}
		t.add(row(item)...)
	}
	if o.JSON {
		return nil
	}
	return t.print(e.Out)
}
