package testenv

import (
	"io"
	"testing"

	"runledger/internal/clickhouse"
)

func TestEngineGivesEachTestADatabase(t *testing.T) {
	for range 2 {
		t.Run("", func(t *testing.T) {
			at := Engine(t)
			client := clickhouse.NewClient(at)
			defer client.Close()
			if _, err := client.Post(t.Context(), "CREATE TABLE mine (a UInt8) ENGINE = MergeTree ORDER BY a", nil, nil, nil); err != nil {
				t.Fatal(err)
			}
			answer, err := client.Stream(t.Context(), "SELECT currentDatabase(), count() FROM mine", nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Close()
			text, err := io.ReadAll(answer)
			if err != nil || string(text) != at.Database+"\t0\n" {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}

func TestMain(m *testing.M) {
	defer Stop()
	m.Run()
}
