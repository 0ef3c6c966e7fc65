package workspace

import (
	"encoding/json"
	"math"
	"strconv"
)

// Reading stored values: what isn't of the type asked for is as if it weren't set.

// text returns a string.
func text(raw json.RawMessage) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, true
}

// flag returns a boolean, or what it is if it isn't one.
func flag(raw json.RawMessage, otherwise bool) bool {
	switch string(raw) {
	case "true":
		return true
	case "false":
		return false
	}
	return otherwise
}

// number returns a finite number.
func number(raw json.RawMessage) (float64, bool) {
	f, err := strconv.ParseFloat(string(raw), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) && len(raw) > 0 && raw[0] != '+'
}

// whole returns a whole number from lo to hi, or otherwise.
func whole(raw json.RawMessage, lo, hi, otherwise int) int {
	f, ok := number(raw)
	if !ok || f != math.Trunc(f) || f < float64(lo) || f > float64(hi) {
		return otherwise
	}
	return int(f)
}

// texts returns a list of strings; anything else among them makes it none.
func texts(raw json.RawMessage) ([]string, bool) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, false
	}
	var list []*string
	if json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	out := make([]string, len(list))
	for i, s := range list {
		if s == nil {
			return nil, false
		}
		out[i] = *s
	}
	return out, true
}

// members takes an object apart.
func members(raw json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &m) != nil {
		return nil
	}
	return m
}

// isSet: there, and not null.
func isSet(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

// quoted is a JSON string.
func quoted(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a string: can't fail
	return b
}

// elements takes a list apart.
func elements(raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}
