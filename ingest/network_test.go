package ingest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// listen serves s on a port of its own.
func (s *server) listen(t testing.TB) string {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return web.Listener.Addr().String()
}

// head is the head of a request to ingest.
func (s *server) head(more string) string {
	return "POST /api/v1/ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nAuthorization: Bearer " + s.key + "\r\n" + more + "\r\n"
}

func dial(t testing.TB, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// statusOf reads an answer's status; 0 if the connection ends first.
func statusOf(c net.Conn) int {
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	return r.StatusCode
}

func TestHalfSentBodiesAreNotStored(t *testing.T) {
	s := newServer(t, Limits{})
	address := s.listen(t)
	for name, c := range map[string]struct{ head, body string }{
		"length":          {"Content-Length: 1000\r\n", good + "\n"},
		"chunk":           {"Transfer-Encoding: chunked\r\n", "400\r\n" + good + "\n"},
		"last chunk":      {"Transfer-Encoding: chunked\r\n", fmt.Sprintf("%x\r\n%s\n\r\n", len(good)+1, good)},
		"no chunk at all": {"Transfer-Encoding: chunked\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, address).(*net.TCPConn)
			if _, err := io.WriteString(conn, s.head(c.head)+c.body); err != nil {
				t.Fatal(err)
			}
			_ = conn.CloseWrite()
			if status := statusOf(conn); status != 400 && status != 0 {
				t.Errorf("status %d", status)
			}
			if n := len(s.all(t)); n != 0 {
				t.Errorf("%d events are stored", n)
			}
		})
	}
}

func TestSlowClientsAreToldToHurry(t *testing.T) {
	s := newServer(t, Limits{BodyIdle: 50 * time.Millisecond})
	conn := dial(t, s.listen(t))
	if _, err := io.WriteString(conn, s.head("Content-Length: 1000\r\n")+good); err != nil {
		t.Fatal(err)
	}
	if status := statusOf(conn); status != http.StatusRequestTimeout {
		t.Errorf("status %d", status)
	}
	if n := s.counter(t, "runledger_ingest_refused_total", "slow_client"); n != 1 {
		t.Errorf("%v slow clients counted", n)
	}
}

// A trickle that never pauses for long still has to end at some time.
func TestATrickleEnds(t *testing.T) {
	s := newServer(t, Limits{BodyTotal: 200 * time.Millisecond})
	conn := dial(t, s.listen(t))
	if _, err := io.WriteString(conn, s.head("Content-Length: 1000000\r\n")); err != nil {
		t.Fatal(err)
	}
	var writer sync.WaitGroup
	writer.Go(func() {
		pace := time.NewTicker(5 * time.Millisecond)
		defer pace.Stop()
		for range pace.C {
			if _, err := conn.Write([]byte(" ")); err != nil {
				return
			}
		}
	})
	if status := statusOf(conn); status != http.StatusRequestTimeout {
		t.Errorf("status %d", status)
	}
	conn.Close()
	writer.Wait()
}

// Ten thousand clients in the middle of their bodies cost little, and one more is served.
func TestTenThousandConnections(t *testing.T) {
	n := 10_000
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err == nil && limit.Cur < uint64(2*n+500) {
		limit.Cur = min(limit.Max, uint64(2*n+500))
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
		n = min(n, int(limit.Cur-500)/2)
	}
	if testing.Short() {
		n = 500
	}
	t.Logf("%d connections", n)
	s := newServer(t, Limits{BodyIdle: 2 * time.Minute})
	address := s.listen(t)
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	half := s.head("Content-Length: "+fmt.Sprint(len(good))+"\r\n") + good[:20]
	conns := make([]net.Conn, n)
	for i := range conns {
		conns[i] = dial(t, address)
		if _, err := io.WriteString(conns[i], half); err != nil {
			t.Fatal(err)
		}
	}
	if a := s.lines(t, good); a.status != 202 {
		t.Fatalf("one more: %+v", a)
	}
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	if each := (int64(now.HeapInuse+now.StackInuse) - int64(before.HeapInuse+before.StackInuse)) / int64(n); each > 40<<10 {
		t.Errorf("%d bytes a connection", each)
	}
	// A few hundred of them go on and are served.
	for _, c := range conns[:min(n, 300)] {
		if _, err := io.WriteString(c, good[20:]); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range conns[:min(n, 300)] {
		if status := statusOf(c); status != 202 {
			t.Fatalf("status %d", status)
		}
	}
	if points := s.counter(t, "runledger_ingest_points_total", ""); points != float64(1+min(n, 300)) {
		t.Errorf("%v points", points)
	}
}

// When as many bytes as allowed are under way, the next ones are refused, not held.
func TestBusyServersSaySo(t *testing.T) {
	s := newServer(t, Limits{InFlight: 512 << 10, QueueWait: 20 * time.Millisecond})
	address := s.listen(t)
	big := strings.Repeat(good+"\n", 3500) // 220 kB: a second one doesn't fit
	conn := dial(t, address)
	if _, err := io.WriteString(conn, s.head(fmt.Sprintf("Content-Length: %d\r\n", len(big)))+big[:len(big)-10]); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for s.writer.bodies.budget.inUse() < 200<<10 {
		if time.Now().After(deadline) {
			t.Fatalf("%d bytes under way", s.writer.bodies.budget.inUse())
		}
		runtime.Gosched()
	}
	a := s.post(t, "application/x-ndjson", strings.NewReader(big))
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") != "1" {
		t.Errorf("%+v", a)
	}
	if n := s.counter(t, "runledger_ingest_refused_total", "busy"); n != 1 {
		t.Errorf("%v refusals counted", n)
	}
	if _, err := io.WriteString(conn, big[len(big)-10:]); err != nil {
		t.Fatal(err)
	}
	if status := statusOf(conn); status != 202 {
		t.Errorf("the first: %d", status)
	}
	if a := s.post(t, "application/x-ndjson", strings.NewReader(big)); a.status != 202 {
		t.Errorf("the second, again: %+v", a)
	}
}
