// Command bench measures runledger against the engine beneath it and prints a table;
// its last line is one JSON object with the same numbers, to be compared over time.
//
// Ratios are what counts: raw and end-to-end rates are taken in the same sitting on
// the same disk. No table is ever merged by hand.
//
// To add a measure: write a file with a function that fills in its results, and add a
// line to measures.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// measures in the order in which they run.
var measures = []measure{
	{"raw", raw},
	{"ingest", ingest},
	{"append", appendLatency},
	{"actions", actions},
	{"actions-http", actionsHTTP},
	{"start", startTime},
	{"idle", idle},
	{"freshness", freshness},
	{"live", live},
	{"charts", charts},
	{"table", table},
	{"asof", asOf},
	{"undo", undo},
	{"workspace", workspaces},
	{"series", series},
	{"export", export},
	{"weigh", weigh},
	{"rebuild", rebuild},
	{"trickle", trickle},
}

// measure takes one or several numbers.
type measure struct {
	name string
	run  func(context.Context, *bench) error
}

// bench is one sitting.
type bench struct {
	dir     string // for all data of the sitting
	bin     string // folder of the built programs
	quick   bool   // smaller, to see that it works: the numbers mean nothing
	results results
}

func main() {
	only := flag.String("only", "", "measure only these, by name, separated by commas: "+names())
	bin := flag.String("bin", "bin", "folder with runledger and runledger-engine")
	dir := flag.String("dir", "", "where the data goes; default: a temporary folder, removed at the end")
	quick := flag.Bool("quick", false, "a hundredth of the sizes, to see that it runs: the numbers mean nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := sitting(ctx, *only, *bin, *dir, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func names() string {
	var all []string
	for _, m := range measures {
		all = append(all, m.name)
	}
	return strings.Join(all, ", ")
}

func sitting(ctx context.Context, only, bin, dir string, quick bool) error {
	bin, err := filepath.Abs(bin)
	if err != nil {
		return err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "runledger-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	b := &bench{dir: dir, bin: bin, quick: quick, results: results{}}
	failed := b.measure(ctx, wanted(only))
	b.results.print(os.Stdout)
	line, err := json.Marshal(b.results)
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	return failed
}

// wanted returns the measures to take, all of them if only is empty.
func wanted(only string) []measure {
	if only == "" {
		return measures
	}
	var list []measure
	for _, m := range measures {
		for name := range strings.SplitSeq(only, ",") {
			if m.name == strings.TrimSpace(name) {
				list = append(list, m)
			}
		}
	}
	return list
}

// measure takes the measures one after the other; one that fails doesn't keep the
// others from being taken.
func (b *bench) measure(ctx context.Context, list []measure) error {
	var failed []string
	for _, m := range list {
		fmt.Fprintf(os.Stderr, "== %s\n", m.name)
		if err := m.run(ctx, b); err != nil {
			fmt.Fprintf(os.Stderr, "   %s failed: %v\n", m.name, err)
			failed = append(failed, m.name)
		}
		if ctx.Err() != nil {
			break
		}
	}
	if len(list) == 0 {
		return fmt.Errorf("nothing to measure: -only takes %s", names())
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}

// size is n, or little of it in a quick sitting.
func (b *bench) size(n int) int {
	if b.quick {
		return max(1, n/100)
	}
	return n
}
