package engine

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Options of an embedded engine. Zero values mean the default in brackets.
type Options struct {
	DataDir     string // the child's own folder; made if need be
	BinaryPath  string // runledger-engine [next to the executable, else on PATH]
	LibraryPath string // libchdb.so [see FindLibrary]
	SocketPath  string // [in DataDir, or in a private temporary folder where that path is too long]

	MaxMemory    uint64        // bytes [4 GiB]; a query beyond it fails with code 241
	MaxQueries   int           // at once [64]; more wait in line
	MergeThreads int           // [2]
	StopGrace    time.Duration // what running queries get at an orderly stop [10 s]

	Logger     *slog.Logger          // [slog.DiscardHandler]
	Registerer prometheus.Registerer // [none]
}

const (
	defaultStopGrace = 10 * time.Second
	binaryName       = "runledger-engine"

	// killAfter is added to StopGrace for closing files and saving what ClickHouse saves.
	killAfter = 10 * time.Second
)

// complete fills in the defaults.
func (o Options) complete() (Options, error) {
	if o.DataDir == "" {
		return o, errors.New("embedded engine: no data folder given")
	}
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return o, fmt.Errorf("embedded engine: %w", err)
	}
	o.DataDir = dir
	if o.SocketPath == "" {
		o.SocketPath = socketPath(dir)
	}
	if o.StopGrace == 0 {
		o.StopGrace = defaultStopGrace
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registerer == nil {
		o.Registerer = prometheus.NewRegistry()
	}
	return o, nil
}

// binary finds runledger-engine.
func (o Options) binary() (string, error) {
	if o.BinaryPath != "" {
		return o.BinaryPath, nil
	}
	if exe, err := os.Executable(); err == nil {
		if path := filepath.Join(filepath.Dir(exe), binaryName); isFile(path) {
			return path, nil
		}
	}
	path, err := exec.LookPath(binaryName)
	if err != nil {
		return "", fmt.Errorf("%s, the embedded engine's program, is neither next to this executable nor on PATH: build it with `make build`, or use --clickhouse with the address of a ClickHouse server", binaryName)
	}
	return path, nil
}
