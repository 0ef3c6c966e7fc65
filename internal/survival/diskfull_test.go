package survival

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// smallDisk mounts a file system of megabytes at a new folder.
func smallDisk(t *testing.T, at string, megabytes int) {
	t.Helper()
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700", megabytes)); err != nil {
		t.Skipf("a small disk can't be mounted (%v): run as root, in a container with CAP_SYS_ADMIN", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", at, err)
		}
	})
}

// stuffing keeps a disk full: also what others free is taken at once.
type stuffing struct {
	path string
	stop chan struct{}
	work sync.WaitGroup
}

func stuff(t *testing.T, dir string) *stuffing {
	t.Helper()
	s := &stuffing{path: filepath.Join(dir, "stuffing"), stop: make(chan struct{})}
	file, err := os.Create(s.path)
	if err != nil {
		t.Fatal(err)
	}
	full := make(chan struct{})
	s.work.Go(func() {
		defer file.Close()
		s.fill(file, full)
	})
	t.Cleanup(s.remove)
	select {
	case <-full:
	case <-time.After(patience):
		t.Fatal("the disk doesn't fill up")
	}
	return s
}

func (s *stuffing) fill(file *os.File, full chan struct{}) {
	piece, once := make([]byte, 64<<10), sync.Once{}
	for {
		_, err := file.Write(piece)
		if err == nil {
			select {
			case <-s.stop:
				return
			default:
				continue
			}
		}
		if !errors.Is(err, syscall.ENOSPC) {
			panic(err)
		}
		// The last bytes as well.
		for _, err := io.WriteString(file, "."); err == nil; {
			_, err = io.WriteString(file, ".")
		}
		once.Do(func() { close(full) })
		select {
		case <-s.stop:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// remove frees the space.
func (s *stuffing) remove() {
	select {
	case <-s.stop:
		return
	default:
	}
	close(s.stop)
	s.work.Wait()
	_ = os.Remove(s.path)
}

func fullTime() time.Duration {
	if *long {
		return time.Minute
	}
	return 3 * time.Second
}

func TestDiskFullDuringAppend(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	smallDisk(t, data, 96)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: filepath.Join(data, "ledger")})
	pid := s.PID()
	c := hire(s.URL, s.Key, "admin/full", 3)
	c.pad = padding(32 << 10)
	c.start(t)
	c.goesOn(t, patience)

	disk := stuff(t, data)
	eventually(t, patience, func() string {
		if n := c.statuses()[http.StatusServiceUnavailable]; n < 3*len(c.trainers) {
			return fmt.Sprintf("only %d requests were answered 503; %v", n, c.statuses())
		}
		return ""
	})
	before := c.total()
	lasts(t, fullTime(), func() string {
		if a := ask(t, http.MethodGet, s.URL+"/healthz", "", ""); a.status != http.StatusOK {
			return fmt.Sprintf("healthz: %d %s", a.status, a.body)
		}
		return ""
	})
	t.Logf("%d steps were acknowledged on the full disk; statuses %v, Retry-After %v", c.total()-before, c.statuses(), c.retryAfters())
	disk.remove()
	c.goesOn(t, patience)
	c.stop(t)

	onlyTheseStatuses(t, c, http.StatusAccepted, http.StatusServiceUnavailable)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
	if s.PID() != pid || metric(t, s.URL, "runledger_engine_exits_total") > 0 {
		t.Error("the server or its engine didn't live through it")
	}
}

func TestDiskFullDuringInsert(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "ledger")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	first := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: data}) // makes the folder its own
	first.Stop(t)
	if err := os.RemoveAll(filepath.Join(data, "engine")); err != nil {
		t.Fatal(err)
	}
	smallDisk(t, filepath.Join(data, "engine"), 64)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: data})
	engine := s.EnginePID(t)
	c := hire(s.URL, s.Key, "admin/full", 3).start(t)
	c.goesOn(t, patience)

	disk := stuff(t, filepath.Join(data, "engine"))
	eventually(t, patience, func() string {
		if metric(t, s.URL, "runledger_projection_retries_total") == 0 {
			return "no insert has failed"
		}
		return ""
	})
	c.goesOn(t, patience) // the log has a disk of its own
	if a := chart(t, s.URL, s.Key, "admin/full"); a.status != http.StatusOK {
		t.Errorf("chart on a full disk: %d %s", a.status, a.body)
	}
	lasts(t, fullTime(), func() string {
		if a := ask(t, http.MethodGet, s.URL+"/healthz", "", ""); a.status != http.StatusOK {
			return fmt.Sprintf("healthz: %d %s", a.status, a.body)
		}
		return ""
	})
	c.goesOn(t, patience)
	disk.remove()
	c.goesOn(t, patience)
	c.stop(t)

	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
	if s.EnginePID(t) != engine {
		t.Error("the engine didn't live through it")
	}
}

// onlyTheseStatuses checks what a crew was answered, and that each 503 named a time.
func onlyTheseStatuses(t *testing.T, c *crew, allowed ...int) {
	t.Helper()
	got := c.statuses()
	for _, status := range allowed {
		delete(got, status)
	}
	if len(got) > 0 {
		t.Errorf("answers besides %v: %v; %q", allowed, got, c.trainers[0].last)
	}
	if n := c.retryAfters()[""]; n > 0 {
		t.Errorf("%d answers of 503 had no Retry-After", n)
	}
}

// padding is text of a size that doesn't compress to nothing.
func padding(size int) string {
	out := make([]byte, size)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = 'a' + byte(x>>24)%26
	}
	return string(out)
}
