package filter

import (
	"strings"
	"testing"
)

func TestParsePrints(t *testing.T) {
	for text, want := range map[string]string{
		``:                    ``,
		`config.lr >= 0.1`:    `config.lr >= 0.1`,
		`CONFIG.lr==1.0`:      `config.lr = 1`,
		`config."lr".x<>-0.0`: `config.lr.x != 0`,
		`summary.train/loss < 1e-3 and Name =~ "^sweep-\\d+$"`: `summary.train/loss < 0.001 and name =~ "^sweep-\\d+$"`,
		"name =~ `^sweep-\\d+$`":                               `name =~ "^sweep-\\d+$"`,
		`a`:                                                    `!line 1, column 1: There's no field "a".`,
		`state in ("finished",'running') or not tags has "x"`:    `state in ("finished", "running") or not tags has "x"`,
		`(state = "failed" or state = "killed") and seconds > 5`: `(state = "failed" or state = "killed") and seconds > 5`,
		`not (id = "a" and id = "b") || !(!(id exists))`:         `not (id = "a" and id = "b") or not not id exists`,
		`config.x not in [1, "a", true]`:                         `config.x not in (1, "a", true)`,
		`config."a.b".'c "d"'.` + "`e`" + ` missing`:             `config."a.b"."c \"d\"".e missing`,
		`config.big = 18446744073709551615`:                      `config.big = 18446744073709551615`,
		`config.big = 18446744073709551616`:                      `config.big = 1.8446744073709552e+19`,
		`summary.loss = NaN or summary.loss = "NaN"`:             `summary.loss = NaN or summary.loss = NaN`,
		`summary.loss < -inf`:                                    `summary.loss < -Infinity`,
		`created > "2026-01-01" and last_active > "-7d"`:         `created > "2026-01-01" and last_active > "-7d"`,
		`name contains "\u00e9\t\uD83D\uDE00"`:                   `name contains "é\u0009😀"`,
		`config.3d-conv = true`:                                  `config.3d-conv = true`,
		`config.größe = 1`:                                       `config.größe = 1`,
	} {
		e, err := Parse(text)
		got := ""
		switch {
		case err != nil:
			got = "!" + err.Error()
		case e != nil:
			got = e.String()
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Each case is the expression, a line with the carets of the fault, and the message.
func TestFaultsSayWhere(t *testing.T) {
	for _, c := range []struct{ text, carets, message string }{
		{`config.lr >= `, `             ^`, `A value should stand here.`},
		{`config.lr > vit`, `            ^^^`, `A value should stand here, not "vit".`},
		{`config.lr`, `         ^`, `An operator should stand here.`},
		{`config = 1`, `^^^^^^`, `A key is missing: config.KEY.`},
		{`config. = 1`, `       ^`, `A key should follow the dot.`},
		{`nmae = "x"`, `^^^^`, `There's no field "nmae".`},
		{`state = "finised"`, `        ^^^^^^^^^`, `There's no state "finised".`},
		{`state = 'done' or state in ("running", "x")`, `        ^^^^^^`, `There's no state "done".`},
		{`state in ("running", "x")`, `                     ^^^`, `There's no state "x".`},
		{`name =~ "a(b"`, `         ^^^`, `The regular expression can't be read: missing closing ).`},
		{`name =~ "ab[z-a]"`, `            ^^^`, `The regular expression can't be read: invalid character class range.`},
		{`name =~ "\d"`, `         ^^`, `There's no such escape in a text.`},
		{`name = "abc`, `       ^`, `This text isn't closed.`},
		{`(name = "a" or id = "b"`, `^`, `This parenthesis isn't closed.`},
		{`name = "a")`, `          ^`, `This closes a parenthesis that wasn't opened.`},
		{`name = "a" id = "b"`, `           ^^`, `The expression should end here, or go on with and or or.`},
		{`tags = "a"`, `     ^`, `= can't be asked of tags.`},
		{`name not like "a"`, `     ^^^`, `After a field, not goes with in only.`},
		{`seconds contains 3`, `        ^^^^^^^^`, `contains can't be asked of seconds.`},
		{`seconds > "3"`, `          ^^^`, `seconds is compared with a number.`},
		{`created > "yesterday"`, `          ^^^^^^^^^^^`, `"yesterday" isn't a time.`},
		{`config.x < true`, `           ^^^^`, `Nothing is less or more than true or false.`},
		{`config.x >= NaN`, `            ^^^`, `Nothing is less or more than NaN.`},
		{`config.x = null`, `           ^^^^`, `Nothing equals null.`},
		{`config.x in ()`, `            ^`, `The list is empty.`},
		{`config.x in 3`, `            ^`, `A list of values should stand here.`},
		{`config.x = 3x`, `           ^^`, `This isn't a number.`},
		{`config.x = 1e999`, `           ^^^^^`, `A value should stand here, not "1e999".`},
		{"name = \"a\" and\n  ide = \"b\"", `  ^^^`, `There's no field "ide".`},
		{`name = "é" and größe = 1`, `               ^^^^^`, `There's no field "größe".`},
		{"name = \x00", `       ^`, `The character '\x00' has no meaning here.`},
		{"name = \xff", `       ^`, `This isn't UTF-8.`},
		{strings.Repeat("(", 100) + `id="a"`, strings.Repeat(" ", 61) + `^`, `More than 64 parentheses within each other.`},
		{strings.Repeat("not ", 100) + `id="a"`, strings.Repeat(" ", 61) + `^^^`, `More than 64 nots within each other.`},
	} {
		_, err := Parse(c.text)
		f, ok := err.(*Fault)
		if !ok {
			t.Errorf("%s: no fault", c.text)
			continue
		}
		lines := strings.Split(f.Excerpt, "\n")
		if f.Message != c.message || lines[len(lines)-1] != c.carets {
			t.Errorf("%s\n got %s\n%s\nwant %s\n%s", c.text, f.Message, f.Excerpt, c.message, c.carets)
		}
	}
}

func TestFaultOffsets(t *testing.T) {
	_, err := Parse("name = \"a\" and\n größe exists")
	f := err.(*Fault)
	if f.Offset != 16 || f.Length != len("größe") || f.Line != 2 || f.Column != 2 {
		t.Errorf("offset %d length %d line %d column %d", f.Offset, f.Length, f.Line, f.Column)
	}
}

func TestJSONFaultsSayWhere(t *testing.T) {
	for text, want := range map[string]string{
		`{"and":[{"field":"id","op":"=","value":"a"},{"field":"idd","op":"=","value":"a"}]}`: `at "and[1].field": There's no field "idd".`,
		`{"field":"id","op":"~","value":"a"}`:                                                `at "op": There's no operator "~".`,
		`{"field":"id","op":"=","vaule":"a"}`:                                                `at "vaule": There's no such key: a condition has field, op and value.`,
		`{"field":"id","op":"="}`:                                                            `at "value": = needs a value.`,
		`{"field":"id","op":"exists","value":1}`:                                             `at "value": exists takes no value.`,
		`{"field":"state","op":"in","value":["running","x"]}`:                                `at "value[1]": There's no state "x".`,
		`{"not":{"or":[]}}`:                                                                  `at "not.or": The list is empty.`,
		`{"and":[],"or":[]}`:                                                                 `at "": and stands alone in its object.`,
		`[1]`:                                                                                `at "": An object should stand here: {"and": […]}, {"or": […]}, {"not": …} or {"field", "op", "value"}.`,
		`{"field":"config.x","op":"=","value":{}}`:                                           `at "value": A value is a number, a string, true or false.`,
		`{"field":"config.x","op":"=","op":"<","value":1}`:                                   `at "op": The same key twice.`,
		`{`:            `at "": The filter isn't JSON: no member name at byte 1.`,
		`"idd exists"`: `line 1, column 1: There's no field "idd".`,
	} {
		if _, err := ParseJSON([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for text, want := range map[string]string{
		`summary.loss`:            `summary.loss:asc`,
		`config."a:b".c:DESC`:     `config."a:b".c:desc`,
		`name:up`:                 `!line 1, column 6: After the colon, asc or desc should stand.`,
		`summary`:                 `!line 1, column 1: A key is missing: summary.KEY.`,
		`summary.val.loss:desc x`: `!line 1, column 23: There's more after the field.`,
	} {
		k, err := ParseKey(text)
		got := k.String()
		if err != nil {
			got = "!" + err.Error()
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
