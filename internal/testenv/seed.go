package testenv

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// Seed is the seed of a random test, which is logged: RUNLEDGER_TEST_SEED repeats one.
func Seed(tb testing.TB) uint64 {
	tb.Helper()
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("RUNLEDGER_TEST_SEED"), 10, 64); err == nil {
		seed = n
	}
	tb.Logf("RUNLEDGER_TEST_SEED=%d", seed)
	return seed
}
