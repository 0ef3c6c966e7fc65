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
	if cursor := fields["next_cursor"]; len(cursor) > 0 {
		return p, json.Unmarshal(cursor, &p.next)
	}
	return p, nil
}

// list prints what is on all pages, or the first most items; 0: all. JSON goes out page
// by page; a table has to know all its rows first.
type list[T any] struct {
	name string // of the items in an answer
	most int
	ask  func(cursor string) (json.RawMessage, error)
	head []string
	row  func(T) []string

	right map[int]bool // columns of numbers
}

func (l list[T]) print(e Env, o output) error {
	t := &table{head: l.head, right: l.right}
	left := l.most
	for cursor := ""; ; {
		text, err := l.ask(cursor)
		if err != nil {
			return err
		}
		p, err := parsePage(text, l.name)
		if err != nil {
			return err
		}
		if l.most > 0 {
			p.items = p.items[:min(left, len(p.items))]
			left -= len(p.items)
		}
		if err := l.take(e, o, t, p.items); err != nil {
			return err
		}
		if p.next == "" || p.next == cursor || l.most > 0 && left == 0 {
			break
		}
		cursor = p.next
	}
	if o.JSON {
		return nil
	}
	return t.print(e.Out)
}

// take prints items as JSON, or adds them to the table.
func (l list[T]) take(e Env, o output, t *table, items []json.RawMessage) error {
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
		t.add(l.row(item)...)
	}
	return nil
}
