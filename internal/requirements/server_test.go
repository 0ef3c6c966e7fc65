package requirements

import (
	"os"
	"testing"

	"runledger/internal/testenv"
)

var server = testenv.NewShared("requirements", testenv.RunledgerOptions{})

// running returns the server that all tests share.
func running(t *testing.T) *testenv.Runledger {
	t.Helper()
	return server.Running(t)
}

func TestMain(m *testing.M) { os.Exit(server.Main(m)) }
