package contract

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// everything is a row of all types the product may use.
type everything struct {
	U8    uint8              `ch:"u8"`
	U64   uint64             `ch:"u64"`
	I64   int64              `ch:"i64"`
	F32   float32            `ch:"f32"`
	F64   float64            `ch:"f64"`
	S     string             `ch:"s"`
	LC    string             `ch:"lc"`
	N     *int64             `ch:"n"`
	NS    *string            `ch:"ns"`
	B     bool               `ch:"b"`
	ID    uuid.UUID          `ch:"id"`
	T     time.Time          `ch:"t"`
	T3    time.Time          `ch:"t3"`
	T6    time.Time          `ch:"t6"`
	D     decimal.Decimal    `ch:"d"`
	E     string             `ch:"e"`
	Arr   []float64          `ch:"arr"`
	ArrS  []string           `ch:"arrs"`
	M     map[string]string  `ch:"m"`
	MF    map[string]float64 `ch:"mf"`
	Pairs [][]any            `ch:"pairs"`
}

const everythingTable = `CREATE TABLE everything (
	u8 UInt8, u64 UInt64, i64 Int64, f32 Float32, f64 Float64, s String, lc LowCardinality(String),
	n Nullable(Int64), ns LowCardinality(Nullable(String)), b Bool, id UUID,
	t DateTime('UTC'), t3 DateTime64(3, 'UTC'), t6 DateTime64(6, 'UTC'), d Decimal(38, 10),
	e Enum8('running' = 1, 'finished' = 2), arr Array(Float64), arrs Array(LowCardinality(String)),
	m Map(LowCardinality(String), String), mf Map(String, Float64), pairs Array(Tuple(String, Int64))
) ENGINE = MergeTree ORDER BY u64`

func TestEveryTypeComesBackAsItWent(t *testing.T) {
	conn := open(t)
	exec(t, conn, everythingTable)
	at := time.Date(2024, 2, 29, 23, 59, 59, 123456000, time.UTC)
	n, ns := int64(math.MinInt64), "not null"
	rows := []everything{
		{U64: 0, E: "running", T: time.Unix(0, 0).UTC(), T3: time.Unix(0, 0).UTC(), T6: time.Unix(0, 0).UTC(),
			Arr: []float64{}, ArrS: []string{}, M: map[string]string{}, MF: map[string]float64{}, Pairs: [][]any{}},
		{U8: 255, U64: math.MaxUint64, I64: math.MinInt64, F32: math.MaxFloat32, F64: -math.SmallestNonzeroFloat64,
			S: "tab\t nl\n quote' back\\slash zero\x00 \xff\xfe 日本", LC: "ä", N: &n, NS: &ns, B: true, ID: uuid.New(),
			T: at.Truncate(time.Second), T3: at.Truncate(time.Millisecond), T6: at, D: decimal.RequireFromString("-1234567890123456.0987654321"),
			E: "finished", Arr: []float64{1.5, -2}, ArrS: []string{"", "x"}, M: map[string]string{"": "empty key", "k": ""},
			MF: map[string]float64{"loss": 0.1}, Pairs: [][]any{{"a", int64(1)}, {"b", int64(-1)}}},
	}
	batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO everything")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := batch.AppendStruct(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	var got []everything
	if err := conn.Select(t.Context(), &got, "SELECT * FROM everything ORDER BY u64"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("sent and received differ (-sent +received):\n%s", diff)
	}
}

func TestFloatsKeepTheirBits(t *testing.T) {
	conn := open(t)
	exec(t, conn, "CREATE TABLE f (i UInt32, v Float64 CODEC(Gorilla, ZSTD(1))) ENGINE = MergeTree ORDER BY i")
	bits := []uint64{
		math.Float64bits(math.NaN()), 0x7ff0000000000001, 0xfff8000000000123, // quiet, signalling and negative NaN with payloads
		math.Float64bits(math.Inf(1)), math.Float64bits(math.Inf(-1)), 1 << 63, 0, 1,
		math.Float64bits(math.MaxFloat64), math.Float64bits(0.1),
	}
	batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO f")
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range bits {
		if err := batch.Append(uint32(i), math.Float64frombits(b)); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	var got []float64
	rows, err := conn.Query(t.Context(), "SELECT v FROM f ORDER BY i")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v float64
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for i, b := range bits {
		if math.Float64bits(got[i]) != b {
			t.Errorf("row %d: sent %016x, received %016x", i, b, math.Float64bits(got[i]))
		}
	}
}
