package filter

import (
	"slices"
	"strings"
	"unicode"
)

// Scope is where a field's value comes from.
type Scope uint8

const (
	Run     Scope = iota + 1 // of the run itself
	Config                   // a path in the config
	Summary                  // a path in the summary
)

// Kind is what a field's values are.
type Kind uint8

const (
	Any    Kind = iota + 1 // of config and summary: whatever the trainer sent
	Text                   // "" counts as missing
	State                  // one of States
	Number                 // may be missing
	Time                   // may be missing
	Texts                  // a list of texts
)

// Field is something that runs are filtered, sorted and grouped by, or a column.
type Field struct {
	Scope Scope
	Name  string   // of the run itself
	Path  []string // keys of config or summary as the trainer wrote them; empty: all of it
}

// States of a run, as they are shown.
var States = []string{"running", "preempting", "stopping", "finished", "failed", "killed", "crashed"}

// runFields of the run itself, in the order in which help lists them.
var runFields = []struct {
	name string
	kind Kind
	doc  string
}{
	{"number", Number, "rises with each run of the server"},
	{"id", Text, "unique in the project"},
	{"name", Text, "display name"},
	{"state", State, "one of " + strings.Join(States, ", ")},
	{"user", Text, "who created it"},
	{"tags", Texts, ""},
	{"notes", Text, ""},
	{"group", Text, ""},
	{"job_type", Text, ""},
	{"host", Text, ""},
	{"program", Text, ""},
	{"commit", Text, ""},
	{"repo", Text, ""},
	{"sweep", Text, ""},
	{"parent", Text, "id of the run that started it"},
	{"command", Text, "command line"},
	{"color", Text, "as a person chose it"},
	{"created", Time, "when it was created"},
	{"last_active", Time, "when its trainer was last heard of"},
	{"seconds", Number, "compute time without the gaps before it was resumed"},
	{"exit_code", Number, ""},
	{"points", Number, "how many metric values it logged"},
	{"first_step", Number, ""},
	{"last_step", Number, ""},
}

// RunFields lists the names of the run's own fields.
func RunFields() []string {
	names := make([]string, len(runFields))
	for i, f := range runFields {
		names[i] = f.name
	}
	return names
}

// Kind says what the field's values are.
func (f Field) Kind() Kind {
	if f.Scope != Run {
		return Any
	}
	for _, r := range runFields {
		if r.name == f.Name {
			return r.kind
		}
	}
	return 0
}

// Whole tells whether f is all of config or summary.
func (f Field) Whole() bool { return f.Scope != Run && len(f.Path) == 0 }

// Equal reports whether f and g are the same field.
func (f Field) Equal(g Field) bool {
	return f.Scope == g.Scope && f.Name == g.Name && slices.Equal(f.Path, g.Path)
}

// String is the field as it is written, in one way only.
func (f Field) String() string {
	if f.Scope == Run {
		return f.Name
	}
	b := []byte("config")
	if f.Scope == Summary {
		b = []byte("summary")
	}
	for _, key := range f.Path {
		b = append(b, '.')
		if bareKey(key) {
			b = append(b, key...)
		} else {
			b = appendQuoted(b, key)
		}
	}
	return string(b)
}

func bareKey(key string) bool {
	for _, r := range key {
		if !keyRune(r) {
			return false
		}
	}
	return key != ""
}

// keyRune tells whether a character of a key needs no quotes.
func keyRune(r rune) bool {
	return r == '_' || r == '-' || r == '/' || r == '@' || r == '$' || (unicode.IsLetter(r) || unicode.IsDigit(r)) && r != unicode.ReplacementChar
}

// runField finds a field of the run itself.
func runField(name string) (Field, bool) {
	name = strings.ToLower(name)
	for _, r := range runFields {
		if r.name == name {
			return Field{Scope: Run, Name: name}, true
		}
	}
	return Field{}, false
}

// MaxPath is how many bytes the keys of a field have together at most.
const MaxPath = 4096

// ParseField reads one field.
func ParseField(text string) (Field, error) {
	p := newParser(text)
	f, err := p.field()
	if err == nil && p.tok.kind != tokenEnd {
		err = p.fault(p.tok, "There's more after the field.", "Write keys that hold other characters than letters, digits, _ - / @ $ in quotes.")
	}
	if err != nil {
		return Field{}, err
	}
	return f, nil
}
