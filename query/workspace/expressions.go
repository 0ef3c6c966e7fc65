package workspace

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"runledger/query/chart"
	"runledger/query/filter"
	"runledger/query/read"
)

// What fields hold that other packages understand: it's checked by them.

// expression is a filter as text, or in its JSON form.
var expression = kindOfValue{
	huma.Schema{Description: "A filter expression, as in the runs table: as text, or in its JSON form"},
	func(raw json.RawMessage) error { _, err := filter.ParseText(filterText(raw)); return err },
}

// filterText is a stored filter as the runs table takes it.
func filterText(raw json.RawMessage) string {
	if s, ok := text(raw); ok {
		return s
	}
	if !isSet(raw) {
		return ""
	}
	return string(raw)
}

// grouping is what charts take as group_by.
var grouping = kindOfValue{huma.Schema{}, func(raw json.RawMessage) error {
	g, err := groupBy(raw)
	if err != nil {
		return err
	}
	if len(g.By) > maxGroupKeys || len(g.AllExcept) > maxColumns {
		return fmt.Errorf("at most %d keys", maxGroupKeys)
	}
	for _, key := range append(append([]string{}, g.By...), g.AllExcept...) {
		if err := runField(key); err != nil {
			return err
		}
	}
	return nil
}}

func groupBy(raw json.RawMessage) (read.Grouping, error) {
	var g read.GroupBy
	if !isSet(raw) {
		return g.Grouping, nil
	}
	if raw[0] != '[' && raw[0] != '{' {
		return g.Grouping, errors.New(`a list of keys is expected, or {"all_except": [keys]}`)
	}
	err := json.Unmarshal(raw, &g)
	return g.Grouping, err
}

// axis is what charts take as x.
var axis = kindOfValue{huma.Schema{}, func(raw json.RawMessage) error {
	var x chart.X
	return json.Unmarshal(raw, &x)
}}

// span is what charts take as x_range.
var span = kindOfValue{typed(huma.TypeObject), func(raw json.RawMessage) error {
	var r chart.Range
	return read.Strict(raw, &r)
}}

var smoothing = kindOfValue{typed(huma.TypeObject), func(raw json.RawMessage) error {
	var s chart.Smoothing
	if err := read.Strict(raw, &s); err != nil {
		return err
	}
	if s.Kind != "ema" || s.Weight < 0 || s.Weight >= 1 {
		return errors.New("kind ema and a weight from 0 to below 1 are expected")
	}
	return nil
}}

// levels of quantiles.
var levels = kindOfValue{huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeNumber}}, func(raw json.RawMessage) error {
	var list []float64
	if json.Unmarshal(raw, &list) != nil || len(list) > 20 {
		return errors.New("a list of at most 20 numbers from 0 to 1 is expected")
	}
	for _, q := range list {
		if q < 0 || q > 1 {
			return errors.New("a quantile is a number from 0 to 1")
		}
	}
	return nil
}}

// columns of the table: fields of runs, each alone or with how it is shown.
var columns = kindOfValue{huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{}}, func(raw json.RawMessage) error {
	var list []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return errors.New(`a list of columns is expected: fields, or {"field", "pinned", "hidden", "width"}`)
	}
	if len(list) > maxColumns {
		return fmt.Errorf("at most %d columns", maxColumns)
	}
	for i, c := range list {
		s, ok := text(c)
		if !ok {
			s, ok = text(members(c)["field"])
		}
		err := errors.New("a column is a field of runs, or an object with field")
		if ok {
			err = runField(s)
		}
		if err != nil {
			return within{fmt.Sprintf("[%d]", i), err}
		}
	}
	return nil
}}

// size of something on the page.
var size = kindOfValue{typed(huma.TypeObject), func(raw json.RawMessage) error {
	m := members(raw)
	for _, side := range []string{"w", "h"} {
		if f, ok := number(m[side]); !ok || f <= 0 || f > mostPixels {
			return within{"." + side, fmt.Errorf("a number above 0 and up to %d is expected", mostPixels)}
		}
	}
	return nil
}}

var anything = kindOfValue{huma.Schema{}, func(json.RawMessage) error { return nil }}
