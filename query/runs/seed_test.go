package runs

import (
	"os"
	"strconv"
	"time"
)

// testSeed is the seed of the random filters: RUNLEDGER_TEST_SEED to repeat a run, else
// another each time.
func testSeed() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("RUNLEDGER_TEST_SEED"), 10, 64); err == nil {
		return n
	}
	return uint64(time.Now().UnixNano())
}
