package main

import (
	"fmt"
	"io"
	"time"

	"runledger/backup"
)

// progressEvery is how often a line of progress is printed.
const progressEvery = 2 * time.Second

// bytesReport prints how much of a backup was seen.
type bytesReport struct {
	w     io.Writer
	what  string
	began time.Time
	last  time.Time
	done  int64
}

func bytesTo(w io.Writer, what string) *bytesReport {
	now := time.Now()
	return &bytesReport{w: w, what: what, began: now, last: now}
}

func (r *bytesReport) seen(m backup.Manifest, done int64) {
	r.done = done
	now := time.Now()
	if now.Sub(r.last) < progressEvery {
		return
	}
	r.last = now
	fmt.Fprintf(r.w, "%s  %s of about %s\n", r.what, r, mebibytes(m.Bytes()))
}

// damaged names contents that the disk has changed before they were backed up.
func (r *bytesReport) damaged(names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(r.w, "%s  WARNING: %d files that were uploaded are damaged on the server's disk and aren't restored:\n", r.what, len(names))
	for _, name := range names {
		fmt.Fprintf(r.w, "  %s\n", name)
	}
}

func (r *bytesReport) String() string {
	seconds := time.Since(r.began).Seconds()
	return fmt.Sprintf("%s, %.0f s, %s/s", mebibytes(r.done), seconds, mebibytes(int64(float64(r.done)/max(seconds, 0.001))))
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
