package catalog

import (
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

// raw notes JSON values; nil is null.
func (d *diff) raw(name string, old, new json.RawMessage) {
	d.before = appendRaw(appendName(d.before, name), old)
	d.after = appendRaw(appendName(d.after, name), new)
}

func (d *diff) empty() bool { return len(d.after) == 0 }

// objects closes what was collected into two JSON values.
func (d *diff) objects() (before, after json.RawMessage) {
	if d.empty() {
		return json.RawMessage("{}"), json.RawMessage("{}")
	}
	return append(d.before, '}'), append(d.after, '}')
}

// accepted is the verdict on a change; if nothing changed it had been so already.
func (d *diff) accepted() Verdict {
	if d.empty() {
		return Verdict{Outcome: Repeated}
	}
	before, after := d.objects()
	return Verdict{Outcome: Accepted, Before: before, After: after}
}

// created is the verdict on something new: there's no before.
func (d *diff) created() Verdict {
	_, after := d.objects()
	return Verdict{Outcome: Accepted, After: after}
}

// removed is the verdict on something that is gone: there's no after.
func (d *diff) removed() Verdict {
	before, _ := d.objects()
	return Verdict{Outcome: Accepted, Before: before}
}

func appendName(b []byte, name string) []byte {
	if len(b) == 0 {
		b = append(make([]byte, 0, 128), '{')
	} else {
		b = append(b, ',')
	}
	return append(appendText(b, name), ':')
}

func appendRaw(b []byte, v json.RawMessage) []byte {
	if len(v) == 0 {
		return append(b, "null"...)
	}
	return append(b, v...)
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
