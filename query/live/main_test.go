package live

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// The thread that starts a test's processes stays, so that they end with it.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runledger/internal/testenv.startKept.func1.1"))
}
