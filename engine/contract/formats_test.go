package contract

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// threeColumns is long enough to come in many pieces.
const (
	threeColumns = "SELECT number AS n, number / 4 AS f, concat('s', toString(number % 1000)) AS s FROM numbers(500000)"
	manyRows     = 500_000
)

// A document has one beginning and one end, however long it is.
func TestDocumentsAreWhole(t *testing.T) {
	c := client(t)
	t.Run("Parquet", func(t *testing.T) {
		r, err := file.NewParquetReader(strings.NewReader(text(t, c, threeColumns+" FORMAT Parquet", nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if r.NumRows() != manyRows || r.MetaData().Schema.NumColumns() != 3 {
			t.Errorf("%d rows of %d columns", r.NumRows(), r.MetaData().Schema.NumColumns())
		}
	})
	t.Run("ArrowStream", func(t *testing.T) {
		body := strings.NewReader(text(t, c, threeColumns+" FORMAT ArrowStream", nil))
		r, err := ipc.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Release()
		rows := int64(0)
		for r.Next() {
			rows += r.RecordBatch().NumRows()
		}
		if r.Err() != nil || rows != manyRows || body.Len() != 0 {
			t.Errorf("%d rows, %d bytes left over, %v", rows, body.Len(), r.Err())
		}
	})
	t.Run("Arrow", func(t *testing.T) {
		r, err := ipc.NewFileReader(bytes.NewReader([]byte(text(t, c, threeColumns+" FORMAT Arrow", nil))))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		rows := int64(0)
		for i := range r.NumRecords() {
			batch, err := r.RecordBatch(i)
			if err != nil {
				t.Fatal(err)
			}
			rows += batch.NumRows()
		}
		if rows != manyRows {
			t.Errorf("%d rows", rows)
		}
	})
	t.Run("JSON", func(t *testing.T) {
		var d struct {
			Rows int
			Data []struct{ S string }
		}
		if err := json.Unmarshal([]byte(text(t, c, threeColumns+" FORMAT JSON", nil)), &d); err != nil || d.Rows != manyRows || len(d.Data) != manyRows {
			t.Errorf("%d rows, said to be %d, %v", len(d.Data), d.Rows, err)
		}
	})
	t.Run("CSVWithNames", func(t *testing.T) {
		rows, err := csv.NewReader(strings.NewReader(text(t, c, threeColumns+" FORMAT CSVWithNames", nil))).ReadAll()
		if err != nil || len(rows) != manyRows+1 || rows[0][0] != "n" || rows[manyRows][0] != "499999" {
			t.Errorf("%d lines, %v", len(rows), err)
		}
	})
	t.Run("JSONEachRow", func(t *testing.T) {
		d := json.NewDecoder(strings.NewReader(text(t, c, threeColumns+" FORMAT JSONEachRow", nil)))
		n := 0
		for ; ; n++ {
			var row struct{ N any }
			if err := d.Decode(&row); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if n != manyRows {
			t.Errorf("%d rows", n)
		}
	})
}

// An answer without rows is still a document.
func TestEmptyAnswers(t *testing.T) {
	c := client(t)
	const none = "SELECT number AS n FROM numbers(0) FORMAT "
	for format, want := range map[string]string{"CSV": "", "JSONEachRow": "", "TSV": "", "CSVWithNames": "\"n\"\n", "TSVWithNames": "n\n"} {
		if got := text(t, c, none+format, nil); got != want {
			t.Errorf("%s: got %q", format, got)
		}
	}
	if r, err := file.NewParquetReader(strings.NewReader(text(t, c, none+"Parquet", nil))); err != nil || r.NumRows() != 0 {
		t.Errorf("Parquet: %v", err)
	}
	var d struct{ Rows int }
	if err := json.Unmarshal([]byte(text(t, c, none+"JSON", nil)), &d); err != nil || d.Rows != 0 {
		t.Errorf("JSON: %v", err)
	}
	conn := open(t)
	rows, err := conn.Query(t.Context(), "SELECT 1 WHERE 0")
	if err != nil || rows.Next() || rows.Err() != nil {
		t.Errorf("clickhouse-go: %v", err)
	}
}

// The clause that names the format may be followed by settings, a semicolon, comments.
func TestWhereTheFormatStands(t *testing.T) {
	c := client(t)
	for _, statement := range []string{
		"SELECT 1 AS x FORMAT CSVWithNames",
		"SELECT 1 AS x FORMAT CSVWithNames SETTINGS max_threads = 1",
		"SELECT 1 AS x SETTINGS max_threads = 1 FORMAT CSVWithNames",
		"SELECT 1 AS x format CSVWithNames -- FORMAT JSON",
		"SELECT 1 AS x /* FORMAT JSON */ FORMAT CSVWithNames;",
		"(SELECT 1 AS x) FORMAT CSVWithNames",
		"WITH 'FORMAT JSON' AS f SELECT 1 AS x FORMAT CSVWithNames",
		"FROM system.one SELECT 1 AS x FORMAT CSVWithNames",
		"SELECT x FROM (SELECT 1 AS x, 2 AS format) FORMAT CSVWithNames",
	} {
		if got := text(t, c, statement, nil); got != "\"x\"\n1\n" {
			t.Errorf("%s: got %q", statement, got)
		}
	}
	if got := text(t, c, "SELECT format FROM (SELECT 2 AS format)", nil); got != "2\n" {
		t.Errorf("a column named format: got %q", got)
	}
}
