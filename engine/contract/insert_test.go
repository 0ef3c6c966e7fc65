package contract

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/internal/clickhouse"
)

func TestRawInsertOfNativeBlocks(t *testing.T) {
	c := client(t)
	post(t, c, pointsTable)
	block := pointsBlock(100_000)
	sum, err := c.Post(t.Context(), insertPoints, nil, nil, bytes.NewReader(block))
	if err != nil {
		t.Fatal(err)
	}
	if sum.WrittenRows != 100_000 {
		t.Errorf("the summary says %d rows", sum.WrittenRows)
	}
	// In pieces of unhandy sizes, several blocks in a body, length unknown.
	pieces := io.MultiReader(iotestOneByte(block[:3000]), struct{ io.Reader }{bytes.NewReader(block[3000:])}, bytes.NewReader(block))
	if _, err := c.Post(t.Context(), insertPoints, nil, nil, pieces); err != nil {
		t.Fatal(err)
	}
	if got := text(t, c, "SELECT count(), uniqExact(run), round(sum(value)) FROM points", nil); got != "300000\t1000\t5549944500\n" {
		t.Errorf("got %q", got)
	}
	if got := text(t, c, "SELECT count() FROM system.parts WHERE database = currentDatabase() AND table = 'points' AND level = 0", nil); got != "2\n" {
		t.Errorf("an insert should be one part: %q", got)
	}
}

type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:1]) }

func iotestOneByte(b []byte) io.Reader { return oneByte{bytes.NewReader(b)} }

func post(t *testing.T, c *clickhouse.Client, statement string) {
	t.Helper()
	if _, err := c.Post(t.Context(), statement, nil, nil, nil); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// A client that dies in the middle of its body has inserted nothing.
func TestCutBodyStoresNothing(t *testing.T) {
	c := client(t)
	post(t, c, pointsTable)
	block := pointsBlock(50_000)
	for _, cut := range []int{1, 100, len(block) / 2, len(block) - 1, len(block), 5*len(block) + 77} {
		whole := bytes.Repeat(block, 6)
		body := io.MultiReader(bytes.NewReader(whole[:cut]), failing{})
		if _, err := c.Post(t.Context(), insertPoints, nil, nil, body); err == nil {
			t.Errorf("cut at %d: the insert was acknowledged", cut)
		}
		if got := text(t, c, "SELECT count() FROM points", nil); got != "0\n" {
			t.Fatalf("cut at %d: %s rows are stored", cut, strings.TrimSpace(got))
		}
	}
	if _, err := c.Post(t.Context(), insertPoints, nil, nil, bytes.NewReader(block)); err != nil {
		t.Errorf("the next insert: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the client breaks off") }

// The error of an insert reaches a client that is still sending a long body.
func TestErrorDuringALongBody(t *testing.T) {
	c := client(t)
	post(t, c, pointsTable)
	block := pointsBlock(100_000)
	long := func() io.Reader { return bytes.NewReader(bytes.Repeat(block, 20)) } // 66 MB
	_, err := c.Post(t.Context(), "INSERT INTO nosuch FORMAT Native", nil, nil, long())
	wantCode(t, "unknown table", err, clickhouse.CodeUnknownTable)
	_, err = c.Post(t.Context(), insertPoints, nil, clickhouse.Settings{"nosuch": 1}, long())
	wantCode(t, "unknown setting", err, clickhouse.CodeUnknownSetting)
	_, err = c.Post(t.Context(), insertPoints, nil, clickhouse.Settings{"max_memory_usage": 1000}, long())
	wantCode(t, "memory", err, clickhouse.CodeMemoryLimit)
	body := io.MultiReader(bytes.NewReader(block), strings.NewReader("garbage that is no block at all"), long())
	if _, err := c.Post(t.Context(), insertPoints, nil, nil, body); clickhouse.Code(err) == 0 {
		t.Errorf("garbage: got %v", err)
	}
}

func TestBadRowsStoreNothing(t *testing.T) {
	c := client(t)
	post(t, c, pointsTable)
	block := pointsBlock(1000)
	var word proto.ColStr
	word.Append("no number")
	for what, body := range map[string][]byte{
		"truncated":            block[:len(block)-5],
		"garbage":              []byte("this is no block at all, and long enough to be one"),
		"text for a number":    nativeBlock(1, proto.InputColumn{Name: "value", Data: word}),
		"unknown column":       nativeBlock(1, proto.InputColumn{Name: "nosuch", Data: word}),
		"good block, then bad": append(bytes.Clone(block), "garbage that is no block at all"...),
	} {
		strict := clickhouse.Settings{"input_format_skip_unknown_fields": 0} // else a column nobody knows is dropped
		_, err := c.Post(t.Context(), insertPoints, nil, strict, bytes.NewReader(body))
		if clickhouse.Code(err) == 0 {
			t.Errorf("%s: got %v", what, err)
		}
		if got := text(t, c, "SELECT count() FROM points", nil); got != "0\n" {
			t.Errorf("%s: %s rows are stored", what, strings.TrimSpace(got))
		}
	}
}

func TestInsertsOfText(t *testing.T) {
	c := client(t)
	post(t, c, "CREATE TABLE x (a UInt32, s String) ENGINE = MergeTree ORDER BY a")
	for _, statement := range []string{
		"INSERT INTO x VALUES (1, 'one'), (2, concat('t', 'wo'))",
		"INSERT INTO x (s, a) VALUES ('three', 3)",
		"insert into x values (4, 'blank\n\nline'), (5, '); DROP TABLE x; --')",
		"INSERT INTO x FORMAT JSONEachRow {\"a\": 6, \"s\": \"six\"}\n{\"a\": 7, \"s\": \"a\\n\\nb\"}",
		"INSERT INTO x FORMAT CSV\n8,\"eight, with \"\"quotes\"\"\"\n9,nine\n",
		"INSERT INTO x FORMAT TabSeparated\n10\tten\n",
		"INSERT INTO x SELECT 11, 'eleven'",
		"INSERT INTO x (a, s) (SELECT 12, 'twelve')",
		"INSERT INTO x WITH 13 AS n SELECT n, 'thirteen'",
		"INSERT INTO x SETTINGS max_threads = 1 VALUES (14, 'FORMAT CSV')",
		"/* VALUES */ INSERT INTO TABLE x -- FORMAT CSV\n (a, s) VALUES (15, 'fifteen')",
	} {
		post(t, c, statement)
	}
	if _, err := c.Post(t.Context(), "INSERT INTO x VALUES ({a:UInt32}, {s:String})", clickhouse.Params{"a": 16, "s": "it's\n\n"}, nil, nil); err != nil {
		t.Errorf("parameters among the values: %v", err)
	}
	if _, err := c.Post(t.Context(), "INSERT INTO x FORMAT CSV", nil, nil, strings.NewReader("17,\"\n\n\"\n")); err != nil {
		t.Errorf("statement in the address: %v", err)
	}
	want := "1\tone\n2\ttwo\n3\tthree\n4\tblank\\n\\nline\n5\t); DROP TABLE x; --\n6\tsix\n7\ta\\n\\nb\n8\teight, with \"quotes\"\n9\tnine\n" +
		"10\tten\n11\televen\n12\ttwelve\n13\tthirteen\n14\tFORMAT CSV\n15\tfifteen\n16\tit\\'s\\n\\n\n17\t\\n\\n\n"
	if got := text(t, c, "SELECT * FROM x ORDER BY a", nil); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTablesWithAwkwardNames(t *testing.T) {
	c := client(t)
	for _, name := range []string{"values", "`select`", "\"format\"", "`a;b`", "`quo``te`"} {
		post(t, c, "CREATE TABLE "+name+" (format UInt8, `values` String) ENGINE = MergeTree ORDER BY format")
		post(t, c, "INSERT INTO "+name+" (format, `values`) VALUES (1, 'x')")
		post(t, c, "INSERT INTO "+name+" FORMAT CSV\n2,y\n")
		if got := text(t, c, "SELECT format, `values` FROM "+name+" ORDER BY format FORMAT TSV", nil); got != "1\tx\n2\ty\n" {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
