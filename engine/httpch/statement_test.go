package httpch

import (
	"strings"
	"testing"
)

func TestParseStatement(t *testing.T) {
	for _, c := range []struct {
		text   string
		kind   statementKind
		format string
		rest   string // rows of an insert, or what follows clause of a select
	}{
		{"SELECT 1", kindSelect, "", ""},
		{"  -- hi\n select 1", kindSelect, "", ""},
		{"/* INSERT INTO x VALUES */ SELECT 1 FORMAT CSV", kindSelect, "CSV", "FORMAT CSV"},
		{"SELECT 1 FORMAT CSV SETTINGS a = 1", kindSelect, "CSV", "FORMAT CSV SETTINGS a = 1"},
		{"SELECT 1 format\n/* x */ CSV -- y", kindSelect, "CSV", "format\n/* x */ CSV -- y"},
		{"SELECT 'a FORMAT b', \"c FORMAT d\", `e FORMAT f`", kindSelect, "", ""},
		{"SELECT (1 FORMAT CSV)", kindSelect, "", ""},
		{"SELECT format FROM x", kindSelect, "", ""},
		{"SELECT 'it''s \\' FORMAT CSV'", kindSelect, "", ""},
		{"SELECT $$ FORMAT CSV $$, $a$ ' $a$ FORMAT TSV", kindSelect, "TSV", "FORMAT TSV"},
		{"WITH 1 AS x SELECT x", kindSelect, "", ""},
		{"WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", kindOther, "", ""},
		{"FROM t SELECT 1", kindSelect, "", ""},
		{"((SELECT 1))", kindSelect, "", ""},
		{"SHOW TABLES", kindShow, "", ""},
		{"EXPLAIN SELECT 1 FORMAT CSV", kindShow, "CSV", "FORMAT CSV"},
		{"SET a = 1", kindSession, "", ""},
		{"CREATE TEMPORARY TABLE x (a UInt8)", kindSession, "", ""},
		{"CREATE TABLE x (temporary UInt8) ENGINE = Memory", kindOther, "", ""},
		{"", kindEmpty, "", ""},
		{" ; ; -- nothing", kindEmpty, "", ""},
		{"INSERT INTO t VALUES (1)", kindInsertRows, "Values", " (1)"},
		{"INSERT INTO t(a, b)VALUES(1)", kindInsertRows, "Values", "(1)"},
		{"insert into db.values (a) values (1)", kindInsertRows, "Values", " (1)"},
		{"INSERT INTO values VALUES (1)", kindInsertRows, "Values", " (1)"},
		{"INSERT INTO `VALUES` FORMAT CSV 1", kindInsertRows, "CSV", "1"},
		{"INSERT INTO t FORMAT CSV\n\n1", kindInsertRows, "CSV", "\n1"},
		{"INSERT INTO t FORMAT CSV \r\n1", kindInsertRows, "CSV", "1"},
		{"INSERT INTO t SETTINGS a='FORMAT x' FORMAT Native\n\x00\x01", kindInsertRows, "Native", "\x00\x01"},
		{"INSERT INTO t (a) FORMAT JSONEachRow {\"a\":';'}", kindInsertRows, "JSONEachRow", "{\"a\":';'}"},
		{"INSERT INTO FUNCTION null('a UInt8') VALUES (1)", kindInsertRows, "Values", " (1)"},
		{"INSERT INTO t SELECT 1", kindOther, "", ""},
		{"INSERT INTO t (a) (SELECT 1)", kindOther, "", ""},
		{"INSERT INTO t (a) ((WITH 1 AS b SELECT b))", kindOther, "", ""},
		{"INSERT INTO t WITH 1 AS b SELECT b", kindOther, "", ""},
	} {
		s := parseStatement(c.text)
		rest := s.text[min(s.clause, len(s.text)):]
		if s.kind == kindInsertRows {
			rest = c.text[s.data:]
		}
		if s.kind == kindOther || s.kind == kindSession || s.kind == kindEmpty {
			rest = ""
		}
		if s.kind != c.kind || s.format != c.format || rest != c.rest || s.several {
			t.Errorf("%q: got %+v, rest %q", c.text, s, rest)
		}
	}
}

func TestSeveralStatementsAndFiles(t *testing.T) {
	for text, want := range map[string][2]bool{ // several, files
		"SELECT 1; SELECT 2":                       {true, false},
		"SELECT 1;-- x\n;\nDROP TABLE y":           {true, false},
		"SELECT 1; ; /* */ -- x":                   {false, false},
		"SELECT ';' ; ":                            {false, false},
		"SELECT (1;2)":                             {false, false},
		"INSERT INTO t SELECT 1; SELECT 2":         {true, false},
		"SELECT 1 INTO OUTFILE 'x'":                {false, true},
		"SELECT 1 INTO /* */ outfile 'x'":          {false, true},
		"SELECT 'INTO OUTFILE', `INTO` AS OUTFILE": {false, false},
		"INSERT INTO t FROM INFILE 'x' FORMAT CSV": {false, true},
		"EXPLAIN SELECT 1 INTO OUTFILE 'x'":        {false, true},
		"INSERT INTO t SELECT 1 INTO OUTFILE 'x'":  {false, true},
	} {
		s := parseStatement(text)
		if s.several != want[0] || s.usesFiles != want[1] {
			t.Errorf("%q: several %v, files %v", text, s.several, s.usesFiles)
		}
	}
}

func TestIntoFile(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1":                            "SELECT 1\nINTO OUTFILE 'f' TRUNCATE FORMAT JSON",
		"SELECT 1 -- x":                       "SELECT 1 -- x\nINTO OUTFILE 'f' TRUNCATE FORMAT JSON",
		"SELECT 1 FORMAT Arrow":               "SELECT 1 \nINTO OUTFILE 'f' TRUNCATE FORMAT Arrow",
		"SELECT 1 FORMAT Arrow SETTINGS a=1;": "SELECT 1 \nINTO OUTFILE 'f' TRUNCATE FORMAT Arrow SETTINGS a=1",
	} {
		s := parseStatement(text)
		if s.format == "" {
			s.format = "JSON"
		}
		if got := s.intoFile("f"); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

// Whatever the text, parsing ends, stays within it, and finds nothing behind an unclosed quote.
func FuzzParseStatement(f *testing.F) {
	for _, s := range []string{"SELECT 1; SELECT 2", "INSERT INTO t VALUES (1)", "SELECT 'x", "$a$ $a$", "/*", "INSERT INTO t FORMAT", "((((", "))) FORMAT x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := parseStatement(text)
		if s.clause < 0 || s.clause > len(s.text) || s.data < 0 || s.data > len(text) || !strings.HasPrefix(text, s.text) {
			t.Fatalf("%q: %+v", text, s)
		}
		if s.kind == kindSelect {
			s.format = "CSV"
			s.intoFile("f")
		}
		quoted := parseStatement("SELECT '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'")
		if quoted.several || quoted.usesFiles || quoted.format != "" {
			t.Fatalf("%q, quoted: %+v", text, quoted)
		}
	})
}
