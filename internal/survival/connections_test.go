package survival

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// TestTenThousandConnections opens so many connections to ingest, idle ones, heads and
// bodies by halves, and bodies byte by byte; meanwhile ordinary clients must get
// through.
func TestTenThousandConnections(t *testing.T) {
	t.Parallel()
	const all = 10_000
	needFiles(t, all+1000)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	before := residentMB(t, s.PID())
	c := hire(s.URL, s.Key, "admin/crowd", 3).start(t)
	c.goesOn(t, patience)

	start := time.Now()
	crowd := connect(t, strings.TrimPrefix(s.URL, "http://"), s.Key, all)
	t.Logf("%d connections are open after %s", len(crowd), time.Since(start).Round(time.Millisecond))
	trickle := time.NewTicker(200 * time.Millisecond)
	defer trickle.Stop()
	for range 10 {
		<-trickle.C
		for i := 3; i < len(crowd); i += 4 {
			_, _ = io.WriteString(crowd[i], " ") // those that were cut off: fine
		}
		c.goesOn(t, 5*time.Second)
	}
	if a := chart(t, s.URL, s.Key, "admin/crowd"); a.status != http.StatusOK {
		t.Errorf("chart beside the crowd: %d %s", a.status, a.body)
	}
	if status, parts := unready(t, s.URL); status != http.StatusOK {
		t.Errorf("readyz: %d %v", status, parts)
	}
	held := residentMB(t, s.PID())
	t.Logf("the server holds %d MB, %d before; slowest acknowledgement %s", held, before, c.slowest().Round(time.Millisecond))
	if held > before+600 {
		t.Errorf("%d MB for %d idle and slow connections", held-before, all)
	}
	for _, conn := range crowd {
		conn.Close()
	}
	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
}

// connect opens connections of four sorts by turns.
func connect(t *testing.T, address, key string, n int) []net.Conn {
	t.Helper()
	head := fmt.Sprintf("POST /api/v1/ingest HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: 60000000\r\n", address, key)
	sorts := []string{
		"",
		head[:len(head)/2],
		head + "\r\n" + `{"project":"admin/crowd","run":"never","st`,
		head + "\r\n",
	}
	conns := make([]net.Conn, n)
	errs := make([]error, n)
	var work sync.WaitGroup
	turns := make(chan struct{}, 100)
	for i := range n {
		turns <- struct{}{}
		work.Go(func() {
			defer func() { <-turns }()
			conn, err := net.DialTimeout("tcp", address, patience)
			if err == nil {
				conns[i] = conn
				_, err = io.WriteString(conn, sorts[i%len(sorts)])
			}
			errs[i] = err
		})
	}
	work.Wait()
	t.Cleanup(func() {
		for _, conn := range conns {
			if conn != nil {
				conn.Close()
			}
		}
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return conns
}

// needFiles makes sure that this process, and so those it starts, may open n files.
func needFiles(t *testing.T, n uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Cur >= n {
		return
	}
	raised := syscall.Rlimit{Cur: n, Max: max(limit.Max, n)}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised); err != nil {
		t.Skipf("a process may open %d files here, %d are needed: ulimit -n %d", limit.Max, n, n)
	}
}

// residentMB is the memory of a process.
func residentMB(t *testing.T, pid int) int {
	t.Helper()
	return statusNumber(t, pid, "VmRSS:") / 1024
}
