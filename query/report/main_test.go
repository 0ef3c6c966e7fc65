package report

import (
	"testing"

	"go.uber.org/goleak"

	"runledger/internal/testenv"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(&stopped{m}, goleak.IgnoreAnyFunction("runledger/internal/testenv.startKept.func1.1"))
}

// stopped ends the shared engine before leaks are looked for.
type stopped struct{ *testing.M }

func (s *stopped) Run() int {
	defer testenv.Stop()
	return s.M.Run()
}
