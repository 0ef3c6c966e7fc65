package export

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// TestABrokenStreamIsAnError: an error of the engine after the first rows.
func TestABrokenStreamIsAnError(t *testing.T) {
	_, d := seed(t)
	for _, f := range formats {
		body, err := d.Reader.Stream(context.Background(), read.Query{SQL: "SELECT number, throwIf(number = 3000000, 'the disk is gone') FROM numbers(10000000) FORMAT " + f.engine}, settings())
		if err != nil {
			t.Fatalf("%s: the error came before the first row: %v", f.name, err)
		}
		s := &stream{format: f, body: body, rows: bufio.NewReaderSize(body, 1<<20), leave: func() {}}
		var n counter
		err = s.copyTo(&n)
		var cause *clickhouse.Error
		if !errors.As(err, &cause) || !cause.Partial || n == 0 {
			t.Errorf("%s: %v after %d bytes", f.name, err, n)
		}
		s.Close()
	}
}

// TestAReaderThatGoesAway ends the query in the engine.
func TestAReaderThatGoesAway(t *testing.T) {
	x, d := seed(t)
	const mark = "a_reader_that_goes_away"
	ctx, cancel := context.WithCancel(context.Background())
	body, err := d.Reader.Stream(ctx, read.Query{SQL: "SELECT number AS " + mark + " FROM numbers(1000000000000) FORMAT CSV"}, settings())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(body, make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	cancel()
	body.Close()
	q := read.Query{SQL: "SELECT count() FROM system.processes WHERE query LIKE '%" + mark + "%' AND query NOT LIKE '%system.processes%' FORMAT RowBinary"}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) { // polls
		running := uint64(1)
		err := x.Reader.Ask(context.Background(), q, func(in *bufio.Reader) error {
			rows := read.NewRows(in)
			for rows.Next() {
				running = rows.Uint64()
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		if running == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the query still runs")
		}
	}
}

func TestDenormalsAcrossBlocks(t *testing.T) {
	line := `{"key":"\"value\":\"nan\"","value":"nan","json":null}` + "\n" + `{"value":"-inf"}` + "\n" + `{"value":"inf"}` + "\n" + `{"value":1}` + "\n"
	want := `{"key":"\"value\":\"nan\"","value":"NaN","json":null}` + "\n" + `{"value":"-Infinity"}` + "\n" + `{"value":"Infinity"}` + "\n" + `{"value":1}` + "\n"
	long := `{"json":"` + strings.Repeat("x", 3<<20) + `"}` + "\n"
	var b bytes.Buffer
	in := strings.Repeat(line, 20_000) + long + line + `{"value":"nan"}`
	if err := copyNDJSON(&b, io.MultiReader(strings.NewReader(in[:7]), strings.NewReader(in[7:]))); err != nil {
		t.Fatal(err)
	}
	if b.String() != strings.Repeat(want, 20_000)+long+want+`{"value":"NaN"}` {
		t.Error("not what was written")
	}
}
