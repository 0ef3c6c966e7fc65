package httpch

import (
	"compress/gzip"
	"compress/zlib"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/klauspost/compress/zstd"

	"runledger/engine/chdb"
)

// answer writes one response. An error before the first byte becomes a status and a text, one after it the
// exception block that ends the body; either is said once.
type answer struct {
	w       http.ResponseWriter
	e       encodings
	version string // of the engine, for messages
	body    io.Writer
	content io.WriteCloser // the Content-Encoding, if any
	tag     string         // marks the exception block, so that no data can be taken for it
}

// begun reports whether a byte may be on its way already.
func (a *answer) begun() bool { return a.body != nil }

// begin fixes the headers. known are the counts where the statement is over, size the bytes to come where
// that is known, else -1.
func (a *answer) begin(known *chdb.Stats, size int) {
	h := a.w.Header()
	if known != nil {
		h.Set("X-ClickHouse-Summary", summary(*known))
	}
	var tag [8]byte
	rand.Read(tag[:])
	a.tag = hex.EncodeToString(tag[:])
	h.Set("X-ClickHouse-Exception-Tag", a.tag)
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/octet-stream")
	}
	encoding := negotiate(a.e.accept)
	if size == 0 || size > 0 && !a.e.framesOut && encoding == "" {
		h.Set("Content-Length", strconv.Itoa(size))
	}
	a.body = a.w
	if size == 0 {
		return
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		a.content = contentWriter(encoding, a.w)
		a.body = a.content
	}
	if a.e.framesOut {
		a.body = &frameWriter{w: a.body, frames: compress.NewWriter(compress.LevelZero, a.e.method)}
	}
}

// Write sends data; begin comes first.
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// whole answers with all there is.
func (a *answer) whole(data []byte, stats chdb.Stats) {
	a.begin(&stats, len(data))
	a.Write(data)
	a.end()
}

// end closes the body. A client that is gone notices nothing.
func (a *answer) end() {
	if a.content != nil {
		a.content.Close()
	}
}

// fail says why there is no answer, or no more of it.
func (a *answer) fail(err error) {
	e := asException(err)
	message := fmt.Sprintf("%s (version %s (embedded))\n", strings.TrimSpace(e.Message), a.version)
	if !a.begun() {
		h := a.w.Header()
		h.Set("X-ClickHouse-Exception-Code", strconv.Itoa(e.Code))
		h.Set("Content-Type", "text/plain; charset=UTF-8")
		a.w.WriteHeader(httpStatus(e.Code))
		io.WriteString(a.w, message)
		return
	}
	// The block is a server's: past ClickHouse's own frames, within the Content-Encoding.
	var out io.Writer = a.w
	if a.content != nil {
		out = a.content
	}
	fmt.Fprintf(out, "\r\n__exception__\r\n%s\r\n%s%d %s\r\n__exception__\r\n", a.tag, message, len(message), a.tag)
	a.end()
}

func summary(s chdb.Stats) string {
	n := func(v uint64) string { return strconv.FormatUint(v, 10) }
	b, _ := json.Marshal(map[string]string{ // a map of strings always encodes
		"read_rows": n(s.ReadRows), "read_bytes": n(s.ReadBytes), "result_rows": n(s.ResultRows),
		"written_rows": n(s.WrittenRows), "written_bytes": n(s.WrittenBytes)})
	return string(b)
}

// negotiate picks the first known encoding of an Accept-Encoding.
func negotiate(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch name {
		case "gzip", "deflate", "zstd":
			return name
		}
	}
	return ""
}

func contentWriter(encoding string, w io.Writer) io.WriteCloser {
	switch encoding {
	case "gzip":
		g, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // a level there is
		return g
	case "deflate":
		z, _ := zlib.NewWriterLevel(w, zlib.BestSpeed)
		return z
	}
	z, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	return z
}

// frameWriter packs what is written into ClickHouse's compressed frames.
type frameWriter struct {
	w      io.Writer
	frames *compress.Writer
}

const frameSize = 1 << 20

func (f *frameWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		n := min(len(p), frameSize)
		if err := f.frames.Compress(p[:n]); err != nil {
			return written, err
		}
		if _, err := f.w.Write(f.frames.Data); err != nil {
			return written, err
		}
		p, written = p[n:], written+n
	}
	return written, nil
}
