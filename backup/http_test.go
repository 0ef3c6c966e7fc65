package backup

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// TestNobodyTakesIt sends a backup to a client that doesn't read: it is given up, and
// the checkpoint is removed.
func TestNobodyTakesIt(t *testing.T) {
	source, _ := folderOf(t, 1)
	content(t, source.Dir, strings.Repeat("much ", 8<<20)) // more than sockets hold
	s := NewServer(source, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	s.stalled = 200 * time.Millisecond
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		taken, err := source.Take(r.Context())
		if err == nil {
			err = s.send(r.Context(), taken, w, "ann")
		}
		ended <- err
	}))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it still waits")
	}
	if _, err := os.Stat(filepath.Join(source.Dir, scratch)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the checkpoint is still there: %v", err)
	}
}
