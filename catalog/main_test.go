package catalog

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// The thread that starts a test's broker stays, so that the broker ends with it.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runledger/internal/testenv.startKept.func1.1"))
}
