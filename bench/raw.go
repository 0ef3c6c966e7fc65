package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/projections"
)

// A raw block: what 1,000 trainers send in five steps of 20 metrics, as it arrives.
const (
	rawRuns  = 1000
	rawKeys  = 20
	rawSteps = 5
	rawRows  = rawRuns * rawKeys * rawSteps
)

// raw measures what the engine takes by itself: one writer that POSTs Native blocks,
// made beforehand, into the same table with the same settings; merges run.
func raw(ctx context.Context, b *bench) error {
	rate, err := b.rawRate(ctx)
	if err != nil {
		return err
	}
	b.results.set("raw_rows_per_s", rate)
	return nil
}

func (b *bench) rawRate(ctx context.Context) (float64, error) {
	at, stop, err := b.startEngine(ctx, "raw")
	if err != nil {
		return 0, err
	}
	defer stop()
	client := clickhouse.NewClient(at)
	defer client.Close()
	ddl, err := projections.Schema{}.DDL("points")
	if err != nil {
		return 0, err
	}
	if _, err := client.Post(ctx, ddl, nil, nil, nil); err != nil {
		return 0, fmt.Errorf("create points: %w", err)
	}
	const warm = 5
	blocks := make([][]byte, b.size(100)+warm)
	for i := range blocks {
		blocks[i] = rawBlock(i)
	}
	var begin time.Time
	for i, block := range blocks {
		if i == warm {
			begin = time.Now()
		}
		if _, err := client.Post(ctx, "INSERT INTO points FORMAT Native", nil, nil, bytes.NewReader(block)); err != nil {
			return 0, fmt.Errorf("insert block %d: %w", i, err)
		}
	}
	return float64((len(blocks)-warm)*rawRows) / time.Since(begin).Seconds(), nil
}

// rawBlock encodes the n-th block.
func rawBlock(n int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	var home proto.ColUInt32
	key := new(proto.ColStr).LowCardinality()
	var run, off proto.ColUInt64
	var step proto.ColInt64
	var value proto.ColFloat64
	timeMs := new(proto.ColDateTime64).WithPrecision(proto.PrecisionMilli)
	var part proto.ColUInt16
	var idx proto.ColUInt32
	for s := range rawSteps {
		at := int64(n*rawSteps + s)
		for r := range rawRuns {
			when := time.UnixMilli(1.7e12 + at*1000 + random.Int64N(100))
			for k := range rawKeys {
				home.Append(1)
				key.Append(rawNames[k])
				run.Append(uint64(r + 1))
				step.Append(at)
				value.Append(float64(random.Float32()))
				timeMs.Append(when)
				part.Append(uint16(r % 4))
				off.Append(uint64(n*rawRuns + r))
				idx.Append(uint32(s))
			}
		}
	}
	in := proto.Input{{Name: "home", Data: home}, {Name: "key", Data: key}, {Name: "run", Data: run},
		{Name: "step", Data: step}, {Name: "value", Data: value}, {Name: "time", Data: timeMs},
		{Name: "part", Data: part}, {Name: "off", Data: off}, {Name: "idx", Data: idx}}
	var buf proto.Buffer
	block := proto.Block{Columns: len(in), Rows: rawRows}
	if err := block.EncodeRawBlock(&buf, 0, in); err != nil {
		panic(err) // columns of equal length: can't be
	}
	return slices.Clip(buf.Buf)
}

var rawNames = func() (names [rawKeys]string) {
	for i := range names {
		names[i] = fmt.Sprintf("metric_%02d", i)
	}
	return names
}()

// startEngine runs an engine of its own.
func (b *bench) startEngine(ctx context.Context, name string) (engine.Endpoint, func(), error) {
	e, err := engine.New(engine.Options{
		DataDir: filepath.Join(b.dir, name), BinaryPath: filepath.Join(b.bin, "runledger-engine"), Logger: slog.Default(),
	})
	if err != nil {
		return engine.Endpoint{}, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := e.Run(ctx); err != nil {
			slog.Error("engine", "error", err)
		}
	}()
	stop := func() { cancel(); <-done }
	if err := e.WaitReady(ctx); err != nil {
		stop()
		return engine.Endpoint{}, nil, err
	}
	return e.Endpoint(), stop, nil
}
