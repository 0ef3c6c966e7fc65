package wandb

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/jsontext"
)

// ledger is what the log in a data folder holds, read after its server has stopped.
type ledger struct {
	state *catalog.State
	told  map[catalog.RunNo]*told
	blobs *blob.Store
}

// told is what a run's trainer said, without repetitions.
type told struct {
	run    *catalog.Run
	events []*pb.Event
}

func readLedger(t *testing.T, data string) *ledger {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(data, "log")})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	l := &ledger{state: catalog.NewState(), told: map[catalog.RunNo]*told{}}
	for rec := range records(t, log, eventlog.Actions, 0) {
		l.state.Apply(catalog.Decode(rec))
	}
	seen := map[string]bool{}
	for part := range l.state.Partitions() {
		for rec := range records(t, log, eventlog.Telemetry, part) {
			e, err := event.Decode(rec.Value)
			if err != nil {
				t.Fatal(err)
			}
			no := catalog.RunNo(be64(rec.Key))
			if l.told[no] == nil {
				l.told[no] = &told{run: l.state.RunByNo(no)}
			}
			if o := e.Origin; o != nil && o.Writer == historyFile {
				if id := fmt.Sprint(no, e.Type, o.From, o.To); seen[id] {
					continue // a repetition as the client sends it: the same lines
				} else {
					seen[id] = true
				}
			}
			l.told[no].events = append(l.told[no].events, e)
		}
	}
	if l.blobs, err = blob.Open(t.Context(), filepath.Join(data, "blobs")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.blobs.Close() })
	return l
}

func be64(b []byte) (n uint64) {
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}

func records(t *testing.T, log eventlog.Log, topic eventlog.Topic, part int) func(func(eventlog.Stored) bool) {
	return func(yield func(eventlog.Stored) bool) {
		end, err := log.Bounds(t.Context(), topic, part)
		if err != nil {
			t.Fatal(err)
		}
		for next := end.First; next < end.Next; {
			batch, err := log.Read(t.Context(), topic, part, next, 4<<20)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range batch {
				if next = r.Offset + 1; !yield(r) {
					return
				}
			}
		}
	}
}

// of returns what a run told; an empty one if there is none.
func (l *ledger) of(entity, project, id string) *told {
	if p := l.state.Project(entity, project); p != nil {
		if r := l.state.Run(p.No, id); r != nil && l.told[r.No] != nil {
			return l.told[r.No]
		}
	}
	return &told{run: &catalog.Run{}}
}

// row is a logged row: its step, and each key's value as JSON text.
type row struct {
	step   int64
	values map[string]string
}

// history returns the rows in the order of their lines.
func (d *told) history() []row {
	byLine := map[int64]row{}
	for _, e := range d.events {
		for _, r := range e.GetRunValues().GetRows() {
			values := members(r.Json)
			byLine[r.Line] = row{r.Step, values}
		}
	}
	for _, e := range d.events {
		p := e.GetRunPoints()
		for _, s := range p.GetSeries() {
			for i, v := range s.Values {
				at := i
				if s.Rows != nil {
					at = int(s.Rows[i])
				}
				values := byLine[int64(e.Origin.From)+int64(at)].values
				if _, exact := values[s.Key]; !exact {
					values[s.Key] = strconv.FormatFloat(v, 'g', -1, 64)
				}
			}
		}
	}
	var out []row
	for _, line := range slices.Sorted(maps.Keys(byLine)) {
		out = append(out, byLine[line])
	}
	return out
}

// members returns an object's members as text; nothing if it isn't one.
func members(object []byte) map[string]string {
	out := map[string]string{}
	_ = jsontext.Object(object, func(k string, v []byte) error {
		out[k] = string(v)
		return nil
	})
	return out
}

func (d *told) config() (out map[string]string) {
	for _, e := range d.events {
		if c := e.GetRunConfigSet(); c != nil {
			out = members(c.Json)
		}
	}
	return out
}

func (d *told) summary() (out map[string]string) {
	for _, e := range d.events {
		if c := e.GetRunSummarySet(); c != nil {
			out = members(c.Json)
		}
	}
	return out
}

// end is the exit code, "running" if the run hasn't ended, and whatever came behind the end.
func (d *told) end() string {
	out := "running"
	for _, e := range d.events {
		if f := e.GetRunFinished(); f != nil {
			out = fmt.Sprint(f.ExitCode)
		} else if out != "running" {
			out += " " + e.Type
		}
	}
	return out
}

// console returns the lines of output as they are in the end.
func (d *told) console() (lines []string, streams map[string]pb.ConsoleLine_Stream) {
	byNo, streams := map[int64]string{}, map[string]pb.ConsoleLine_Stream{}
	for _, e := range d.events {
		for _, l := range e.GetRunConsole().GetLines() {
			byNo[l.Line] = l.Text
			streams[l.Text] = l.Stream
		}
	}
	for _, n := range slices.Sorted(maps.Keys(byNo)) {
		lines = append(lines, byNo[n])
	}
	return lines, streams
}

// file returns the content of a file as it is in the end.
func (l *ledger) file(t *testing.T, d *told, name string) string {
	t.Helper()
	var last *pb.File
	for _, e := range d.events {
		for _, f := range e.GetRunFilesAdded().GetFiles() {
			if f.Name == name && f.Size >= 0 {
				last = f
			}
		}
	}
	if last == nil {
		t.Errorf("no file %q", name)
		return ""
	}
	r, err := l.blobs.Open(t.Context(), last.Sha256)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil || int64(len(text)) != last.Size {
		t.Errorf("%s: %d of %d bytes, %v", name, len(text), last.Size, err)
	}
	return string(text)
}

// canonical sorts the members of objects; the client writes them in any order.
func canonical(text string) string {
	if !strings.HasPrefix(text, "{") {
		return text
	}
	m := members([]byte(text))
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, fmt.Sprintf("%q:%s", k, canonical(m[k])))
	}
	return "{" + strings.Join(out, ",") + "}"
}
