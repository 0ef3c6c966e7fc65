package contract

import (
	"math"
	"strings"
	"testing"
	"time"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

var hostile = []string{
	"", "x", "'", `\`, `\'`, `\\'; DROP TABLE x; --`, "a\nb\tc\rd", "\x00", "\xff\xfe", "日本語 🧪", "{p:String}", "$1", "?", "`", `"`,
	`\N`, "NULL", "\\n", "*/ x /*", "-- x", "\r\n__exception__\r\n", strings.Repeat("'\\", 5000), "%", "&a=b", "+", " lead and trail ",
}

func TestHostileTextIsData(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at)
	bare := clickhouse.NewClient(at)
	defer bare.Close()
	for _, s := range hostile {
		got := text(t, bare, "SELECT {p:String} FORMAT RawBLOB", clickhouse.Params{"p": s})
		if got != s {
			t.Errorf("bare: sent %q, got %q", s, got)
		}
		got = text(t, bare, "SELECT arrayElement({p:Array(String)}, 2), length({p:Array(String)}) FORMAT RowBinary", clickhouse.Params{"p": []string{"first", s}})
		if want := rowBinaryString(s) + "\x02\x00\x00\x00\x00\x00\x00\x00"; got != want {
			t.Errorf("bare, in an array: sent %q, got %q", s, got)
		}
		if got := scalar[string](t, conn, "SELECT ?", s); got != s && s != "\x00" {
			t.Errorf("clickhouse-go: sent %q, got %q", s, got)
		}
	}
}

// rowBinaryString is the string in FORMAT RowBinary: its length as a varint, then its bytes.
func rowBinaryString(s string) string {
	var b []byte
	n := len(s)
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return string(append(b, byte(n))) + s
}

func TestTypedParameters(t *testing.T) {
	bare := client(t)
	at := time.Date(2024, 2, 29, 12, 34, 56, 789_000_000, time.UTC)
	for _, c := range []struct {
		kind, want string
		value      any
	}{
		{"UInt64", "18446744073709551615", uint64(math.MaxUint64)},
		{"Int64", "-9223372036854775808", int64(math.MinInt64)},
		{"Float64", "0.1", 0.1},
		{"Float64", "nan", math.NaN()},
		{"Float64", "-inf", math.Inf(-1)},
		{"Float64", "-0", math.Copysign(0, -1)},
		{"Float64", "5e-324", math.SmallestNonzeroFloat64},
		{"Float64", "1.7976931348623157e308", math.MaxFloat64},
		{"Bool", "true", true},
		{"DateTime64(3, 'UTC')", "2024-02-29 12:34:56.789", at},
		{"DateTime64(3, 'UTC')", "1970-01-01 00:00:01.500", time.UnixMilli(1500)},
		{"Array(UInt64)", "[1,2,3]", []uint64{1, 2, 3}},
		{"Array(Float64)", "[0.5,nan]", []float64{0.5, math.NaN()}},
		{"Array(UInt64)", "[]", []uint64{}},
		{"Array(Array(String))", "[['a'],[]]", [][]string{{"a"}, {}}},
		{"Nullable(String)", `\N`, nil},
		{"Nullable(UInt8)", "3", 3},
	} {
		got := text(t, bare, "SELECT {p:"+c.kind+"}", clickhouse.Params{"p": c.value})
		if got != c.want+"\n" {
			t.Errorf("%s: got %q, want %q", c.kind, got, c.want)
		}
	}
	if _, err := bare.Post(t.Context(), "SELECT {p:UInt8}", clickhouse.Params{"p": "x"}, nil, nil); err == nil {
		t.Error("a parameter of the wrong type went through")
	}
	if _, err := bare.Post(t.Context(), "SELECT {p:UInt8}", clickhouse.Params{"p": struct{}{}}, nil, nil); err == nil {
		t.Error("a parameter that isn't one went through")
	}
}

func TestServerSideParametersOfClickhouseGo(t *testing.T) {
	conn := open(t)
	ctx := clickhousego.Context(t.Context(), clickhousego.WithParameters(clickhousego.Parameters{"n": "18446744073709551615", "s": "it's"}))
	var n uint64
	var s string
	if err := conn.QueryRow(ctx, "SELECT {n:UInt64}, {s:String}").Scan(&n, &s); err != nil || n != math.MaxUint64 || s != "it's" {
		t.Errorf("got %d, %q, %v", n, s, err)
	}
}
