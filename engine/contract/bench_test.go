package contract

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func BenchmarkSelectOne(b *testing.B) {
	c := clickhouse.NewClient(testenv.Engine(b))
	defer c.Close()
	for b.Loop() {
		if _, err := c.Post(b.Context(), "SELECT 1 FORMAT Native", nil, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInsert100kPoints(b *testing.B) {
	at := testenv.Engine(b)
	c := clickhouse.NewClient(at)
	defer c.Close()
	if _, err := c.Post(b.Context(), pointsTable, nil, nil, nil); err != nil {
		b.Fatal(err)
	}
	block := pointsBlock(100_000)
	b.SetBytes(int64(len(block)))
	for b.Loop() {
		if _, err := c.Post(b.Context(), insertPoints, nil, nil, bytes.NewReader(block)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkExport(b *testing.B) {
	at := testenv.Engine(b)
	c := clickhouse.NewClient(at)
	defer c.Close()
	const rows = 5_000_000
	for _, statement := range []string{pointsTable,
		"INSERT INTO points SELECT number % 100, number % 1000, toDateTime64(number / 10, 3), number * 0.37, 'loss' FROM numbers(5000000)"} {
		if _, err := c.Post(b.Context(), statement, nil, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
	for _, format := range []string{"Native", "JSONEachRow", "CSVWithNames", "Parquet", "ArrowStream"} {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				answer, err := c.Stream(b.Context(), "SELECT * FROM points FORMAT "+format, nil, nil)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, answer)
				answer.Close()
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(n)
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

const (
	pointsTable  = "CREATE TABLE points (run UInt64, step Int64, time DateTime64(3), value Float64, key LowCardinality(String)) ENGINE = MergeTree ORDER BY (key, run, step)"
	insertPoints = "INSERT INTO points (run, step, time, value, key) FORMAT Native"
)

// pointsBlock encodes one block for pointsTable.
func pointsBlock(rows int) []byte {
	var run proto.ColUInt64
	var step proto.ColInt64
	var value proto.ColFloat64
	moment := new(proto.ColDateTime64).WithPrecision(proto.PrecisionMilli)
	key := new(proto.ColStr).LowCardinality()
	at := time.Unix(1_700_000_000, 0)
	for i := range rows {
		run.Append(uint64(i % 1000))
		step.Append(int64(i / 1000))
		moment.Append(at.Add(time.Duration(i) * time.Millisecond))
		value.Append(float64(i) * 0.37)
		key.Append([]string{"loss", "accuracy", "lr"}[i%3])
	}
	return nativeBlock(rows,
		proto.InputColumn{Name: "run", Data: run}, proto.InputColumn{Name: "step", Data: step},
		proto.InputColumn{Name: "time", Data: moment}, proto.InputColumn{Name: "value", Data: value},
		proto.InputColumn{Name: "key", Data: key})
}

// nativeBlock encodes one block of FORMAT Native.
func nativeBlock(rows int, columns ...proto.InputColumn) []byte {
	var b proto.Buffer
	block := proto.Block{Rows: rows, Columns: len(columns)}
	if err := block.EncodeRawBlock(&b, 0, columns); err != nil {
		panic(err) // columns of different lengths
	}
	return b.Buf
}
