package ingest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event/pb"
	ingestpb "runledger/ingest/pb"
)

// A model of what lines mean, written as plainly as possible: the decoders, whatever
// they do to be fast, must agree with it bit for bit.

// logged is one call of a trainer.
type logged struct {
	project, run string
	step         int64
	timeMs       int64 // 0 = not said
	metrics      []loggedMetric
	config       map[string]string // JSON text
}

// loggedMetric is a value; text is its JSON text, which isn't always a number.
type loggedMetric struct{ key, text string }

// pointKey is a point's place; order tells several at one step apart.
type pointKey struct {
	project, run, key string
	order             int
}

type point struct {
	step, timeMs int64
	bits         uint64
}

const modelNow = 1_700_000_123_456

var textGen = rapid.OneOf(
	rapid.SampledFrom([]string{"loss", "acc", "a.b", "ä", "", "x\x00y", "\"quoted\\", "line\nfeed", "😀", strings.Repeat("k", MaxMetricName)}),
	rapid.StringN(0, 12, 40))

var valueGen = rapid.OneOf(
	rapid.Map(rapid.Float64(), func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }),
	rapid.Map(rapid.Float32(), func(f float32) string { return strconv.FormatFloat(float64(f), 'e', -1, 64) }),
	rapid.Map(rapid.Int64(), func(i int64) string { return strconv.FormatInt(i, 10) }),
	rapid.Map(rapid.Uint64Min(1), func(i uint64) string { return strconv.FormatUint(i, 10) + "000" }),
	rapid.SampledFrom([]string{"NaN", "Infinity", "-Infinity", `"NaN"`, `"Infinity"`, `"-Infinity"`, "-0", "-0.0", "0", "1e-400", "5e-324",
		"9223372036854775807", "-9223372036854775808", "9007199254740993", `"text"`, `"nan"`, "true", "null", `{"_type":"histogram","bins":[1,2]}`, "[1,[2,NaN]]"}))

var loggedGen = rapid.Custom(func(t *rapid.T) logged {
	l := logged{
		project: rapid.SampledFrom([]string{"root/a", "root/b", "nobody/x"}).Draw(t, "project"),
		run:     rapid.SampledFrom([]string{"r1", "r2", "r.3"}).Draw(t, "run"),
		step:    rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64()).Draw(t, "step"),
		timeMs:  rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, endOfTime/1000-1)).Draw(t, "time"),
	}
	for range rapid.IntRange(0, 5).Draw(t, "metrics") {
		l.metrics = append(l.metrics, loggedMetric{textGen.Draw(t, "key"), valueGen.Draw(t, "value")})
	}
	if rapid.IntRange(0, 3).Draw(t, "has config") == 0 {
		l.config = map[string]string{textGen.Draw(t, "config key"): valueGen.Draw(t, "config value")}
	}
	return l
})

// text writes the line as JSON, with spaces where they may be.
func (l logged) text(t *rapid.T) string {
	space := func() string { return rapid.SampledFrom([]string{"", "", " ", "\t "}).Draw(t, "space") }
	fields := []string{`"project":` + quote(l.project), `"run":` + quote(l.run), `"step":` + strconv.FormatInt(l.step, 10)}
	switch {
	case l.timeMs == 0:
	case l.timeMs%2 == 0:
		fields = append(fields, fmt.Sprintf(`"time":%d.%03d`, l.timeMs/1000, l.timeMs%1000))
	default:
		fields = append(fields, `"time":`+quote(time.UnixMilli(l.timeMs).UTC().Format(time.RFC3339Nano)))
	}
	var metrics []string
	for _, m := range l.metrics {
		metrics = append(metrics, space()+quote(m.key)+space()+":"+space()+m.text)
	}
	fields = append(fields, `"metrics":{`+strings.Join(metrics, ",")+`}`)
	for k, v := range l.config {
		fields = append(fields, `"config":{`+quote(k)+":"+v+"}")
	}
	fields = rapid.Permutation(fields).Draw(t, "order")
	return space() + "{" + strings.Join(fields, space()+","+space()) + "}" + space()
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// number is a JSON text as a float64, if it's one to the model.
func modelNumber(text string) (f float64, exact, ok bool) {
	switch strings.Trim(text, `"`) {
	case "NaN":
		return math.NaN(), true, true
	case "Infinity":
		return math.Inf(1), true, true
	case "-Infinity":
		return math.Inf(-1), true, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, false, false
	}
	if i, isInt := new(big.Int).SetString(text, 10); isInt {
		back, _ := big.NewFloat(f).Int(nil)
		return f, back.Cmp(i) == 0, true
	}
	return f, true, true
}

// wanted is what the lines mean: points, and the values beside them as JSON by line.
func wanted(lines []logged) (points map[pointKey]point, values map[string]string) {
	points, values = map[pointKey]point{}, map[string]string{}
	orders := map[pointKey]int{}
	for i, l := range lines {
		last := map[string]string{}
		for _, m := range l.metrics {
			last[m.key] = m.text
		}
		for key, text := range last {
			f, exact, ok := modelNumber(text)
			if ok {
				at := pointKey{l.project, l.run, key, 0}
				orders[at]++
				k := at
				k.order = orders[at]
				ms := l.timeMs
				if ms == 0 {
					ms = modelNow
				}
				points[k] = point{l.step, ms, math.Float64bits(f)}
			}
			if !ok || !exact {
				values[fmt.Sprintf("%s/%s line %d step %d %q", l.project, l.run, i, l.step, key)] = text
			}
		}
	}
	return points, values
}

// meant reads back what a request's events mean.
func meant(t *rapid.T, d *decoder, lineOf func(*pb.Row) int) (points map[pointKey]point, values map[string]string) {
	points, values = map[pointKey]point{}, map[string]string{}
	for _, to := range d.runs {
		to.ref = RunRef{No: 1, Home: 1}
		for _, e := range to.events(nil) {
			pieces, err := cut(e)
			if err != nil {
				t.Fatal(err)
			}
			for i := range pieces {
				readPoints(to, pieces[i].event.GetRunPoints(), points)
				for _, r := range pieces[i].event.GetRunValues().GetRows() {
					readValues(t, to, r, lineOf(r), values)
				}
			}
		}
	}
	return points, values
}

func readPoints(to *run, p *pb.RunPoints, points map[pointKey]point) {
	for _, s := range p.GetSeries() {
		for i, v := range s.Values {
			row := i
			if len(s.Rows) > 0 {
				row = int(s.Rows[i])
			}
			k := pointKey{to.name.project, to.name.run, s.Key, i + 1}
			points[k] = point{p.Steps[row], p.TimesMs[row], math.Float64bits(v)}
		}
	}
}

func readValues(t *rapid.T, to *run, r *pb.Row, line int, values map[string]string) {
	var members []member
	d := newDecoder(DefaultLimits)
	if err := d.membersOf(r.Json, &members); err != nil {
		t.Fatalf("%s: %v", r.Json, err)
	}
	for _, m := range members {
		k := fmt.Sprintf("%s line %d step %d %q", to.name.project+"/"+to.name.run, line, r.Step, m.key)
		if _, twice := values[k]; twice {
			t.Fatalf("%s twice", k)
		}
		values[k] = string(m.raw)
	}
}

func compare[K comparable, V comparable](t *rapid.T, what string, got, want map[K]V) {
	for k, v := range want {
		if g, ok := got[k]; !ok || g != v {
			t.Fatalf("%s %v: %v (there: %v), want %v", what, k, g, ok, v)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d %s, want %d", len(got), what, len(want))
	}
}

// Any lines, as NDJSON, JSON or an envelope, mean what the model says.
func TestLinesMeanWhatTheModelSays(t *testing.T) {
	d := newDecoder(DefaultLimits) // one for all, as in a server
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(loggedGen, 1, 12).Draw(t, "lines")
		var texts []string
		for _, l := range lines {
			texts = append(texts, l.text(t))
		}
		points, values := wanted(lines)
		for format, body := range map[string]string{
			"ndjson":   strings.Join(texts, "\n"),
			"json":     "[" + strings.Join(texts, ",") + "]",
			"envelope": `{"writer":"w","seq":1,"lines":[` + strings.Join(texts, ",") + "]}",
		} {
			d.begin(time.UnixMilli(modelNow))
			decode := d.json
			if format == "ndjson" {
				decode = d.ndjson
			}
			if err := decode([]byte(body)); err != nil || d.rejected.total != 0 {
				t.Fatalf("%s: %v %+v", body, err, d.rejected.list)
			}
			gotPoints, gotValues := meant(t, d, func(r *pb.Row) int { return int(r.Line) })
			compare(t, format+" points", gotPoints, points)
			compare(t, format+" values", gotValues, values)
			d.recycle()
		}
	})
}

// The same as protobuf. Its rows are those of a run, so the model's lines are taken run
// by run.
func TestProtobufMeansWhatTheModelSays(t *testing.T) {
	d := newDecoder(DefaultLimits)
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(loggedGen, 1, 12).Draw(t, "lines")
		q := &ingestpb.IngestRequest{}
		var sorted []logged
		byRun := map[runName]*ingestpb.RunBatch{}
		lineOf := map[[2]int]int{}
		for _, l := range lines {
			if l.timeMs == 0 {
				l.timeMs = modelNow
			}
			name := runName{l.project, l.run}
			b := byRun[name]
			if b == nil || rapid.IntRange(0, 4).Draw(t, "new batch") == 0 {
				b = &ingestpb.RunBatch{Project: l.project, Run: l.run}
				byRun[name] = b
				q.Runs = append(q.Runs, b)
			}
			addToBatch(b, l)
		}
		for i, b := range q.Runs {
			for row := range b.Steps {
				lineOf[[2]int{i, row}] = len(lineOf)
			}
		}
		sorted = batchLines(q)
		points, values := wanted(sorted)
		body, err := proto.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		d.begin(time.UnixMilli(modelNow))
		if err := d.protobuf(body); err != nil || d.rejected.total != 0 {
			t.Fatalf("%v %+v", err, d.rejected.list)
		}
		gotPoints, gotValues := meant(t, d, func(r *pb.Row) int { return lineOf[[2]int{int(r.Line >> 32), int(r.Line & math.MaxUint32)}] })
		compare(t, "points", gotPoints, points)
		compare(t, "values", gotValues, values)
		d.recycle()
	})
}

// addToBatch appends a line to a batch, as a client would.
func addToBatch(b *ingestpb.RunBatch, l logged) {
	row := uint32(len(b.Steps))
	b.Steps = append(b.Steps, l.step)
	b.TimesMs = append(b.TimesMs, l.timeMs)
	last := map[string]string{}
	for _, m := range l.metrics {
		last[m.key] = m.text
	}
	for _, m := range l.metrics {
		text, ok := last[m.key]
		if !ok {
			continue
		}
		delete(last, m.key)
		f, exact, number := modelNumber(text)
		if number {
			s := seriesIn(b, m.key)
			s.Values, s.Rows = append(s.Values, f), append(s.Rows, row)
		}
		if !number || !exact {
			b.Values = append(b.Values, &ingestpb.Value{Row: row, Key: m.key, Json: text})
		}
	}
}

func seriesIn(b *ingestpb.RunBatch, key string) *ingestpb.Series {
	for _, s := range b.Series {
		if s.Key == key {
			return s
		}
	}
	s := &ingestpb.Series{Key: key}
	b.Series = append(b.Series, s)
	return s
}

// batchLines turns batches back into lines, for the model.
func batchLines(q *ingestpb.IngestRequest) []logged {
	var out []logged
	for _, b := range q.Runs {
		for row, step := range b.Steps {
			l := logged{project: b.Project, run: b.Run, step: step, timeMs: b.TimesMs[row]}
			for _, v := range b.Values {
				if int(v.Row) == row {
					l.metrics = append(l.metrics, loggedMetric{v.Key, v.Json})
				}
			}
			for _, s := range b.Series {
				for i, r := range s.Rows {
					if int(r) == row && !hasMetric(l, s.Key) {
						l.metrics = append(l.metrics, loggedMetric{s.Key, floatText(s.Values[i])})
					}
				}
			}
			out = append(out, l)
		}
	}
	// Dense columns may leave their rows out.
	for _, b := range q.Runs {
		for _, s := range b.Series {
			if len(s.Rows) == len(b.Steps) {
				s.Rows = nil
			}
		}
	}
	return out
}

func hasMetric(l logged, key string) bool {
	for _, m := range l.metrics {
		if m.key == key {
			return true
		}
	}
	return false
}

func floatText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
