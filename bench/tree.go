package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ticksPerSecond of /proc's CPU times: 100 on every Linux that Go runs on.
const ticksPerSecond = 100

// tree is a process and its descendants.
type tree struct{ root int }

// pids of the tree, the root first.
func (t tree) pids() []int {
	children := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		if s, ok := readStat(path); ok {
			children[s.parent] = append(children[s.parent], s.pid)
		}
	}
	list := []int{t.root}
	for i := 0; i < len(list); i++ {
		list = append(list, children[list[i]]...)
	}
	return list
}

// cpuSeconds that the tree's living processes have used.
func (t tree) cpuSeconds() float64 {
	total := 0
	for _, pid := range t.pids() {
		if s, ok := readStat(fmt.Sprintf("/proc/%d/stat", pid)); ok {
			total += s.ticks
		}
	}
	return float64(total) / ticksPerSecond
}

// cpuSecondsOf is that of the descendants with this program's name.
func (t tree) cpuSecondsOf(name string) float64 {
	const kept = 15 // bytes of a program's name that the kernel keeps
	name = name[:min(len(name), kept)]
	total := 0
	for _, pid := range t.pids() {
		if s, ok := readStat(fmt.Sprintf("/proc/%d/stat", pid)); ok && s.name == name {
			total += s.ticks
		}
	}
	return float64(total) / ticksPerSecond
}

// pssMB is the tree's share of memory: pages that several processes map count once.
func (t tree) pssMB() float64 {
	total := 0
	for _, pid := range t.pids() {
		total += pssKB(pid)
	}
	return float64(total) / 1024
}

func pssKB(pid int) int {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "Pss:"); ok {
			n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(rest, "kB")))
			return n
		}
	}
	return 0
}

type stat struct {
	pid, parent, ticks int
	name               string // cut to 15 characters by the kernel
}

// readStat parses /proc/PID/stat: "pid (name) state ppid … utime stime …".
func readStat(path string) (stat, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return stat{}, false
	}
	open, end := strings.IndexByte(string(text), '('), strings.LastIndexByte(string(text), ')')
	if open < 0 || end < 0 {
		return stat{}, false
	}
	rest := strings.Fields(string(text[end+1:]))
	if len(rest) < 13 {
		return stat{}, false
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	return stat{
		pid: number(strings.TrimSpace(string(text[:open]))), name: string(text[open+1 : end]),
		parent: number(rest[1]), ticks: number(rest[11]) + number(rest[12]),
	}, true
}
