package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/position"
)

// folderOf makes a data folder with n records in the log and some contents.
func folderOf(t testing.TB, n int) (Source, *eventlog.Embedded) {
	t.Helper()
	dir := t.TempDir()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(dir, "log"), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	e := &pb.Event{Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{LogId: "the-log", TelemetryPartitions: 2, Rules: 1}}}
	if err := event.Stamp(e, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	value, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	add(t, log, eventlog.Actions, value)
	for i := range n {
		add(t, log, eventlog.Telemetry, fmt.Appendf(nil, "record %d", i))
	}
	for i := range 5 {
		content(t, dir, fmt.Sprintf("content %d", i))
	}
	content(t, dir, "")
	if err := os.WriteFile(filepath.Join(dir, keyName), []byte("a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	return Source{
		Log: log, Dir: dir, Folder: 1, Program: "v1", Clock: time.Now,
		End: func(ctx context.Context) (position.Position, error) {
			a, err := log.Bounds(ctx, eventlog.Actions, 0)
			if err != nil {
				return position.Position{}, err
			}
			b, err := log.Bounds(ctx, eventlog.Telemetry, 0)
			return position.Position{Actions: a.Next, Telemetry: []uint64{b.Next, 0}}, err
		},
	}, log
}

func add(t testing.TB, log *eventlog.Embedded, topic eventlog.Topic, value []byte) {
	t.Helper()
	if _, err := log.Append(context.Background(), eventlog.Batch{Topic: topic, Records: []eventlog.Record{{Value: value}}}); err != nil {
		t.Fatal(err)
	}
}

// content stores one and returns its file.
func content(t testing.TB, dir, text string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	name := hex.EncodeToString(sum[:])
	path := filepath.Join(dir, blobDir, name[:2], name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// take takes a whole backup.
func take(t testing.TB, s Source) []byte {
	t.Helper()
	taken, err := s.Take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := taken.Write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filesBelow returns paths and contents.
func filesBelow(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
