package main

import (
	"os"
	"runtime/debug"
)

// gcPercent trades a little CPU for a smaller process than Go's default of 100.
const gcPercent = 60

// limitMemory sets Go's soft limit, unless the environment says otherwise (GOMEMLIMIT, GOGC).
func limitMemory(s memorySettings) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(s.MemoryLimit))
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
