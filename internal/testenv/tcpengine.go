package testenv

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"runledger/engine"
)

// TCPEngine is an engine as a process of its own that is reached as a ClickHouse server
// is: over TCP with a password.
type TCPEngine struct {
	Endpoint engine.Endpoint

	dir, binary string
	process     *Process
}

// enginePassword of test engines.
const enginePassword = "test-only"

// StartTCPEngine starts one for this test alone, on a free port.
func StartTCPEngine(tb testing.TB) *TCPEngine {
	tb.Helper()
	Library(tb)
	at, err := engine.ParseDSN(fmt.Sprintf("http://default:%s@%s/", enginePassword, freeAddress(tb)))
	if err != nil {
		tb.Fatal(err)
	}
	e := &TCPEngine{Endpoint: at, dir: tb.TempDir(), binary: EngineBinary(tb)}
	if err := e.Start(tb); err != nil {
		tb.Fatal(err)
	}
	return e
}

// Start starts it again after Kill, on the same data and address.
func (e *TCPEngine) Start(tb testing.TB) (err error) {
	tb.Helper()
	e.process, err = startProcess(tb, "engine", e.binary, []string{"RUNLEDGER_ENGINE_PASSWORD=" + enginePassword},
		"--data", e.dir, "--listen", e.Endpoint.Address)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	client := e.Endpoint.HTTPClient()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for e.Endpoint.Ping(ctx, client) != nil {
		select {
		case <-tick.C:
		case <-e.process.done:
			return fmt.Errorf("the engine ended: %w\n%s", e.process.err, e.process.Log(20))
		case <-ctx.Done():
			return errors.New("the engine doesn't answer in time")
		}
	}
	return nil
}

// PID is its process id.
func (e *TCPEngine) PID() int { return e.process.PID() }

// Kill ends it with SIGKILL.
func (e *TCPEngine) Kill() { e.process.Kill() }

// freeAddress is one of loopback that was free a moment ago.
func freeAddress(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
