package ingest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const good = `{"project":"root/p","run":"r","step":1,"metrics":{"loss":0.5}}`

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
