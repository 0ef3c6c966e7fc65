package httpch

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/klauspost/compress/zstd"
)

const (
	headSize     = 256 << 10 // of a body read to find out what the statement is; a server's max_query_size
	maxStatement = 16 << 20  // of a statement without rows
)

// patientBody gives up when the next bytes take too long.
type patientBody struct {
	body     io.Reader
	patience time.Duration
	control  *http.ResponseController
}

func (b *patientBody) Read(p []byte) (int, error) {
	// The connection of a server can have deadlines; what can't, in tests, waits for ever.
	_ = b.control.SetReadDeadline(time.Now().Add(b.patience))
	n, err := b.body.Read(p)
	if err != nil {
		_ = b.control.SetReadDeadline(time.Time{}) // the next request may take its time
	}
	return n, err
}

// decoded returns the body without its compressions.
func decoded(raw io.Reader, e encodings) (body io.Reader, done func(), err error) {
	body, done = raw, func() {}
	switch e.contentIn {
	case "", "identity":
	case "gzip":
		body, err = gzip.NewReader(body)
	case "deflate":
		body, err = zlib.NewReader(body)
	case "zstd":
		var d *zstd.Decoder
		if d, err = zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20)); err == nil {
			body, done = d, d.Close
		}
	default:
		return nil, done, exception(codeUnknownCompression, "Content-Encoding %q is not supported", e.contentIn)
	}
	if err != nil {
		return nil, done, exception(codeInflateFailed, "cannot read the body as %s: %v", e.contentIn, err)
	}
	if e.framesIn {
		body = compress.NewReader(body)
	}
	return body, done, nil
}

// readStatement joins the part in the address and the body, as a server does, and splits the whole into a
// statement and the rows behind it. Of the rows only what was read already is in memory.
func readStatement(inAddress string, body io.Reader) (statement, io.Reader, error) {
	if inAddress != "" {
		inAddress += "\n"
		// The usual insert: statement in the address, rows in the body.
		if s := parseStatement(inAddress); s.kind == kindInsertRows {
			return s, join(inAddress[s.data:], body), nil
		}
	}
	head, more, err := readUpTo(body, headSize)
	if err != nil {
		return statement{}, nil, err
	}
	text := inAddress + string(head)
	s := parseStatement(text)
	if s.kind == kindInsertRows {
		return s, join(text[s.data:], body), nil
	}
	if !more {
		return s, nil, nil
	}
	rest, more, err := readUpTo(body, maxStatement)
	if err != nil {
		return statement{}, nil, err
	}
	if more {
		return statement{}, nil, exception(codeQueryTooLarge, "the statement is longer than %d bytes", maxStatement)
	}
	return parseStatement(text + string(rest)), nil, nil
}

// readUpTo reads at most n bytes and says whether there may be more.
func readUpTo(body io.Reader, n int64) (head []byte, more bool, err error) {
	var b bytes.Buffer
	_, err = io.CopyN(&b, body, n)
	if err == nil {
		return b.Bytes(), true, nil
	}
	if isEOF(err) {
		return b.Bytes(), false, nil
	}
	return nil, false, bodyError(err)
}

func join(head string, body io.Reader) io.Reader {
	if head == "" {
		return body
	}
	return io.MultiReader(bytes.NewReader([]byte(head)), body)
}

// maxDrain bounds how much of a body is read for nothing. A client that sends a body reads an answer only
// when it has sent it all; beyond this it finds the connection closed.
const maxDrain = 1 << 30

func drain(body io.Reader) { io.Copy(io.Discard, io.LimitReader(body, maxDrain)) }

// isEOF is true for the end of a body, also for the frames' reader, which wraps io.EOF. A body that was
// cut ends in io.ErrUnexpectedEOF.
func isEOF(err error) bool { return errors.Is(err, io.EOF) }

func bodyError(err error) error {
	return exception(codeNetworkError, "the body of the request ended early or cannot be decoded: %v", err)
}
