package contract

import (
	"fmt"
	"testing"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func TestEveryCompression(t *testing.T) {
	at := testenv.Engine(t)
	for _, method := range []clickhousego.CompressionMethod{clickhousego.CompressionNone, clickhousego.CompressionLZ4,
		clickhousego.CompressionZSTD, clickhousego.CompressionGZIP, clickhousego.CompressionDeflate} {
		t.Run(method.String(), func(t *testing.T) {
			conn := openAt(t, at, clickhouse.WithCompression(method), clickhouse.WithSettings(map[string]any{
				"enable_http_compression": 1, "max_threads": 1}))
			table := "c_" + method.String()
			exec(t, conn, "CREATE TABLE "+table+" (a UInt64, s String) ENGINE = MergeTree ORDER BY a")
			batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO "+table)
			if err != nil {
				t.Fatal(err)
			}
			const rows = 200_000
			for i := range rows {
				if err := batch.Append(uint64(i), fmt.Sprintf("row %d", i)); err != nil {
					t.Fatal(err)
				}
			}
			if err := batch.Send(); err != nil {
				t.Fatal(err)
			}
			answer, err := conn.Query(t.Context(), "SELECT a, s FROM "+table+" ORDER BY a")
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for answer.Next() {
				var a uint64
				var s string
				if err := answer.Scan(&a, &s); err != nil {
					t.Fatal(err)
				}
				if a != uint64(n) || s != fmt.Sprintf("row %d", n) {
					t.Fatalf("row %d is %d, %q", n, a, s)
				}
				n++
			}
			if err := answer.Err(); err != nil || n != rows {
				t.Fatalf("%d rows, %v", n, err)
			}
			wantCode(t, "before the first row", conn.Exec(t.Context(), "SELECT nosuch"), 47)
			wantCode(t, "in the middle", drain(conn.Query(t.Context(), failsLate)), 395)
			if got := scalar[uint64](t, conn, "SELECT count() FROM "+table); got != rows {
				t.Errorf("after the errors: %d rows", got)
			}
		})
	}
}
