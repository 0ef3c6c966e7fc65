package testenv

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Child is the process id of a running child of a process that runs a program; 0: there
// is none now.
func Child(parent int, program string) (int, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // gone meanwhile
		}
		pid, name, _ := strings.Cut(string(text), " (")
		end := strings.LastIndexByte(name, ')')
		if end < 0 || !strings.HasPrefix(program, name[:end]) { // the kernel shortens names
			continue
		}
		rest := strings.Fields(name[end+1:]) // state, parent
		if len(rest) > 1 && rest[0] != "Z" && rest[1] == strconv.Itoa(parent) {
			return strconv.Atoi(pid)
		}
	}
	return 0, nil
}

// EnginePID is the process of the server's engine; 0: there is none now.
func (s *Runledger) EnginePID(tb testing.TB) int {
	tb.Helper()
	pid, err := Child(s.PID(), "runledger-engine")
	if err != nil {
		tb.Fatal(err)
	}
	return pid
}
