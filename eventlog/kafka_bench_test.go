package eventlog_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/testenv"
)

func openKafkaBench(b *testing.B) *eventlog.Kafka {
	b.Helper()
	addr, _ := testenv.Kafka(b)
	o := kafkaOptions(addr)
	o.Partitions = 4
	log := openKafka(b, o)
	b.Cleanup(func() { _ = log.Close() })
	return log
}

// BenchmarkKafkaAppendAlone appends one small record at a time.
func BenchmarkKafkaAppendAlone(b *testing.B) {
	log := openKafkaBench(b)
	batch := eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{smallRecord(1000)}}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := log.Append(context.Background(), batch); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	b.ReportMetric(float64(median(took).Microseconds()), "p50-µs")
}

func BenchmarkKafkaAppendConcurrent(b *testing.B) {
	for _, points := range []int{20, 2000} {
		b.Run(fmt.Sprintf("64x%dpoints", points), func(b *testing.B) {
			log := openKafkaBench(b)
			rnd := rand.New(rand.NewPCG(1, 2))
			records := make([]eventlog.Record, 256)
			for i := range records {
				records[i] = metricRecord(rnd, points)
			}
			b.SetBytes(int64(len(records[0].Value)))
			var next atomic.Int64
			var group sync.WaitGroup
			lates := make([][]time.Duration, 64)
			cpu := cpuTime(b)
			b.ResetTimer()
			for w := range 64 {
				group.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						began := time.Now()
						batch := eventlog.Batch{Topic: eventlog.Telemetry, Partition: w % 4, Records: []eventlog.Record{records[n%256]}}
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
			b.ReportMetric((cpuTime(b)-cpu).Seconds()/(float64(b.N)*float64(len(records[0].Value))/1e9), "cpu-s/GB")
		})
	}
}

func BenchmarkKafkaRead(b *testing.B) {
	for _, points := range []int{20, 2000} {
		b.Run(fmt.Sprint(points, "points"), func(b *testing.B) {
			log := openKafkaBench(b)
			rnd := rand.New(rand.NewPCG(1, 2))
			total, records := 0, eventlog.Offset(0)
			for total < 64<<20 {
				batch := eventlog.Batch{Topic: eventlog.Telemetry}
				for n := 0; n < 1<<20; n += 11 * points {
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
					from = got[len(got)-1].Offset + 1
				}
			}
		})
	}
}
