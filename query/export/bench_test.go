package export

import (
	"context"
	"io"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

func BenchmarkExport(b *testing.B) {
	x := readtest.Bench(b)
	var set fixedSet
	for i := range 10_000 {
		set = append(set, read.Run{No: catalog.RunNo(i + 1), Home: 1})
	}
	x.Board.Advance(0, 3, 1<<40)
	d := Deps{Reader: x.Reader, RunSets: set}
	const points = 11_000_000
	at := now
	at.Position.Telemetry = []uint64{1 << 40, 1 << 40, 1 << 40, 1 << 40}
	for _, f := range formats {
		b.Run(f.name, func(b *testing.B) {
			cpu, began := x.CPU(), time.Now()
			for b.Loop() {
				s, err := open(context.Background(), d, project, &Request{What: "history", Format: f.name}, at)
				if err != nil {
					b.Fatal(err)
				}
				var n counter
				if err := s.copyTo(&n); err != nil && err != io.EOF {
					b.Fatal(err)
				}
				s.Close()
				b.ReportMetric(float64(n)/points, "bytes/point")
			}
			b.ReportMetric(points*float64(b.N)/time.Since(began).Seconds(), "points/s")
			b.ReportMetric(points*float64(b.N)/(x.CPU()-cpu), "points/engine-cpu-s")
		})
	}
}
