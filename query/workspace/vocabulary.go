package workspace

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/query/filter"
)

// field is something that can be set: its name, what it may hold, and what it is for.
type field struct {
	name string
	is   kindOfValue
	doc  string
}

// kindOfValue is what a field may hold.
type kindOfValue struct {
	schema huma.Schema
	// check says what is wrong with a value that isn't null; the error may be a
	// *filter.Fault, or a place within the value.
	check func(json.RawMessage) error
}

// within is a fault at a place within a value.
type within struct {
	at  string // [3], .metric
	err error
}

func (w within) Error() string { return w.err.Error() }
func (w within) Unwrap() error { return w.err }

func typed(typ string) huma.Schema { return huma.Schema{Type: typ} }

func textOf(most int) kindOfValue {
	return kindOfValue{typed(huma.TypeString), func(raw json.RawMessage) error {
		s, ok := text(raw)
		switch {
		case !ok:
			return errors.New("a text is expected")
		case len(s) > most:
			return fmt.Errorf("at most %d bytes", most)
		case !utf8.ValidString(s):
			return errors.New("it isn't UTF-8")
		}
		return nil
	}}
}

func oneOf(words ...string) kindOfValue {
	s := typed(huma.TypeString)
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return kindOfValue{s, func(raw json.RawMessage) error {
		if w, ok := text(raw); !ok || !slices.Contains(words, w) {
			return fmt.Errorf("one of %q is expected", words)
		}
		return nil
	}}
}

var yesNo = kindOfValue{typed(huma.TypeBoolean), func(raw json.RawMessage) error {
	if s := string(raw); s != "true" && s != "false" {
		return errors.New("true or false is expected")
	}
	return nil
}}

func wholeFrom(lo, hi int) kindOfValue {
	s, least, most := typed(huma.TypeInteger), float64(lo), float64(hi)
	s.Minimum, s.Maximum = &least, &most
	return kindOfValue{s, func(raw json.RawMessage) error {
		if whole(raw, lo, hi, lo-1) < lo {
			return fmt.Errorf("a whole number from %d to %d is expected", lo, hi)
		}
		return nil
	}}
}

func numberFrom(lo, hi float64) kindOfValue {
	s := typed(huma.TypeNumber)
	s.Minimum, s.Maximum = &lo, &hi
	return kindOfValue{s, func(raw json.RawMessage) error {
		if f, ok := number(raw); !ok || f < lo || f > hi {
			return fmt.Errorf("a number from %g to %g is expected", lo, hi)
		}
		return nil
	}}
}

// listOf texts, of which each is looked at.
func listOf(least, most int, each func(string) error) kindOfValue {
	s, item := typed(huma.TypeArray), typed(huma.TypeString)
	s.Items, s.MaxItems = &item, &most
	if least > 0 {
		s.MinItems = &least
	}
	return kindOfValue{s, func(raw json.RawMessage) error {
		list, ok := texts(raw)
		switch {
		case !ok:
			return errors.New("a list of texts is expected")
		case len(list) < least || len(list) > most:
			return fmt.Errorf("%d to %d are expected", least, most)
		}
		for i, t := range list {
			if err := each(t); err != nil {
				return within{"[" + strconv.Itoa(i) + "]", err}
			}
		}
		return nil
	}}
}

func name(s string) error {
	if len(s) > maxMetricName {
		return fmt.Errorf("at most %d bytes", maxMetricName)
	}
	return nil
}

func runField(s string) error { _, err := filter.ParseField(s); return err }

func sortKey(s string) error { _, err := filter.ParseKey(s); return err }

// fieldName is one field of runs.
var fieldName = kindOfValue{typed(huma.TypeString), func(raw json.RawMessage) error {
	s, ok := text(raw)
	if !ok {
		return errors.New("a text is expected")
	}
	return runField(s)
}}

// faultOf is the problem with a field's value, nil if there's none; at is where fields
// stand in the request.
func (f field) faultOf(raw json.RawMessage, at string) *api.FieldError {
	if !isSet(raw) {
		return nil
	}
	err := f.is.check(raw)
	if err == nil {
		return nil
	}
	e := &api.FieldError{Location: at + f.name, Code: "invalid", Message: err.Error()}
	var w within
	if errors.As(err, &w) {
		e.Location += w.at
	}
	var fault *filter.Fault
	if errors.As(err, &fault) {
		e.Code = "invalid_expression"
		if fault.Path != "" {
			e.Location += "." + fault.Path
			e.Message = fault.Message
		} else if fault.Line > 0 {
			e.Message = fmt.Sprintf("line %d, column %d (byte %d, length %d): %s", fault.Line, fault.Column, fault.Offset, fault.Length, fault.Message)
		}
	}
	return e
}

// refused is the problem that faults of a request are, nil if there are none.
func refused(faults []api.FieldError) error {
	if len(faults) == 0 {
		return nil
	}
	p := api.Invalid("%s: %s.", faults[0].Location, faults[0].Message)
	p.Errors = faults
	return p
}

// schemaOf describes an object of fields; what isn't among them is kept as it is.
func schemaOf(doc string, lists ...[]field) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Description: doc, Properties: map[string]*huma.Schema{}, AdditionalProperties: true}
	for _, fields := range lists {
		for _, f := range fields {
			p := f.is.schema
			p.Description = f.doc
			p.Nullable = true
			if p.Type == "" {
				p.Nullable = false // anything
			}
			s.Properties[f.name] = &p
		}
	}
	return s
}

func find(fields []field, name string) (field, bool) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
}
