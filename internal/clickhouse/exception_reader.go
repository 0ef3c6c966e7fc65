package clickhouse

import (
	"bytes"
	"errors"
	"io"
)

// exceptionReader passes an answer on and turns the exception block that may end it into an error. The
// block is the last thing in a body:
//
//	\r\n__exception__\r\nTAG\r\nmessage\nlength TAG\r\n__exception__\r\n
//
// TAG is random and stands in the headers, so no data can look like a block. It keeps back as many bytes as
// the start of a block has, until it knows better.
type exceptionReader struct {
	body  io.ReadCloser
	start []byte // of a block
	room  []byte // what buf lies in
	buf   []byte // read, not yet passed on
	err   error  // to give when buf is empty
}

func newExceptionReader(body io.ReadCloser, tag string) io.ReadCloser {
	if tag == "" {
		return body
	}
	return &exceptionReader{body: body, start: []byte("\r\n__exception__\r\n" + tag + "\r\n"), room: make([]byte, readSize)}
}

const readSize = 256 << 10

// maxException is the most a server puts into a block, and a margin.
const maxException = 64 << 10

func (r *exceptionReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		if r.err != nil {
			if len(r.buf) > 0 {
				return r.pass(p, len(r.buf)), nil
			}
			return 0, r.err
		}
		if n := r.safe(); n > 0 {
			return r.pass(p, n), nil
		}
		r.fill()
	}
}

func (r *exceptionReader) Close() error { return r.body.Close() }

// safe is how many bytes of buf can't belong to a block.
func (r *exceptionReader) safe() int { return len(r.buf) - len(r.start) + 1 }

func (r *exceptionReader) pass(p []byte, n int) int {
	n = copy(p, r.buf[:n])
	r.buf = r.buf[n:]
	return n
}

// fill reads more and looks for a block.
func (r *exceptionReader) fill() {
	kept := copy(r.room, r.buf) // less than a start
	n, err := r.body.Read(r.room[kept:])
	r.buf = r.room[:kept+n]
	if at := bytes.Index(r.buf, r.start); at >= 0 {
		r.err = r.exception(r.buf[at+len(r.start):], err)
		r.buf = r.buf[:at]
		return
	}
	r.err = err
}

// exception reads the rest of a block whose beginning is given.
func (r *exceptionReader) exception(begin []byte, err error) error {
	text := bytes.Clone(begin)
	if err == nil {
		rest, readErr := io.ReadAll(io.LimitReader(r.body, maxException))
		if readErr != nil && !errors.Is(readErr, io.ErrUnexpectedEOF) { // servers may break the connection on purpose
			return readErr
		}
		text = append(text, rest...)
	}
	text = bytes.TrimSuffix(text, []byte("\r\n__exception__\r\n"))
	if end := bytes.LastIndexByte(text, '\n'); end >= 0 { // the line "length TAG"
		text = text[:end]
	}
	e := parseException(string(text), "")
	e.Partial = true
	return e
}
