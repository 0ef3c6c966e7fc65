package main

import (
	"context"
	"os"
	"runtime/pprof"
	"syscall"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	b := &bench{dir: t.TempDir(), results: results{}}
	log, err := b.startLog()
	if err != nil {
		t.Fatal(err)
	}
	if err := busyLog(context.Background(), log, 1000000, 100000); err != nil {
		t.Fatal(err)
	}
	f, _ := os.Create("/tmp/catalog-profdir/start.prof")
	pprof.StartCPUProfile(f)
	c0, w := cpuTime(), time.Now()
	_, stop, err := runCatalog(context.Background(), log, nil)
	t.Logf("cpu %v wall %v", cpuTime()-c0, time.Since(w))
	pprof.StopCPUProfile()
	stop()
	log.Close()
}

func cpuTime() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
