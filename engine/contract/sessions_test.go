package contract

import (
	"fmt"
	"sync"
	"testing"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

func TestSettingsStayWithTheirQuery(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at)
	before := scalar[string](t, conn, "SELECT toString(getSetting('max_block_size'))")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			want := fmt.Sprint(1000 + i)
			ctx := clickhousego.Context(t.Context(), clickhousego.WithSettings(clickhousego.Settings{"max_block_size": want}))
			for range 10 {
				var got string
				if err := conn.QueryRow(ctx, "SELECT toString(getSetting('max_block_size'))").Scan(&got); err != nil || got != want {
					t.Errorf("with %s: got %s, %v", want, got, err)
				}
			}
		})
	}
	wait.Wait()
	if after := scalar[string](t, conn, "SELECT toString(getSetting('max_block_size'))"); after != before {
		t.Errorf("a setting leaked: %s became %s", before, after)
	}
}

// Statements that change a session change nobody else's.
func TestStatementsDontChangeTheSessionOfOthers(t *testing.T) {
	at := testenv.Engine(t)
	bare := clickhouse.NewClient(at)
	defer bare.Close()
	for _, statement := range []string{"SET max_block_size = 7", "USE system", "SET param_p = 1",
		"CREATE TEMPORARY TABLE own (a UInt8)"} {
		for range 5 {
			if _, err := bare.Post(t.Context(), statement, nil, nil, nil); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
	for range 20 {
		got := text(t, bare, "SELECT currentDatabase(), getSetting('max_block_size') = 7", nil)
		if got != at.Database+"\t0\n" {
			t.Fatalf("got %q", got)
		}
	}
	_, err := bare.Post(t.Context(), "SELECT * FROM own", nil, nil, nil)
	wantCode(t, "somebody else's temporary table", err, clickhouse.CodeUnknownTable)
	_, err = bare.Post(t.Context(), "SELECT {p:UInt8}", nil, nil, nil)
	wantCode(t, "somebody else's parameter", err, 456)
}

func TestManySessionsAtOnce(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at, clickhouse.WithConns(24))
	exec(t, conn, "CREATE TABLE many (w UInt32, i UInt32) ENGINE = MergeTree ORDER BY (w, i)")
	const writers, batches, rows = 6, 5, 1000
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for n := range batches {
				batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO many")
				if err != nil {
					t.Error(err)
					return
				}
				for i := range rows {
					if err := batch.Append(uint32(w), uint32(n*rows+i)); err != nil {
						t.Error(err)
						return
					}
				}
				if err := batch.Send(); err != nil {
					t.Error(err)
				}
			}
		})
		wait.Go(func() { // readers see whole batches only
			for range 10 {
				var torn uint64
				err := conn.QueryRow(t.Context(), "SELECT countIf(c % ? != 0) FROM (SELECT w, count() AS c FROM many GROUP BY w)", rows).Scan(&torn)
				if err != nil || torn != 0 {
					t.Errorf("%d torn batches, %v", torn, err)
				}
			}
		})
		wait.Go(func() { // and failing statements disturb nobody
			for range 10 {
				wantCode(t, "failing", conn.Exec(t.Context(), "SELECT throwIf(number = 10) FROM numbers(100)"), 395)
			}
		})
	}
	wait.Wait()
	if got := scalar[uint64](t, conn, "SELECT uniqExact(w, i) FROM many"); got != writers*batches*rows {
		t.Errorf("%d rows", got)
	}
	if n := scalar[uint64](t, conn, "SELECT count() FROM system.processes WHERE query LIKE '%throwIf(number = 10)%' AND query NOT LIKE '%processes%'"); n != 0 {
		t.Errorf("%d failed statements are still registered", n)
	}
}
