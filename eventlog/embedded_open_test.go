package eventlog_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/eventlog"
	"runledger/eventlog/logtest"
)

func openDir(t *testing.T, dir string) *eventlog.Embedded {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return log
}

func refused(t *testing.T, o eventlog.EmbeddedOptions, reason string) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(o)
	if err == nil {
		log.Close()
		t.Errorf("it was opened, though %s", reason)
	} else if !contains(err, reason) {
		t.Errorf("the error doesn't say %q: %v", reason, err)
	} else {
		t.Log(err)
	}
}

func appendSome(t *testing.T, log eventlog.Log, partition, n int) {
	t.Helper()
	b := eventlog.Batch{Topic: eventlog.Telemetry, Partition: partition}
	for i := range n {
		b.Records = append(b.Records, eventlog.Record{Value: fmt.Appendf(nil, "%d", i)})
	}
	if _, err := log.Append(context.Background(), b); err != nil {
		t.Fatal(err)
	}
}

func end(t *testing.T, log eventlog.Log, partition int) eventlog.Offset {
	t.Helper()
	b, err := log.Bounds(context.Background(), eventlog.Telemetry, partition)
	if err != nil {
		t.Fatal(err)
	}
	return b.Next
}

func TestEmbeddedIsOpenedOnce(t *testing.T) {
	dir := t.TempDir()
	log := openDir(t, dir)
	refused(t, eventlog.EmbeddedOptions{Dir: dir}, "already open")
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), childDir+"="+dir)
	if out, err := other.CombinedOutput(); err == nil || !contains(fmt.Errorf("%s", out), "already open") {
		t.Errorf("another process: %v: %s", err, out)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir)
}

func TestEmbeddedKnowsItsFolder(t *testing.T) {
	dir := t.TempDir()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir, Partitions: 7})
	if err != nil {
		t.Fatal(err)
	}
	log.Close()
	refused(t, eventlog.EmbeddedOptions{Dir: dir, Partitions: 4}, "has 7 telemetry partitions, not 4")
	if n, _ := openDir(t, dir).Partitions(context.Background(), eventlog.Telemetry); n != 7 {
		t.Errorf("%d partitions, made with 7", n)
	}
	for text, reason := range map[string]string{
		`{"format":2,"telemetryPartitions":4,"more":true}`: "written by a newer version of this program",
		`{}`:                                   "isn't the description of an event log",
		`broken`:                               "isn't the description of an event log",
		`{"format":1,"telemetryPartitions":0}`: "isn't the description of an event log",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "LOG.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, eventlog.EmbeddedOptions{Dir: dir}, reason)
	}
	refused(t, eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: -1}, "must be 1 to")
}

// TestEmbeddedOfNewerStore changes what the store says about itself.
func TestEmbeddedOfNewerStore(t *testing.T) {
	dir := t.TempDir()
	openDir(t, dir).Close()
	marks, err := filepath.Glob(filepath.Join(dir, "store", "marker.format-version.*"))
	if err != nil || len(marks) != 1 {
		t.Fatal(marks, err)
	}
	if err := os.Rename(marks[0], filepath.Join(dir, "store", "marker.format-version.000099.999")); err != nil {
		t.Fatal(err)
	}
	refused(t, eventlog.EmbeddedOptions{Dir: dir}, "newer version of this program")
}

func TestEmbeddedCheckpoint(t *testing.T) {
	log := openDir(t, t.TempDir())
	appendSome(t, log, 0, 10)
	written := make(chan struct{})
	go func() {
		defer close(written)
		for range 200 {
			appendSome(t, log, 0, 10)
		}
	}()
	dir := filepath.Join(t.TempDir(), "copy")
	before := end(t, log, 0)
	if err := log.Checkpoint(dir); err != nil {
		t.Fatal(err)
	}
	<-written
	copied := openDir(t, dir)
	next := end(t, copied, 0)
	if next < before || next%10 != 0 {
		t.Errorf("the copy has %d records, there were %d", next, before)
	}
	for from := eventlog.Offset(0); from < next; {
		got, err := copied.Read(context.Background(), eventlog.Telemetry, 0, from, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		from += eventlog.Offset(len(got))
	}
	appendSome(t, copied, 0, 1)
	if err := log.Checkpoint(dir); err == nil {
		t.Error("a checkpoint went over what was there")
	}
}

// TestEmbeddedCutOff cuts synced bytes off the write-ahead log, as a failing disk may:
// what precedes them is there, and the log goes on behind it.
func TestEmbeddedCutOff(t *testing.T) {
	dir := t.TempDir()
	var acked int
	crash(t, dir, 4, func(a logtest.Ack) { acked += a.Records })
	logs, err := filepath.Glob(filepath.Join(dir, "store", "*.log"))
	if err != nil || len(logs) == 0 {
		t.Fatal(logs, err)
	}
	newest := slices.Max(logs)
	info, err := os.Stat(newest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(newest, info.Size()*2/3); err != nil {
		t.Fatal(err)
	}
	log := openDir(t, dir)
	left := 0
	for p := range 4 {
		next := end(t, log, p)
		left += int(next)
		appendSome(t, log, p, 1)
		got, err := log.Read(context.Background(), eventlog.Telemetry, p, next, 1)
		if err != nil || string(got[0].Value) != "0" {
			t.Errorf("the record after the cut: %v", err)
		}
	}
	t.Logf("%d records were acknowledged, %d are left", acked, left)
	if left == 0 || left >= acked {
		t.Errorf("%d of %d records left", left, acked)
	}
}

func TestEmbeddedMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	dir := t.TempDir()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir, Registerer: registry})
	if err != nil {
		t.Fatal(err)
	}
	appendSome(t, log, 0, 3)
	appendSome(t, log, 1, 2)
	_, _ = log.Append(context.Background(), eventlog.Batch{Topic: "none"})
	_, _ = log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: make([]byte, eventlog.MaxRecord+1)}}})
	got := gather(t, registry)
	for name, want := range map[string]float64{
		"runledger_log_append_records_total":                     5,
		"runledger_log_append_seconds":                           2,
		"runledger_log_commit_batches":                           2,
		"runledger_log_commit_bytes":                             2,
		`runledger_log_append_refused_total{reason="no_topic"}`:  1,
		`runledger_log_append_refused_total{reason="too_large"}`: 1,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	for _, name := range []string{"runledger_log_append_bytes_total", "runledger_log_size_bytes"} {
		if got[name] <= 0 {
			t.Errorf("%s is %v", name, got[name])
		}
	}
	if len(got) != 8 {
		t.Errorf("metrics nobody described: %v", got)
	}
	log.Close()
	if left := gather(t, registry); len(left) != 0 {
		t.Errorf("Close left %v", left)
	}
	if log, err = eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir, Registerer: registry}); err != nil {
		t.Fatal(err)
	}
	log.Close()
}

// gather returns counters and gauges, and the number of observations of histograms.
func gather(t *testing.T, g prometheus.Gatherer) map[string]float64 {
	t.Helper()
	families, err := g.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			name := family.GetName()
			for _, label := range m.GetLabel() {
				name += fmt.Sprintf("{%s=%q}", label.GetName(), label.GetValue())
			}
			out[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return out
}
