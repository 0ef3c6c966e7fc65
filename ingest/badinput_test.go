package ingest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event/pb"
	ingestpb "runledger/ingest/pb"
)

const good = `{"project":"root/p","run":"r","step":1,"metrics":{"loss":0.5}}`

// what is rejected line by line: the good line beside it is stored.
func TestBadLines(t *testing.T) {
	in := func(rest string) string { return `{"project":"root/p","run":"r",` + rest + `}` }
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct{ line, code, says string }{
		"no JSON":                    {`{"project":"root/p",`, codeMalformed, "byte 20"},
		"text after the object":      {good + "x", codeMalformed, "after the value"},
		"a list":                     {`[1,2]`, codeType, "JSON object"},
		"a bare word":                {`hello`, codeMalformed, ""},
		"a comma too many":           {in(`"step":1,`), codeMalformed, "after ','"},
		"a name without quotes":      {`{project:"root/p"}`, codeMalformed, ""},
		"step as text":               {in(`"step":"1"`), codeType, "whole number"},
		"step true":                  {in(`"step":true`), codeType, "whole number"},
		"step with a fraction":       {in(`"step":1.5`), codeRange, "whole"},
		"step 2^63":                  {in(`"step":9223372036854775808`), codeRange, "int64"},
		"step 1e19":                  {in(`"step":-1e19`), codeRange, "int64"},
		"step NaN":                   {in(`"step":NaN`), codeType, ""},
		"metrics without a step":     {in(`"metrics":{"a":1}`), codeMissing, "step"},
		"metrics as a list":          {in(`"step":1,"metrics":[1]`), codeType, "object"},
		"metrics as a number":        {in(`"step":1,"metrics":3`), codeType, "object"},
		"config as text":             {in(`"config":"x"`), codeType, "object"},
		"summary as a list":          {in(`"summary":[]`), codeType, "object"},
		"project as a number":        {`{"project":7,"run":"r"}`, codeType, "string"},
		"run as an object":           {`{"project":"root/p","run":{}}`, codeType, "string"},
		"no project":                 {`{"run":"r"}`, codeMissing, "project"},
		"no run":                     {`{"project":"root/p"}`, codeMissing, "run"},
		"project without an entity":  {`{"project":"p","run":"r"}`, codeInvalid, "entity/name"},
		"a typo":                     {in(`"metric":{"a":1}`), codeUnknown, `"metrics"`},
		"another typo":               {in(`"sumary":{}`), codeUnknown, `"summary"`},
		"an unknown field":           {in(`"loss":0.5`), codeUnknown, `"loss"`},
		"finish without a code":      {in(`"finish":{}`), codeMissing, "exit_code"},
		"finish true":                {in(`"finish":true`), codeType, "exit code"},
		"finish with a typo":         {in(`"finish":{"exitcode":0}`), codeUnknown, "exitcode"},
		"finish beyond 32 bits":      {in(`"finish":4294967296`), codeRange, "32 bits"},
		"heartbeat 1":                {in(`"heartbeat":1`), codeType, "true or false"},
		"state done":                 {in(`"state":"done"`), codeInvalid, "finish"},
		"tags as text":               {in(`"tags":"x"`), codeType, "list"},
		"tags of numbers":            {in(`"tags":[1]`), codeType, "string"},
		"console as text":            {in(`"console":"x"`), codeType, "list"},
		"console of numbers":         {in(`"console":[1]`), codeType, "string"},
		"console without text":       {in(`"console":[{"line":1}]`), codeMissing, "text"},
		"console with a typo":        {in(`"console":[{"txt":"a"}]`), codeUnknown, "txt"},
		"console line -1":            {in(`"console":[{"line":-1,"text":"a"}]`), codeRange, "line number"},
		"console to nowhere":         {in(`"console":[{"stream":"x","text":"a"}]`), codeInvalid, "stderr"},
		"system without numbers":     {in(`"system":{"cpu":"fast"}`), codeType, "cpu"},
		"time as a word":             {in(`"time":"yesterday"`), codeInvalid, "RFC 3339"},
		"time in ms":                 {in(`"time":1700000000000`), codeRange, "seconds"},
		"time in the year 9999":      {in(`"time":"9999-12-31T23:59:59Z"`), codeRange, "2300"},
		"time in the year 1066":      {in(`"time":"1066-10-14T09:00:00Z"`), codeRange, "1970"},
		"time before 1970":           {in(`"time":-1`), codeRange, "1970"},
		"time beyond everything":     {in(`"time":1e300`), codeRange, "1970"},
		"time true":                  {in(`"time":true`), codeType, "RFC 3339"},
		"invalid UTF-8 in a name":    {in("\"step\":1,\"metrics\":{\"a\xff\":1}"), codeMalformed, "UTF-8"},
		"invalid UTF-8 in a value":   {in("\"config\":{\"a\":\"\xc3\x28\"}"), codeMalformed, "UTF-8"},
		"half a surrogate pair":      {in(`"step":1,"metrics":{"\ud800":1}`), codeMalformed, "surrogate"},
		"a bare control character":   {in("\"step\":1,\"metrics\":{\"a\tb\":1}"), codeMalformed, "control character"},
		"a metric name of 1 MB":      {in(`"step":1,"metrics":{"` + long + `":1}`), codeTooLarge, "1048576 bytes, at most 1024"},
		"a value of 1 MB":            {in(`"step":1,"metrics":{"a":"` + long + `"}`), codeTooLarge, "at most 262144"},
		"a config value of 1 MB":     {in(`"config":{"a":["` + long + `"]}`), codeTooLarge, "at most 262144"},
		"a console line of 1 MB":     {in(`"console":["` + long + `"]`), codeTooLarge, "at most 262144"},
		"a line too long":            {in(`"notes":"` + strings.Repeat(long, 16) + `"`), codeTooLarge, "16777216"},
		"a number beyond float64":    {in(`"step":1,"metrics":{"a":1e400}`), codeRange, "float64"},
		"a config beyond float64":    {in(`"config":{"a":[-1e999]}`), codeRange, "float64"},
		"a number with a plus":       {in(`"step":1,"metrics":{"a":+1}`), codeMalformed, ""},
		"a hexadecimal number":       {in(`"step":1,"metrics":{"a":0x1}`), codeMalformed, ""},
		"an octal number":            {in(`"step":1,"metrics":{"a":01}`), codeMalformed, ""},
		"nested too deep":            {in(`"config":{"a":` + strings.Repeat("[", 1000) + `}`), codeMalformed, "too deep"},
		"a run id with a slash":      {`{"project":"root/p","run":"a/b"}`, catalog.CodeInvalid, "run id"},
		"a run id of dots":           {`{"project":"root/p","run":".."}`, catalog.CodeInvalid, ""},
		"a project with a slash":     {`{"project":"root/p/q","run":"r"}`, catalog.CodeInvalid, "project"},
		"a project of 1 MB":          {`{"project":"root/` + long[:200<<10] + `","run":"r"}`, catalog.CodeInvalid, "128"},
		"a tag of 1 kB":              {`{"project":"root/p","run":"new","tags":["` + long[:1024] + `"]}`, catalog.CodeInvalid, "tag"},
		"an entity that isn't there": {`{"project":"nobody/p","run":"r"}`, catalog.CodeNotFound, "nobody/p"},
		"an entity that can't be":    {`{"project":"../p","run":"r"}`, catalog.CodeInvalid, "name"},
		"SQL for a step":             {in(`"step":"1; DROP TABLE points"`), codeType, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			for format, a := range map[string]answer{
				"ndjson": s.lines(t, good, c.line, good),
				"json":   s.post(t, "application/json", strings.NewReader("["+good+","+c.line+","+good+"]")),
			} {
				if format == "json" && c.code == codeMalformed {
					// What isn't JSON spoils the whole array.
					if a.status != 400 || a.Code != "malformed" || a.Accepted != 0 {
						t.Errorf("json: %+v", a)
					}
					continue
				}
				if a.status != 202 || a.Accepted != 2 || a.Points != 2 || a.RejectedTotal != 1 || len(a.Rejected) != 1 {
					t.Fatalf("%s: %+v", format, a)
				}
				r := a.Rejected[0]
				if r.Index != 1 || r.Code != c.code || !strings.Contains(r.Message, c.says) || len(r.Message) > 400 {
					t.Errorf("%s: %+v, want %s … %q", format, r, c.code, c.says)
				}
			}
			if a := s.lines(t, c.line); a.status != 422 && a.status != 404 || a.RejectedTotal != 1 || a.Rejected[0].Code != c.code {
				t.Errorf("alone: %+v", a)
			}
		})
	}
}

// what is refused as a whole: nothing of it is stored.
func TestBadRequests(t *testing.T) {
	zip := func(b []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(b)
		_ = w.Close()
		return out.Bytes()
	}
	zst := func(b []byte) []byte {
		w, _ := zstd.NewWriter(nil)
		return w.EncodeAll(b, nil)
	}
	lines := []byte(strings.Repeat(good+"\n", 1000))
	bomb := make([]byte, 40<<20)
	const nd, pbuf = "application/x-ndjson", "application/x-protobuf"
	for name, c := range map[string]struct {
		mediaType string
		body      []byte
		set       []string
		status    int
		code      string
	}{
		"no content type":              {"", lines, nil, 415, "unsupported_media_type"},
		"another content type":         {"text/csv", lines, nil, 415, "unsupported_media_type"},
		"another encoding":             {nd, lines, []string{"Content-Encoding", "br"}, 415, "unsupported_media_type"},
		"empty":                        {nd, nil, nil, 400, "empty"},
		"empty JSON":                   {"application/json", nil, nil, 400, "empty"},
		"empty protobuf":               {pbuf, nil, nil, 400, "empty"},
		"empty gzip":                   {nd, zip(nil), []string{"Content-Encoding", "gzip"}, 400, "empty"},
		"blank":                        {nd, []byte("\n \n\r\n"), nil, 400, "empty"},
		"a number":                     {"application/json", []byte("7"), nil, 400, "malformed"},
		"half an array":                {"application/json", []byte("[" + good), nil, 400, "malformed"},
		"text after the array":         {"application/json", []byte("[" + good + "]]"), nil, 400, "malformed"},
		"an unknown envelope field":    {"application/json", []byte(`{"lines":[],"sequence":1}`), nil, 422, "invalid"},
		"lines that aren't a list":     {"application/json", []byte(`{"lines":{}}`), nil, 422, "invalid"},
		"lines twice":                  {"application/json", []byte(`{"lines":[` + good + `],"lines":[` + good + `]}`), nil, 422, "invalid"},
		"too large":                    {nd, bytes.Repeat([]byte(good+"\n"), 40_000), nil, 413, "too_large"},
		"too large, unpacked":          {nd, zip(bytes.Repeat(lines, 40)), []string{"Content-Encoding", "gzip"}, 413, "too_large"},
		"a gzip bomb":                  {nd, zip(bomb), []string{"Content-Encoding", "gzip"}, 413, "too_large"},
		"a zstd bomb":                  {nd, zst(bomb), []string{"Content-Encoding", "zstd"}, 413, "too_large"},
		"no gzip":                      {nd, lines, []string{"Content-Encoding", "gzip"}, 400, "malformed"},
		"no zstd":                      {nd, lines, []string{"Content-Encoding", "zstd"}, 400, "malformed"},
		"half a gzip":                  {nd, zip(lines)[:60], []string{"Content-Encoding", "gzip"}, 400, "malformed"},
		"a gzip without its sum":       {nd, zip(lines)[:len(zip(lines))-4], []string{"Content-Encoding", "gzip"}, 400, "malformed"},
		"half a zstd":                  {nd, zst(lines)[:len(zst(lines))-5], []string{"Content-Encoding", "zstd"}, 400, "malformed"},
		"a gzip header":                {nd, zip(lines)[:5], []string{"Content-Encoding", "gzip"}, 400, "malformed"},
		"a zstd header":                {nd, zst(lines)[:3], []string{"Content-Encoding", "zstd"}, 400, "malformed"},
		"text after the gzip":          {nd, append(zip(lines), good...), []string{"Content-Encoding", "gzip"}, 400, "malformed"},
		"no protobuf":                  {pbuf, []byte("\xff\xff"), nil, 400, "malformed"},
		"half a protobuf":              {pbuf, protobufBody(1, 5)[:100], nil, 400, "malformed"},
		"a protobuf of a newer client": {pbuf, append(protobufBody(1, 1), 0x58, 1), nil, 422, codeUnknown},
		"a writer without a number":    {nd, lines, []string{"X-Runledger-Writer", "w"}, 422, "invalid"},
		"a number without a writer":    {nd, lines, []string{"X-Runledger-Seq", "1"}, 422, "invalid"},
		"a writer and a batch id":      {nd, lines, []string{"X-Runledger-Writer", "w", "X-Runledger-Seq", "1", "X-Runledger-Batch", "b"}, 422, "invalid"},
		"a number of 44 bits":          {nd, lines, []string{"X-Runledger-Writer", "w", "X-Runledger-Seq", "8796093022208"}, 422, "invalid"},
		"a negative number":            {nd, lines, []string{"X-Runledger-Writer", "w", "X-Runledger-Seq", "-1"}, 422, "invalid"},
		"a writer of the server's":     {nd, lines, []string{"X-Runledger-Writer", "~w", "X-Runledger-Seq", "1"}, 422, "invalid"},
		"a writer that the SDK is":     {nd, lines, []string{"X-Runledger-Writer", "wandb-history.jsonl", "X-Runledger-Seq", "1"}, 422, "invalid"},
		"two writers":                  {"application/json", []byte(`{"writer":"a","seq":1,"lines":[` + good + `]}`), []string{"X-Runledger-Writer", "b", "X-Runledger-Seq", "1"}, 422, "invalid"},
		"a writer's name that's long":  {nd, lines, []string{"X-Runledger-Writer", strings.Repeat("w", 129), "X-Runledger-Seq", "1"}, 422, "invalid"},
		"no key":                       {nd, lines, []string{"Authorization", ""}, 401, "unauthenticated"},
		"a wrong key":                  {nd, lines, []string{"Authorization", "Bearer " + strings.Repeat("x", 40)}, 401, "unauthenticated"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{Body: 2 << 20})
			a := s.post(t, c.mediaType, bytes.NewReader(c.body), c.set...)
			if a.status != c.status || a.Code != c.code || a.Detail == "" {
				t.Errorf("%+v", a)
			}
			if events := s.all(t); len(events) != 0 {
				t.Errorf("%d events are stored", len(events))
			}
			if n := s.writer.bodies.budget.inUse() + s.writer.budget.inUse(); n != 0 {
				t.Errorf("%d bytes are still under way", n)
			}
			if a := s.lines(t, good); a.status != 202 {
				t.Errorf("the next one: %+v", a)
			}
		})
	}
}

func TestCompressedBodies(t *testing.T) {
	s := newServer(t, Limits{})
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(w, good)
	_ = w.Close()
	z, _ := zstd.NewWriter(nil)
	zst := z.EncodeAll([]byte(good), nil)
	for encoding, body := range map[string][]byte{"gzip": zipped.Bytes(), "GZIP": zipped.Bytes(), "zstd": zst, "identity": []byte(good), "": []byte(good)} {
		for range 3 {
			if a := s.post(t, "Application/X-NDJSON; charset=utf-8", bytes.NewReader(body), "Content-Encoding", encoding); a.status != 202 || a.Points != 1 {
				t.Errorf("%q: %+v", encoding, a)
			}
		}
	}
}

func TestAHundredThousandMetricsInOneStep(t *testing.T) {
	s := newServer(t, Limits{})
	var b strings.Builder
	b.WriteString(`{"project":"root/p","run":"r","step":1,"metrics":{`)
	for k := range 100_000 {
		if k > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"layer/%d/weight":%d`, k, k)
	}
	b.WriteString("}}")
	if a := s.lines(t, b.String()); a.status != 202 || a.Points != 100_000 {
		t.Fatalf("%+v", a)
	}
	seen := map[string]float64{}
	for _, e := range s.all(t) {
		for _, x := range e.GetRunPoints().Series {
			seen[x.Key] = x.Values[0]
		}
	}
	if len(seen) != 100_000 || seen["layer/77777/weight"] != 77777 {
		t.Errorf("%d metrics", len(seen))
	}
}

func TestSomebodyElsesProject(t *testing.T) {
	s := newServer(t, Limits{})
	key := catalog.NewAPIKey()
	root := s.who(t)
	v, _, err := s.catalog.Do(within(t),
		&pb.Event{Actor: root.Actor(pb.Actor_KIND_USER), Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann", Key: catalog.NewKey("", "first", key)}}})
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	if a := s.lines(t, `{"project":"root/secret","run":"r","config":{"a":1}}`); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	as := []string{"Authorization", "Bearer " + key}
	body := `{"project":"root/secret","run":"r","step":1,"metrics":{"a":1}}` + "\n" + `{"project":"root/none","run":"r"}`
	a := s.post(t, "application/x-ndjson", strings.NewReader(body), as...)
	if a.status != 404 || a.RejectedTotal != 2 || a.Rejected[0].Code != catalog.CodeNotFound {
		t.Fatalf("%+v", a)
	}
	// It isn't told which of them is there.
	if x, y := a.Rejected[0].Message, a.Rejected[1].Message; strings.ReplaceAll(x, "secret", "none") != y {
		t.Errorf("%q and %q", x, y)
	}
	a = s.post(t, "application/x-ndjson", strings.NewReader(body+"\n"+`{"project":"ann/mine","run":"r","step":1,"metrics":{"a":1}}`), as...)
	if a.status != 202 || a.Accepted != 1 || a.RejectedTotal != 2 {
		t.Errorf("%+v", a)
	}
}

func TestSQLIsData(t *testing.T) {
	s := newServer(t, Limits{})
	evil := `'; DROP TABLE points; -- {x:String} \\ $$`
	quoted := string(appendString(nil, evil))
	line := fmt.Sprintf(`{"project":"root/p","run":"r","step":1,"metrics":{%s:1,"t":%s},"config":{%s:%s},"console":[%s],"tags":[%s],"name":%s,"notes":%s,"group":%s}`,
		quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted)
	if a := s.lines(t, line); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	var texts []string
	for _, e := range s.all(t) {
		for _, x := range e.GetRunPoints().GetSeries() {
			texts = append(texts, x.Key)
		}
		for _, l := range e.GetRunConsole().GetLines() {
			texts = append(texts, l.Text)
		}
	}
	s.catalog.View(func(st *catalog.State) {
		r := st.RunByNo(1)
		texts = append(texts, r.DisplayName, r.Notes, r.Tags[0], r.Attributes.Group)
	})
	for _, text := range texts {
		if text != evil {
			t.Errorf("%q", text)
		}
	}
	if len(texts) != 6 {
		t.Errorf("%d texts", len(texts))
	}
}

func TestManyRejectedLinesAreCounted(t *testing.T) {
	s := newServer(t, Limits{})
	var b strings.Builder
	for i := range 5000 {
		switch i % 3 {
		case 0:
			b.WriteString("{\n")
		case 1:
			b.WriteString(`{"project":"nobody/p","run":"r"}` + "\n")
		default:
			b.WriteString(good + "\n")
		}
	}
	a := s.post(t, "application/x-ndjson", strings.NewReader(b.String()))
	if a.status != 202 || a.Accepted != 1666 || a.RejectedTotal != 3334 || len(a.Rejected) != 1000 {
		t.Fatalf("%d accepted %d rejected %d listed %d", a.status, a.Accepted, a.RejectedTotal, len(a.Rejected))
	}
	for i, r := range a.Rejected {
		if want := i/2*3 + i%2; r.Index != want {
			t.Fatalf("rejected[%d] is line %d, want %d", i, r.Index, want)
		}
	}
}

func TestTooManyRuns(t *testing.T) {
	s := newServer(t, Limits{Runs: 3})
	var lines []string
	for i := range 5 {
		lines = append(lines, fmt.Sprintf(`{"project":"root/p","run":"r%d","config":{"a":1}}`, i))
	}
	if a := s.lines(t, lines...); a.status != 202 || a.Accepted != 3 || a.RejectedTotal != 2 || a.Rejected[0].Code != codeTooMany {
		t.Errorf("%+v", a)
	}
}

// Tiny things in masses would take more memory than the body's bytes tell.
func TestTooManyItems(t *testing.T) {
	s := newServer(t, Limits{Items: 100})
	list := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	names := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`"k%d":1`, i))
		}
		return strings.Join(out, ",")
	}
	for name, lines := range map[string][2]string{
		"metrics": {`"step":1,"metrics":{` + names(90) + `}`, `"step":2,"metrics":{` + names(110) + `}`},
		"system":  {`"system":{` + names(90) + `}`, `"system":{` + names(110) + `}`},
		"config":  {`"config":{` + names(90) + `}`, `"config":{` + names(110) + `}`},
		"summary": {`"summary":{` + names(90) + `}`, `"summary":{` + names(110) + `}`},
		"console": {`"console":[` + list(30, `""`) + `]`, `"console":[` + list(110, `""`) + `]`},
	} {
		prefix := `{"project":"root/p","run":"` + name + `",`
		ok, bad := prefix+lines[0]+"}", prefix+lines[1]+"}"
		a := s.lines(t, ok, ok, ok, bad)
		if a.status != 202 || a.Accepted != 3 || a.RejectedTotal != 1 || a.Rejected[0].Code != codeTooMany {
			t.Errorf("%s: %+v", name, a)
		}
	}
	q := &ingestpb.IngestRequest{Runs: []*ingestpb.RunBatch{{Project: "root/p", Run: "r"}}}
	for i := range 101 {
		q.Runs[0].Series = append(q.Runs[0].Series, &ingestpb.Series{Key: fmt.Sprint(i), Values: []float64{1}})
	}
	q.Runs[0].Steps = []int64{1}
	body, err := proto.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "application/x-protobuf", bytes.NewReader(body)); a.status != 422 || a.Rejected[0].Code != codeTooMany {
		t.Errorf("%+v", a)
	}
}

// what is wrong with one batch of a protobuf body doesn't spoil the others.
func TestBadBatches(t *testing.T) {
	ok := func() *ingestpb.RunBatch {
		return &ingestpb.RunBatch{Project: "root/p", Run: "r", Steps: []int64{1, 2}, TimesMs: []int64{5, 6},
			Series: []*ingestpb.Series{{Key: "a", Values: []float64{1, 2}}, {Key: "b", Values: []float64{3}, Rows: []uint32{1}}}}
	}
	for name, c := range map[string]struct {
		break_ func(*ingestpb.RunBatch)
		code   string
	}{
		"no project":             {func(b *ingestpb.RunBatch) { b.Project = "" }, codeMissing},
		"no run":                 {func(b *ingestpb.RunBatch) { b.Run = "" }, codeMissing},
		"a value too many":       {func(b *ingestpb.RunBatch) { b.Series[0].Values = []float64{1, 2, 3} }, codeInvalid},
		"a value too few":        {func(b *ingestpb.RunBatch) { b.Series[0].Values = []float64{1} }, codeInvalid},
		"a row beyond the last":  {func(b *ingestpb.RunBatch) { b.Series[1].Rows = []uint32{2} }, codeInvalid},
		"rows that fall":         {func(b *ingestpb.RunBatch) { b.Series[1].Rows, b.Series[1].Values = []uint32{1, 0}, []float64{1, 2} }, codeInvalid},
		"a row twice":            {func(b *ingestpb.RunBatch) { b.Series[1].Rows, b.Series[1].Values = []uint32{1, 1}, []float64{1, 2} }, codeInvalid},
		"rows without values":    {func(b *ingestpb.RunBatch) { b.Series[1].Values = nil }, codeInvalid},
		"a series twice":         {func(b *ingestpb.RunBatch) { b.Series[1].Key = "a" }, codeInvalid},
		"times missing":          {func(b *ingestpb.RunBatch) { b.TimesMs = []int64{5} }, codeInvalid},
		"a time far away":        {func(b *ingestpb.RunBatch) { b.TimesMs[0] = 1 << 60 }, codeRange},
		"a name of 1 MB":         {func(b *ingestpb.RunBatch) { b.Series[0].Key = strings.Repeat("x", 1<<20) }, codeTooLarge},
		"config that isn't JSON": {func(b *ingestpb.RunBatch) { b.ConfigJson = "{" }, codeMalformed},
		"config that's a list":   {func(b *ingestpb.RunBatch) { b.ConfigJson = "[]" }, codeType},
		"a value of no row":      {func(b *ingestpb.RunBatch) { b.Values = []*ingestpb.Value{{Row: 2, Key: "t", Json: `"x"`}} }, codeInvalid},
		"a value of no JSON":     {func(b *ingestpb.RunBatch) { b.Values = []*ingestpb.Value{{Row: 1, Key: "t", Json: `x`}} }, codeMalformed},
		"system times missing":   {func(b *ingestpb.RunBatch) { b.System = []*ingestpb.Series{{Key: "cpu", Values: []float64{1}}} }, codeInvalid},
		"a state unheard of":     {func(b *ingestpb.RunBatch) { b.State = 9 }, codeInvalid},
		"another entity":         {func(b *ingestpb.RunBatch) { b.Project = "nobody/p" }, catalog.CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			bad := ok()
			c.break_(bad)
			body, err := proto.Marshal(&ingestpb.IngestRequest{Runs: []*ingestpb.RunBatch{ok(), bad, ok()}})
			if err != nil {
				t.Fatal(err)
			}
			a := s.post(t, "application/x-protobuf", bytes.NewReader(body))
			if a.status != http.StatusAccepted || a.Accepted != 2 || a.Points != 6 || a.RejectedTotal != 1 || a.Rejected[0].Index != 1 || a.Rejected[0].Code != c.code {
				t.Errorf("%+v", a)
			}
		})
	}
}
