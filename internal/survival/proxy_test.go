package survival

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"syscall"
	"testing"
)

// proxy is the network between a projector and ClickHouse. It can call a function
// while an insert is under way, and goes on only when that returns.
type proxy struct {
	address string
	to      string

	mu    sync.Mutex
	after int    // bytes of the request that have passed by then
	call  func() // nil: nothing is to be caught
	conns []net.Conn
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	// Small buffers: what the projector has sent, ClickHouse has soon.
	small := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var failed error
		err := raw.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 8<<10)
		})
		if err == nil {
			err = failed
		}
		return err
	}}
	l, err := small.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{address: l.Addr().String(), to: to}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, in, out)
			p.mu.Unlock()
			work.Go(func() { p.pass(out, in) })
			work.Go(func() { _, _ = io.Copy(in, out); in.Close(); out.Close() })
		}
	})
	t.Cleanup(func() {
		l.Close()
		p.mu.Lock()
		for _, c := range p.conns {
			c.Close()
		}
		p.mu.Unlock()
		work.Wait()
	})
	return p
}

// insertOfPoints is how such a request begins.
var insertOfPoints = []byte("INSERT+INTO+points+%28")

// pass copies requests, and catches one.
func (p *proxy) pass(out, in net.Conn) {
	defer in.Close()
	defer out.Close()
	piece := make([]byte, 4<<10)
	passed := -1 // since the beginning of an insert; -1: none is under way
	for {
		n, err := in.Read(piece)
		if i := bytes.Index(piece[:n], insertOfPoints); i >= 0 {
			passed = -i
		}
		if passed >= 0 || bytes.Contains(piece[:n], insertOfPoints) {
			passed += n
			if call := p.caught(passed); call != nil {
				call()
			}
		}
		if _, werr := out.Write(piece[:n]); err != nil || werr != nil {
			return
		}
	}
}

// catch calls once in the middle of the next insert that is long enough.
func (p *proxy) catch(after int, call func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.after, p.call = after, call
}

func (p *proxy) caught(passed int) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.call == nil || passed < p.after {
		return nil
	}
	call := p.call
	p.call = nil
	return call
}
