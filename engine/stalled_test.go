package engine_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// A client that stops in the middle of an insert (stopped by a signal, behind a dead network) is given up
// after http_receive_timeout, and what it sent is not stored when it goes on.
func TestStalledInsertIsGivenUp(t *testing.T) {
	at := testenv.Engine(t)
	mustAsk(t, at, "CREATE TABLE x (a UInt64) ENGINE = MergeTree ORDER BY a", "")
	c := clickhouse.NewClient(at)
	defer c.Close()
	body, feed := io.Pipe()
	result := make(chan error, 1)
	go func() {
		_, err := c.Post(t.Context(), "INSERT INTO x FORMAT RowBinary", nil, clickhouse.Settings{"http_receive_timeout": 0.2}, body)
		body.CloseWithError(errors.New("nobody reads any more"))
		result <- err
	}()
	if _, err := feed.Write(bytes.Repeat([]byte{1}, 8000)); err != nil {
		t.Fatal(err)
	}
	if err := <-result; err == nil {
		t.Error("a stalled insert was acknowledged")
	}
	feed.Write(bytes.Repeat([]byte{2}, 8000))
	feed.Close()
	mustAsk(t, at, "SELECT count() FROM x", "0")
}

// A query may take longer than the timeout for bodies: it counts only while a body is awaited.
func TestLongQueryIsNotGivenUp(t *testing.T) {
	at := testenv.Engine(t)
	c := clickhouse.NewClient(at)
	defer c.Close()
	began := time.Now()
	for _, statement := range []string{"SELECT sleep(1) FORMAT CSV", "SELECT sleep(1) FORMAT JSON", "SHOW TABLES FORMAT CSV"} {
		if _, err := c.Post(t.Context(), statement, nil, clickhouse.Settings{"http_receive_timeout": 0.3}, nil); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if time.Since(began) < 2*time.Second {
		t.Error("the queries were too quick to tell")
	}
}
