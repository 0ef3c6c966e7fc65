package eventlog_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"runledger/eventlog"
)

func openBench(b *testing.B) *eventlog.Embedded {
	b.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = log.Close() })
	return log
}

// smallRecord is what one call of a trainer's log becomes.
func smallRecord(n int) eventlog.Record {
	return eventlog.Record{
		Key:     []byte("4711"),
		Value:   make([]byte, n),
		Headers: []eventlog.Header{{Key: "ce_id", Value: make([]byte, 16)}, {Key: "ce_type", Value: []byte("metrics.logged.v1")}},
	}
}

// metricRecord resembles a columnar batch of metrics: per point 8 bytes of a noisy
// float64 and 3 of a slowly growing step and time.
func metricRecord(rnd *rand.Rand, points int) eventlog.Record {
	r := smallRecord(0)
	r.Value = make([]byte, 0, 11*points)
	loss := rnd.Float64()
	for i := range points {
		loss *= 1 + 0.01*rnd.NormFloat64()
		if os.Getenv("FLOAT32") != "" {
			loss = float64(float32(loss))
		}
		r.Value = binary.LittleEndian.AppendUint64(r.Value, math.Float64bits(loss))
		r.Value = append(r.Value, byte(i), byte(i>>8), byte(90+rnd.IntN(20)))
	}
	return r
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// BenchmarkAppendAlone appends one small record at a time; a plain write and fsync of
// the same bytes follows each append, so that both see the same disk.
func BenchmarkAppendAlone(b *testing.B) {
	log := openBench(b)
	raw, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	if err := syscall.Fallocate(int(raw.Fd()), 1, 0, 64<<20); err != nil {
		b.Fatal(err)
	}
	record := smallRecord(1000)
	var appends, syncs []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{record}}); err != nil {
			b.Fatal(err)
		}
		appends = append(appends, time.Since(began))
		began = time.Now()
		if _, err := raw.Write(record.Value); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(raw.Fd())); err != nil {
			b.Fatal(err)
		}
		syncs = append(syncs, time.Since(began))
	}
	b.ReportMetric(float64(median(appends).Microseconds()), "append-µs")
	b.ReportMetric(float64(median(syncs).Microseconds()), "fsync-µs")
	b.ReportMetric(float64((median(appends) - median(syncs)).Microseconds()), "over-fsync-µs")
}

func BenchmarkAppendConcurrent(b *testing.B) {
	for _, size := range []int{200, 1000, 64 << 10} {
		b.Run(fmt.Sprintf("64x%d", size), func(b *testing.B) {
			log := openBench(b)
			record := smallRecord(size)
			b.SetBytes(int64(size))
			var next atomic.Int64
			var group sync.WaitGroup
			lates := make([][]time.Duration, 64)
			b.ResetTimer()
			for w := range 64 {
				group.Go(func() {
					batch := eventlog.Batch{Topic: eventlog.Telemetry, Partition: w % 4, Records: []eventlog.Record{record}}
					for next.Add(1) <= int64(b.N) {
						began := time.Now()
						if _, err := log.Append(context.Background(), batch); err != nil {
							b.Error(err)
							return
						}
						lates[w] = append(lates[w], time.Since(began))
					}
				})
			}
			group.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
			b.ReportMetric(float64(median(slices.Concat(lates...)).Microseconds()), "p50-µs")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, points := range []int{20, 100, 6000} {
		b.Run(fmt.Sprint(points, "points"), func(b *testing.B) {
			log := openBench(b)
			rnd := rand.New(rand.NewPCG(1, 2))
			total, records := 0, eventlog.Offset(0)
			for total < 128<<20 {
				batch := eventlog.Batch{Topic: eventlog.Telemetry}
				for n := 0; n < 2<<20; n += 11 * points {
					batch.Records = append(batch.Records, metricRecord(rnd, points))
					total, records = total+11*points, records+1
				}
				if _, err := log.Append(context.Background(), batch); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(total))
			for b.Loop() {
				for from := eventlog.Offset(0); from < records; {
					got, err := log.Read(context.Background(), eventlog.Telemetry, 0, from, 1<<20)
					if err != nil {
						b.Fatal(err)
					}
					from += eventlog.Offset(len(got))
				}
			}
		})
	}
}

// BenchmarkSustained appends 15 MB of metrics a second to four partitions, with some
// actions between; an iteration is a second (-benchtime 60x).
func BenchmarkSustained(b *testing.B) {
	const rate, points, tick = 15_000_000, 2000, 20 * time.Millisecond
	dir := b.TempDir()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	rnd := rand.New(rand.NewPCG(1, 2))
	records := make([]eventlog.Record, 64)
	for i := range records {
		records[i] = metricRecord(rnd, points)
	}
	cpu, written := cpuTime(b), diskWrites(b)
	began, sent, n := time.Now(), 0, 0
	for time.Since(began) < time.Duration(b.N)*time.Second {
		if wait := time.Duration(float64(sent)/rate*1e9) - time.Since(began); wait > tick {
			time.Sleep(tick) // pace
			continue
		}
		batches := []eventlog.Batch{{Topic: eventlog.Telemetry, Partition: n % 4, Records: []eventlog.Record{records[n%len(records)]}}}
		if n%50 == 0 {
			batches = append(batches, eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{smallRecord(500)}})
		}
		if _, err := log.Append(context.Background(), batches...); err != nil {
			b.Fatal(err)
		}
		sent += 11 * points
		n++
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(sent)/time.Since(began).Seconds()/1e6, "MB/s")
	b.ReportMetric(100*(cpuTime(b)-cpu).Seconds()/time.Since(began).Seconds(), "%core")
	b.ReportMetric(float64(diskWrites(b)-written)/float64(sent), "write-amp")
	log.Describe(os.Stdout)
	if err := log.Close(); err != nil {
		b.Fatal(err)
	}
	if log, err = eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir}); err != nil { // flushes
		b.Fatal(err)
	}
	b.ReportMetric(float64(dirSize(b, dir))/float64(sent)*11, "B/point")
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// diskWrites returns the bytes this process has had written.
func diskWrites(b *testing.B) int64 {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		b.Skip(err)
	}
	var rchar, wchar, syscr, syscw, readBytes, writeBytes int64
	_, err = fmt.Sscanf(string(text), "rchar: %d\nwchar: %d\nsyscr: %d\nsyscw: %d\nread_bytes: %d\nwrite_bytes: %d",
		&rchar, &wchar, &syscr, &syscw, &readBytes, &writeBytes)
	if err != nil {
		b.Fatal(err)
	}
	return writeBytes
}

func dirSize(b *testing.B, dir string) (size int64) {
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && filepath.Ext(info.Name()) != ".log" {
			size += info.Size()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// BenchmarkMemory reports what an open log holds in memory, new and after 200 MB.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		before := heap()
		log := openBench(b)
		fresh := heap()
		rnd := rand.New(rand.NewPCG(1, 2))
		batch := eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{metricRecord(rnd, 6000)}}
		for n := 0; n < 200<<20; n += 11 * 6000 {
			if _, err := log.Append(context.Background(), batch); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(fresh-before)/1e6, "new-MB")
		b.ReportMetric(float64(heap()-before)/1e6, "used-MB")
	}
}

// heap returns the bytes that are in use after a collection.
func heap() int64 {
	runtime.GC()
	runtime.GC() // a finalizer may have kept some for one more turn
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}
