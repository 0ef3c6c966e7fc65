package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"runledger/engine"
	"runledger/internal/clickhouse"
)

// A full disk leaves a mutation without content; the table is loaded all the same.
func TestStartsWithAnEmptyMutation(t *testing.T) {
	data := filepath.Join(t.TempDir(), "d")
	start := func() (ask func(sql string) string, kill func()) {
		cmd, _, ready := process(t, []string{"RUNLEDGER_ENGINE_PASSWORD=secret"}, "--data", data, "--listen", "127.0.0.1:0")
		_, address, _ := strings.Cut(ready, "listen=")
		address, _, _ = strings.Cut(address, " ")
		c := clickhouse.NewClient(engine.Endpoint{Scheme: "http", Network: "tcp", Address: address, User: "default", Password: "secret"})
		ask = func(sql string) string {
			t.Helper()
			body, err := c.Stream(t.Context(), sql, nil, nil)
			if err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
			defer body.Close()
			text, err := io.ReadAll(body)
			if err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
			return strings.TrimSpace(string(text))
		}
		return ask, func() { c.Close(); cmd.Process.Kill(); cmd.Wait() }
	}
	ask, kill := start()
	ask("CREATE DATABASE d")
	ask("CREATE TABLE d.t (n UInt64) ENGINE = MergeTree ORDER BY n")
	ask("INSERT INTO d.t SELECT number FROM numbers(10)")
	ask("ALTER TABLE d.t DELETE WHERE n < 5 SETTINGS mutations_sync = 2")
	kill()
	files, err := filepath.Glob(filepath.Join(data, "store", "store", "*", "*", "mutation_*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("mutations: %v, %v", files, err)
	}
	beside := filepath.Join(filepath.Dir(files[0]), "mutation_99.txt")
	if err := os.WriteFile(beside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ask, kill = start()
	defer kill()
	if n := ask("SELECT count() FROM d.t"); n != "5" {
		t.Errorf("%s rows, want 5", n)
	}
	if _, err := os.Stat(files[0]); err != nil {
		t.Errorf("the other mutation went, too: %v", err)
	}
}
