package wandb

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// Processes of testenv are started by a thread that is kept.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("runledger/internal/testenv.startKept.func1.1"))
}
