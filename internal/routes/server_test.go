package routes

import (
	"os"
	"testing"

	"runledger/internal/testenv"
)

var server = testenv.NewShared("routes", testenv.RunledgerOptions{Args: []string{"--rate-limit=0", "--trusted-proxies=127.0.0.1/32"}})

// running returns the server that all tests use; nothing is limited by rates.
func running(t *testing.T) *testenv.Runledger {
	t.Helper()
	return server.Running(t)
}

func TestMain(m *testing.M) { os.Exit(server.Main(m)) }
