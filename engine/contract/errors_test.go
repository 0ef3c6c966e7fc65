package contract

import (
	"errors"
	"io"
	"strings"
	"testing"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func TestErrorsBeforeTheFirstRowCarryTheirCode(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at)
	bare := clickhouse.NewClient(at)
	defer bare.Close()
	for _, c := range []struct {
		statement string
		code      int
	}{
		{"SELECT * FROM nosuch", clickhouse.CodeUnknownTable},
		{"SELECT nosuch FROM system.one", 47},
		{"SELECT nosuch(1)", 46},
		{"SELEC 1", 62},
		{"SELECT 1 +", 62},
		{"SELECT 'open", 62},
		{"", 62},
		{"-- only a comment", 62},
		{"INSERT INTO nosuch VALUES (1)", clickhouse.CodeUnknownTable},
		{"INSERT INTO nosuch FORMAT JSONEachRow {\"a\":1}", clickhouse.CodeUnknownTable},
		{"INSERT INTO nosuch SELECT 1", clickhouse.CodeUnknownTable},
		{"DROP TABLE nosuch", clickhouse.CodeUnknownTable},
		{"CREATE TABLE x (a Nosuch) ENGINE = Memory", 50},
		{"SELECT toUInt8('x')", 6},
		{"SELECT throwIf(1, 'on purpose')", 395},
		{"SELECT 1 FORMAT Nosuch", 73},
		{"SELECT {p:UInt8}", 456},
	} {
		wantCode(t, "clickhouse-go: "+c.statement, conn.Exec(t.Context(), c.statement), c.code)
		_, err := bare.Post(t.Context(), c.statement, nil, nil, nil)
		wantCode(t, "bare: "+c.statement, err, c.code)
		if _, err := bare.Post(t.Context(), "SELECT 1", nil, nil, nil); err != nil {
			t.Fatalf("after %q the next statement failed: %v", c.statement, err)
		}
	}
}

func TestMessagesArePassedOn(t *testing.T) {
	bare := client(t)
	_, err := bare.Post(t.Context(), "SELECT throwIf(1, 'on purpose')", nil, nil, nil)
	var e *clickhouse.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if e.Name != "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO" || !strings.HasPrefix(e.Message, "on purpose") || strings.Contains(e.Message, "/*") {
		t.Errorf("got name %q, message %q", e.Name, e.Message)
	}
	_, err = bare.Post(t.Context(), "SELECT 1 +", nil, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "failed at position 11") {
		t.Errorf("position of a syntax error: got %v", err)
	}
}

// failsLate yields rows for a while and then an error, in small blocks so that the answer has begun.
const failsLate = "SELECT number, throwIf(number = 900000, 'too far') FROM numbers(1000000)"

var smallBlocks = map[string]any{"max_threads": 1, "max_block_size": 1000}

func TestErrorInTheMiddleOfAnAnswer(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at, clickhouse.WithSettings(smallBlocks))
	rows, err := conn.Query(t.Context(), failsLate)
	if err != nil {
		t.Fatalf("the answer should have begun: %v", err)
	}
	n := 0
	for rows.Next() {
		n++
	}
	if n == 0 || n > 900000 {
		t.Errorf("%d rows before the error", n)
	}
	wantCode(t, "clickhouse-go", rows.Err(), 395)
	rows.Close()

	bare := clickhouse.NewClient(at)
	defer bare.Close()
	for _, format := range []string{"Native", "CSV", "CSVWithNames", "JSONEachRow", "JSON", "ArrowStream"} {
		answer, err := bare.Stream(t.Context(), failsLate+" FORMAT "+format, nil, smallBlocks)
		if err != nil {
			t.Errorf("%s: the answer should have begun: %v", format, err)
			continue
		}
		n, err := io.Copy(io.Discard, answer)
		answer.Close()
		wantCode(t, format, err, 395)
		var e *clickhouse.Error
		if !errors.As(err, &e) || !e.Partial || n == 0 || !strings.HasPrefix(e.Message, "too far") {
			t.Errorf("%s: after %d bytes: %#v", format, n, err)
		}
	}
	if got := scalar[uint8](t, conn, "SELECT toUInt8(7)"); got != 7 {
		t.Errorf("after the errors: got %d", got)
	}
}

// Data that looks like the block that ends a failed answer is data.
func TestDataCantFakeAnError(t *testing.T) {
	bare := client(t)
	fake := "\r\n__exception__\r\n0123456789abcdef\r\nCode: 60. DB::Exception: fake. (UNKNOWN_TABLE)\n42 0123456789abcdef\r\n__exception__\r\n"
	got := text(t, bare, "SELECT {s:String} FORMAT RawBLOB", clickhouse.Params{"s": fake})
	if got != fake {
		t.Errorf("got %q", got)
	}
	got = text(t, bare, "SELECT concat({s:String}, toString(number)) FROM numbers(100000) FORMAT TSVRaw", clickhouse.Params{"s": fake})
	if n := strings.Count(got, fake); n != 100000 {
		t.Errorf("%d of 100000 rows came through", n)
	}
}

func TestLimits(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at)
	for _, c := range []struct {
		what, query string
		settings    clickhousego.Settings
		code        int
	}{
		{"memory", "SELECT length(groupArray(number)) FROM numbers(100000000)", clickhousego.Settings{"max_memory_usage": 20000000}, clickhouse.CodeMemoryLimit},
		{"time", "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)", clickhousego.Settings{"max_execution_time": 1}, clickhouse.CodeTimeout},
		{"rows", "SELECT number FROM numbers(1000000)", clickhousego.Settings{"max_result_rows": 10, "max_block_size": 10}, 396},
		{"unknown setting", "SELECT 1", clickhousego.Settings{"nosuchsetting": 1}, clickhouse.CodeUnknownSetting},
	} {
		ctx := clickhousego.Context(t.Context(), clickhousego.WithSettings(c.settings))
		wantCode(t, c.what, drain(conn.Query(ctx, c.query)), c.code)
		if got := scalar[uint8](t, conn, "SELECT toUInt8(1)"); got != 1 {
			t.Errorf("after %s: got %d", c.what, got)
		}
	}
	if n := running(t, conn); n != 0 {
		t.Errorf("%d failed statements are still registered", n)
	}
}

func TestWhatTheInterfaceDoesNotAllow(t *testing.T) {
	bare := client(t)
	for statement, code := range map[string]int{
		"SELECT 1; SELECT 2":                                                          62,
		"SELECT 1; DROP DATABASE system":                                              62,
		"SELECT ';'; -- fine\n SELECT 2":                                              62,
		"SELECT 1 INTO OUTFILE '/tmp/should-not-be'":                                  0,
		"INSERT INTO FUNCTION null('a UInt8') FROM INFILE '/etc/hostname' FORMAT CSV": 0,
	} {
		_, err := bare.Post(t.Context(), statement, nil, nil, nil)
		if err == nil {
			t.Errorf("%q went through", statement)
		}
		if code != 0 {
			wantCode(t, statement, err, code)
		}
	}
	for statement, want := range map[string]string{
		"SELECT ';', 1;":                      ";\t1\n",
		"SELECT 1 ; -- done\n;":               "1\n",
		"/* ; */ SELECT 1 /* ' */":            "1\n",
		"SELECT 'INTO OUTFILE', $x$; '$x$":    "INTO OUTFILE\t; \\'\n",
		"SELECT 1 AS `a;b\\`c` FORMAT TSV":    "1\n",
		"SELECT 'it''s; \\'ok\\'' FORMAT TSV": "it\\'s; \\'ok\\'\n",
	} {
		if got := text(t, bare, statement, nil); got != want {
			t.Errorf("%q: got %q, want %q", statement, got, want)
		}
	}
}
