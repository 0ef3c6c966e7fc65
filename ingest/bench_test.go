package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	ingestpb "runledger/ingest/pb"
)

// Shape of the bodies: as many points as a trainer, or a few, send at once.
const (
	benchRuns = 10
	benchRows = 100 // of each run
	benchKeys = 20
)

func benchKey(k int) string { return fmt.Sprintf("train/metric_%02d", k) }

// cpu is the CPU time of this process so far.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ndjsonBody(runs, rows int, value func(*rand.Rand) float64) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	var b bytes.Buffer
	for row := range rows {
		for run := range runs {
			fmt.Fprintf(&b, `{"project":"root/bench","run":"run-%d","step":%d,"time":%d.%03d,"metrics":{`, run, row, 1700000000+row, r.IntN(1000))
			for k := range benchKeys {
				if k > 0 {
					b.WriteByte(',')
				}
				fmt.Fprintf(&b, `"%s":%v`, benchKey(k), value(r))
			}
			b.WriteString("}}\n")
		}
	}
	return b.Bytes()
}

func float32Born(r *rand.Rand) float64 { return float64(r.Float32()) }

func protobufBody(runs, rows int) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	q := &ingestpb.IngestRequest{}
	for run := range runs {
		b := &ingestpb.RunBatch{Project: "root/bench", Run: fmt.Sprintf("run-%d", run)}
		for k := range benchKeys {
			s := &ingestpb.Series{Key: benchKey(k)}
			for range rows {
				s.Values = append(s.Values, float32Born(r))
			}
			b.Series = append(b.Series, s)
		}
		for row := range rows {
			b.Steps = append(b.Steps, int64(row))
			b.TimesMs = append(b.TimesMs, 1700000000000+int64(row)*1000+r.Int64N(1000))
		}
		q.Runs = append(q.Runs, b)
	}
	body, err := proto.Marshal(q)
	if err != nil {
		panic(err)
	}
	return body
}

// BenchmarkDecode is decode + check + columns + encode, without HTTP and log.
func BenchmarkDecode(b *testing.B) {
	points := benchRuns * benchRows * benchKeys
	for _, c := range []struct {
		name   string
		body   []byte
		decode func(*decoder, []byte) error
		points int
	}{
		{"ndjson", ndjsonBody(benchRuns, benchRows, float32Born), (*decoder).ndjson, points},
		{"ndjson short numbers", ndjsonBody(benchRuns, benchRows, func(r *rand.Rand) float64 { return float64(r.IntN(10000)) / 1000 }), (*decoder).ndjson, points},
		{"ndjson one line", ndjsonBody(1, 1, float32Born), (*decoder).ndjson, benchKeys},
		{"protobuf", protobufBody(benchRuns, benchRows), (*decoder).protobuf, points},
		{"protobuf one row", protobufBody(1, 1), (*decoder).protobuf, benchKeys},
	} {
		b.Run(c.name, func(b *testing.B) {
			d := newDecoder(DefaultLimits)
			b.ReportAllocs()
			began := cpu()
			for b.Loop() {
				d.begin(time.Now())
				if err := c.decode(d, c.body); err != nil || d.rejected.total > 0 {
					b.Fatal(err, d.rejected.list)
				}
				encodeAll(b, d)
				d.recycle()
			}
			b.ReportMetric(float64(b.N*c.points)/(cpu()-began).Seconds()/1e6, "Mpoints/cpu-s")
			b.ReportMetric(float64(len(c.body))/float64(c.points), "B/point")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func encodeAll(b *testing.B, d *decoder) {
	for i, to := range d.runs {
		to.ref = RunRef{No: 1 + 1, Home: 1}
		for _, e := range to.events(ClientOrigin("w", uint64(i))) {
			if err := event.Stamp(e, time.Now()); err != nil {
				b.Fatal(err)
			}
			if _, err := event.Encode(e); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPost is the whole way of a request but the network: HTTP, log, catalog.
func BenchmarkPost(b *testing.B) {
	s := newServer(b, Limits{})
	points := benchRuns * benchRows * benchKeys
	ndjson, protobuf := ndjsonBody(benchRuns, benchRows, float32Born), protobufBody(benchRuns, benchRows)
	for _, c := range []struct {
		name, mediaType string
		body            []byte
		points          int
	}{
		{"ndjson", "application/x-ndjson", ndjson, points},
		{"json", "application/json", append(append([]byte("["), bytes.ReplaceAll(bytes.TrimSpace(ndjson), []byte("\n"), []byte(","))...), ']'), points},
		{"protobuf", "application/x-protobuf", protobuf, points},
		{"ndjson one line", "application/x-ndjson", ndjsonBody(1, 1, float32Born), benchKeys},
		{"protobuf one row", "application/x-protobuf", protobufBody(1, 1), benchKeys},
	} {
		b.Run(c.name, func(b *testing.B) {
			began := cpu()
			for b.Loop() {
				if a := s.post(b, c.mediaType, bytes.NewReader(c.body)); a.status != 202 || a.Points != c.points {
					b.Fatalf("%+v", a)
				}
			}
			b.ReportMetric(float64(b.N*c.points)/(cpu()-began).Seconds()/1e6, "Mpoints/cpu-s")
		})
	}
}
