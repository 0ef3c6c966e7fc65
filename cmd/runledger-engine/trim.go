package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"runledger/engine/httpch"
)

const (
	trimEvery   = 15 * time.Second // at most
	calmRequest = 10 * 15          // requests in that time which still count as calm
)

// trimWhenCalm gives back the memory of the library's code when little is asked: starting touches 170 MB
// of it and a query a fraction. The pages stay in the kernel's cache, where the next query finds what it
// needs, so a trim costs that query some milliseconds. Idle sessions, a megabyte and three threads each, go
// as well. It returns when ctx ends.
func trimWhenCalm(ctx context.Context, server *httpch.Server, library string, logger *slog.Logger) {
	path, err := filepath.EvalSymlinks(library)
	if err != nil {
		logger.Warn("cannot give memory back", "err", err)
		return
	}
	tick := time.NewTicker(trimEvery)
	defer tick.Stop()
	trimmed := ^uint64(0) // served at the last trim; nothing to do again before something was asked
	for before := uint64(0); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		running, served := server.Activity()
		calm := running == 0 && served-before < calmRequest
		before = served
		if !calm || served == trimmed {
			continue
		}
		trimmed = served
		server.CloseIdle()
		if err := trimCode(path); err != nil {
			logger.Warn("cannot give memory back", "err", err)
		}
	}
}

// trimCode tells the kernel that the read-only pages of a mapped file can go from this process. Only
// mappings that were never written to qualify: pages the loader has changed exist nowhere else.
func trimCode(path string) error {
	all, err := codeMappings(path)
	if err != nil {
		return err
	}
	for _, m := range all {
		if _, _, errno := unix.Syscall(unix.SYS_MADVISE, m.start, m.size, unix.MADV_DONTNEED); errno != 0 {
			return fmt.Errorf("madvise the library's code: %w", errno)
		}
	}
	return nil
}

type mapping struct{ start, size uintptr }

// codeMappings reads from smaps where the file is mapped read-only and clean.
func codeMappings(path string) ([]mapping, error) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return nil, fmt.Errorf("look at the memory of this process: %w", err)
	}
	defer f.Close()
	var all []mapping
	var current mapping
	candidate := false
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		var start, end uintptr
		var mode string
		switch {
		case strings.HasPrefix(line, "Private_Dirty:"):
			if candidate && strings.Join(strings.Fields(line)[1:], "") == "0kB" {
				all = append(all, current)
			}
			candidate = false
		default:
			if n, _ := fmt.Sscanf(line, "%x-%x %s", &start, &end, &mode); n == 3 && len(mode) == 4 {
				current = mapping{start, end - start}
				candidate = strings.HasSuffix(line, path) && (mode == "r-xp" || mode == "r--p")
			}
		}
	}
	return all, lines.Err()
}
