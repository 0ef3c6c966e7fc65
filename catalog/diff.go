package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// diff collects the fields that an action changes, as two JSON objects. A field that
// stays as it is isn't noted.
type diff struct {
	before, after []byte
}

func (d *diff) text(name, old, new string) {
	if old == new {
		return
	}
	d.before = appendText(appendName(d.before, name), old)
	d.after = appendText(appendName(d.after, name), new)
}

func (d *diff) number(name string, old, new uint64) {
	if old == new {
		return
	}
	d.before = strconv.AppendUint(appendName(d.before, name), old, 10)
	d.after = strconv.AppendUint(appendName(d.after, name), new, 10)
}

func (d *diff) flag(name string, old, new bool) {
	if old == new {
		return
	}
	d.before = strconv.AppendBool(appendName(d.before, name), old)
	d.after = strconv.AppendBool(appendName(d.after, name), new)
}

func (d *diff) list(name string, old, new []string) {
	if slices.Equal(old, new) {
		return
	}
	d.before = appendTexts(appendName(d.before, name), old)
	d.after = appendTexts(appendName(d.after, name), new)
}

func (d *diff) time(name string, old, new time.Time) {
	if old.Equal(new) {
		return
	}
	d.before = appendTime(appendName(d.before, name), old)
	d.after = appendTime(appendName(d.after, name), new)
}

// raw notes JSON values; nil is a field that isn't there.
func (d *diff) raw(name string, old, new json.RawMessage) {
	if bytes.Equal(old, new) {
		return
	}
	if old != nil {
		d.before = append(appendName(d.before, name), old...)
	}
	if new != nil {
		d.after = append(appendName(d.after, name), new...)
	}
}

func (d *diff) empty() bool { return len(d.before) == 0 && len(d.after) == 0 }

// objects closes what was collected into two JSON values.
func (d *diff) objects() (before, after json.RawMessage) {
	return closed(d.before), closed(d.after)
}

func closed(fields []byte) json.RawMessage {
	if len(fields) == 0 {
		return json.RawMessage("{}")
	}
	return append(fields[:len(fields):len(fields)], '}')
}

// accepted is the verdict on a change of the program's own records, which nobody
// undoes; if nothing changed it had been so already.
func (d *diff) accepted() Verdict {
	if d.empty() {
		return Verdict{Outcome: Repeated}
	}
	before, after := d.objects()
	return Verdict{Outcome: Accepted, Before: before, After: after}
}

// changed is the verdict on a change of one object.
func (d *diff) changed(o object) Verdict {
	v := d.accepted()
	if v.Outcome == Accepted {
		v.Changes = []Change{{Kind: o.kind, Project: o.project, IDs: []string{o.id}, From: v.Before, To: v.After}}
	}
	return v
}

// created is the verdict on something new: there's no before.
func (d *diff) created(o object) Verdict {
	_, after := d.objects()
	return Verdict{Outcome: Accepted, After: after, Changes: []Change{creation(o)}}
}

// first is the verdict on what exists once and for ever.
func (d *diff) first() Verdict {
	_, after := d.objects()
	return Verdict{Outcome: Accepted, After: after}
}

func appendName(b []byte, name string) []byte {
	if len(b) == 0 {
		b = append(make([]byte, 0, 128), '{')
	} else {
		b = append(b, ',')
	}
	return append(appendText(b, name), ':')
}

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, "null"...)
	}
	return appendText(b, t.UTC().Format(time.RFC3339Nano))
}

func appendTexts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, t := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, t)
	}
	return append(b, ']')
}

// appendText appends a JSON string. Text in events is valid UTF-8.
func appendText(b []byte, t string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(t) {
		switch c := t[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
