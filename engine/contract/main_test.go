// Package contract is what runledger needs of a ClickHouse, written as tests over clickhouse-go and the bare
// HTTP interface. It runs against the embedded engine, or against the server that
// RUNLEDGER_TEST_CLICKHOUSE_DSN names: both must pass every test.
//
// To add a demand: a test that says it, in the file of its subject. Where a real server may rightly differ,
// the test says so and accepts both.
package contract

import (
	"io"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func TestMain(m *testing.M) {
	defer testenv.Stop()
	m.Run()
}

// open gives a connection to an empty database.
func open(t *testing.T, options ...clickhouse.Option) driver.Conn {
	t.Helper()
	return openAt(t, testenv.Engine(t), options...)
}

func openAt(t *testing.T, at engine.Endpoint, options ...clickhouse.Option) driver.Conn {
	t.Helper()
	conn, err := clickhouse.Open(at, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// client gives the bare interface to an empty database.
func client(t *testing.T) *clickhouse.Client {
	t.Helper()
	c := clickhouse.NewClient(testenv.Engine(t))
	t.Cleanup(c.Close)
	return c
}

func exec(t *testing.T, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// scalar asks for one value.
func scalar[T any](t *testing.T, conn driver.Conn, query string, args ...any) T {
	t.Helper()
	var v T
	if err := conn.QueryRow(t.Context(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// text asks the bare interface for a whole answer.
func text(t *testing.T, c *clickhouse.Client, query string, params clickhouse.Params) string {
	t.Helper()
	answer, err := c.Stream(t.Context(), query, params, nil)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer answer.Close()
	b, err := io.ReadAll(answer)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return string(b)
}

// wantCode checks that err is ClickHouse's error with this number.
func wantCode(t *testing.T, what string, err error, code int) {
	t.Helper()
	if got := clickhouse.Code(err); got != code {
		t.Errorf("%s: got code %d (%v), want %d", what, got, err, code)
	}
}
