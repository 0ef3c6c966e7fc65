package scenario

import (
	"strings"
	"testing"
)

func TestMatchIsAPartOfTheAnswer(t *testing.T) {
	tests := []struct{ expected, got, fault string }{
		{`{"a":1}`, `{"a":1,"b":2}`, ""},
		{`{"a":1}`, `{"b":2}`, ".a is missing"},
		{`{"a":[1,"*"]}`, `{"a":[1,{"x":2}]}`, ""},
		{`{"a":[1]}`, `{"a":[1,2]}`, ".a is [1 2], not a list of 1"},
		{`{"a":1}`, `{"a":1.0}`, ".a is 1.0, expected 1"},
		{`{"a":null}`, `{"a":0}`, ".a is 0, expected <nil>"},
		{`{"a":"$x","b":"$x"}`, `{"a":"q","b":"q"}`, ""},
		{`{"a":"$x","b":"$x"}`, `{"a":"q","b":"r"}`, `.b is r, expected "q"`},
		{`not JSON`, `this is not JSON at all`, ""},
		{`not JSON`, `{}`, "isn't in it"},
	}
	for _, tt := range tests {
		err := names{}.match(tt.expected, tt.got)
		if tt.fault == "" && err != nil || tt.fault != "" && (err == nil || !strings.Contains(err.Error(), tt.fault)) {
			t.Errorf("%s in %s: %v, expected %q", tt.expected, tt.got, err, tt.fault)
		}
	}
}

func TestParseFindsFaults(t *testing.T) {
	for _, text := range []string{"hello", "> GET", "> GET /", "< 200", "> GET /\n< abc", "> GET /\n+ x\n< 200"} {
		if _, err := parse(text); err == nil {
			t.Errorf("%q was read without an error", text)
		}
	}
}
