package survival

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"runledger/blob"
	"runledger/internal/testenv"
)

// runledger runs the program to its end.
func runledger(t *testing.T, key string, args ...string) (output string, code int) {
	t.Helper()
	cmd := exec.Command(testenv.Binary(t, "runledger"), args...)
	cmd.Env = append(cmd.Environ(), "RUNLEDGER_KEY="+key)
	out, err := cmd.CombinedOutput()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// succeeds is runledger that must.
func succeeds(t *testing.T, key string, args ...string) string {
	t.Helper()
	out, code := runledger(t, key, args...)
	if code != 0 {
		t.Fatalf("runledger %s: exit code %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// TestBackupUnderLoad takes backups while trainers log, restores one elsewhere, starts
// a server there, and looks for everything that was acknowledged before it began.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	files, err := blob.Open(t.Context(), filepath.Join(s.Data, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	stored, err := files.Put(t.Context(), strings.NewReader(padding(3<<20)), 4<<20)
	if err != nil {
		t.Fatal(err)
	}
	c := hire(s.URL, s.Key, "admin/backup", 4)
	c.pad = padding(16 << 10)
	c.start(t)
	c.goesOn(t, patience)
	tar := filepath.Join(t.TempDir(), "ledger.tar")
	var before map[string]int64
	for range 3 { // the last replaces the others
		c.goesOn(t, patience)
		before = c.acked()
		t.Log(succeeds(t, s.Key, "backup", "--data", s.Data, "--to", tar))
	}
	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	if info, err := os.Stat(tar); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	nothingLeft(t, s.Data)

	elsewhere := filepath.Join(t.TempDir(), "restored")
	t.Log(succeeds(t, "", "restore", "--from", tar, "--data", elsewhere))
	s.Stop(t)
	r := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: elsewhere})
	verified(t, r.URL, r.Key) // waits until the tables have caught up
	if missing := inTables(t, embeddedTables(t, elsewhere), before); missing != "" {
		t.Error(missing)
	}
	content, err := os.ReadFile(filepath.Join(elsewhere, "blobs", "sha256", stored.SHA256[:2], stored.SHA256))
	if err != nil || len(content) != 3<<20 {
		t.Errorf("the file that was uploaded: %d bytes, %v", len(content), err)
	}
	// It is a server as any other: trainers go on, and it can be backed up.
	more := hire(r.URL, r.Key, "admin/more", 1).start(t)
	more.goesOn(t, patience)
	more.stop(t)
	r.Stop(t)
	succeeds(t, "", "backup", "--data", elsewhere, "--to", tar)
	nothingLeft(t, elsewhere)
}

// nothingLeft looks for what backups need while they are taken.
func nothingLeft(t *testing.T, data string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, "backup")); !os.IsNotExist(err) {
		t.Errorf("a checkpoint is left: %v", err)
	}
}

// TestBackupsOneAtATime holds one, asks for another, and kills the server meanwhile.
func TestBackupsOneAtATime(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	files, err := blob.Open(t.Context(), filepath.Join(s.Data, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if _, err := files.Put(t.Context(), strings.NewReader(padding(48<<20)), 64<<20); err != nil { // more than sockets hold
		t.Fatal(err)
	}
	address := s.URL + "/api/v1/admin/backup"
	begin := func() io.ReadCloser {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.Key)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp, err)
		}
		if _, err := io.CopyN(io.Discard, resp.Body, 512); err != nil {
			t.Fatal(err)
		}
		return resp.Body
	}
	first := begin()
	if a := ask(t, http.MethodGet, address, s.Key, ""); a.status != http.StatusConflict || a.problem(t).Hint == "" {
		t.Errorf("a second one: %d %s", a.status, a.body)
	}
	other := strings.Repeat("k", 40)
	if a := ask(t, http.MethodPost, s.URL+"/api/v1/users", s.Key, `{"name":"ann","api_key":"`+other+`"}`); a.status/100 != 2 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := ask(t, http.MethodGet, address, other, ""); a.status != http.StatusNotFound {
		t.Errorf("somebody else: %d %s", a.status, a.body)
	}
	first.Close() // the client goes away
	eventually(t, patience, func() string {
		if n := metric(t, s.URL, "runledger_backup_total", `outcome="failed"`); n != 1 {
			return "the server doesn't notice that the client is gone"
		}
		return ""
	})
	nothingLeft(t, s.Data)

	held := begin()
	defer held.Close()
	s.Kill()
	if _, err := os.Stat(filepath.Join(s.Data, "backup")); err != nil {
		t.Errorf("the test doesn't kill in the middle: %v", err)
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, s.Data)
	begin().Close()
}

// aBackup is a backup of a server that has stopped, with a file of so many bytes.
func aBackup(t *testing.T, size int) (tar string) {
	t.Helper()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	files, err := blob.Open(t.Context(), filepath.Join(s.Data, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if _, err := files.Put(t.Context(), strings.NewReader(padding(size)), int64(size)); err != nil {
		t.Fatal(err)
	}
	s.Stop(t)
	tar = filepath.Join(t.TempDir(), "ledger.tar")
	succeeds(t, "", "backup", "--data", s.Data, "--to", tar)
	return tar
}

// TestRestoreThatDoesNotEnd is killed in the middle, cut off, and meets full disks.
func TestRestoreThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	tar := aBackup(t, 8<<20)
	text, err := os.ReadFile(tar)
	if err != nil {
		t.Fatal(err)
	}
	half := text[:len(text)-2<<20]

	t.Run("killed", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "new")
		killedWhileRestoring(t, dir, half)
		for _, args := range [][]string{{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, {"restore", "--from", tar, "--data", dir}} {
			if out, code := runledger(t, "", args...); code != 1 || !strings.Contains(out, "half restored") {
				t.Errorf("%s: exit code %d\n%s", args[0], code, out)
			}
		}
	})
	t.Run("cut off", func(t *testing.T) {
		short := filepath.Join(t.TempDir(), "short.tar")
		if err := os.WriteFile(short, half, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "new")
		out, code := runledger(t, "", "restore", "--from", short, "--data", dir)
		if _, err := os.Stat(dir); code != 1 || !strings.Contains(out, "was cut off") || !os.IsNotExist(err) {
			t.Errorf("exit code %d, %v\n%s", code, err, out)
		}
	})
	t.Run("full disks", func(t *testing.T) {
		disk := t.TempDir()
		smallDisk(t, disk, 4)
		out, code := runledger(t, "", "restore", "--from", tar, "--data", filepath.Join(disk, "new"))
		if left, err := os.ReadDir(disk); code != 1 || !strings.Contains(out, "no space left") || len(left) > 0 || err != nil {
			t.Errorf("restore: exit code %d, left %v, %v\n%s", code, left, err, out)
		}
		dir := filepath.Join(t.TempDir(), "new")
		succeeds(t, "", "restore", "--from", tar, "--data", dir)
		out, code = runledger(t, "", "backup", "--data", dir, "--to", filepath.Join(disk, "ledger.tar"))
		if left, err := os.ReadDir(disk); code != 1 || !strings.Contains(out, "no space left") || len(left) > 0 || err != nil {
			t.Errorf("backup: exit code %d, left %v, %v\n%s", code, left, err, out)
		}
		nothingLeft(t, dir)
	})
}

// killedWhileRestoring starts a restore from a pipe, and kills it when it waits for more.
func killedWhileRestoring(t *testing.T, dir string, half []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, testenv.Binary(t, "runledger"), "restore", "--from", "-", "--data", dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(half); err != nil {
		t.Error(err)
	}
	eventually(t, patience, func() string {
		if _, err := os.Stat(filepath.Join(dir, "blobs", "sha256")); err != nil {
			return err.Error()
		}
		return ""
	})
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // killed
	in.Close()
}

// TestBackupOnAFullDisk is refused with what to do, and the server goes on.
func TestBackupOnAFullDisk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	smallDisk(t, data, 96)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: filepath.Join(data, "ledger")})
	c := hire(s.URL, s.Key, "admin/full", 2)
	c.pad = padding(16 << 10)
	c.start(t)
	c.goesOn(t, patience)
	disk := stuff(t, data)
	a := ask(t, http.MethodGet, s.URL+"/api/v1/admin/backup", s.Key, "")
	if a.status != http.StatusInsufficientStorage || a.problem(t).Code != "disk_full" {
		t.Errorf("%d %s", a.status, a.body[:min(len(a.body), 1000)])
	}
	disk.remove()
	c.goesOn(t, patience)
	c.stop(t)
	nothingLeft(t, s.Data)
	tar := filepath.Join(t.TempDir(), "ledger.tar")
	succeeds(t, s.Key, "backup", "--data", s.Data, "--to", tar)
	elsewhere := filepath.Join(t.TempDir(), "restored")
	succeeds(t, "", "restore", "--from", tar, "--data", elsewhere)
	r := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: elsewhere})
	settled(t, embeddedTables(t, elsewhere), c)
	verified(t, r.URL, r.Key)
}
