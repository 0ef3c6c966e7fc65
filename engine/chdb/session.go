package chdb

import (
	"errors"
	"runtime"
	"strings"
	"unsafe"
)

// Session is one connection to the engine in this process, with settings and temporary tables of its own.
type Session struct {
	c      *symbols
	handle pointer // chdb_connection*: what connect returned, what close wants
	conn   pointer // chdb_connection: what every other call wants
}

// Connect opens a session. Arguments are those of clickhouse-local: "--path=DIR" (the same in every session
// of the process), "--config-file=FILE", "--setting=value"; server settings count in the first session only.
// The reason of a failure goes to standard error: the library doesn't return it.
func (l *Library) Connect(args ...string) (*Session, error) {
	argv := make([]*byte, 0, len(args)+2)
	var pins runtime.Pinner
	defer pins.Unpin()
	for _, arg := range append([]string{"chdb"}, args...) {
		z := append([]byte(arg), 0)
		pins.Pin(&z[0])
		argv = append(argv, &z[0])
	}
	argc := len(argv)
	argv = append(argv, nil)
	handle := l.c.connect(int32(argc), pointer(&argv[0]))
	runtime.KeepAlive(argv)
	if handle == nil {
		return nil, errors.New("chdb_connect refused: the reason is on standard error")
	}
	return &Session{c: &l.c, handle: handle, conn: *(*pointer)(handle)}, nil
}

// Close ends the session; the engine stops with the last one.
func (s *Session) Close() {
	if s.handle != nil {
		s.c.closeConnection(s.handle)
		s.handle, s.conn = nil, nil
	}
}

// Query runs one statement and waits for its whole answer, written in format.
func (s *Session) Query(text, format string, params Params) (*Result, error) {
	result := &Result{c: s.c, p: s.call(s.c.query, text, format, params)}
	if err := result.err(); err != nil {
		result.Free()
		return nil, err
	}
	return result, nil
}

// Exec runs a statement whose answer nobody needs.
func (s *Session) Exec(text string) error {
	result, err := s.Query(text, "TabSeparated", nil)
	if err == nil {
		result.Free()
	}
	return err
}

// QueryText runs a statement and returns its answer as tab-separated text.
func (s *Session) QueryText(text string) (string, error) {
	result, err := s.Query(text, "TabSeparated", nil)
	if err != nil {
		return "", err
	}
	defer result.Free()
	return string(result.Bytes()), nil
}

func (s *Session) call(f statementCall, text, format string, params Params) pointer {
	p := params.pin()
	defer p.unpin()
	result := f(s.conn, data(text), uintptr(len(text)), data(format), uintptr(len(format)),
		p.names, p.nameLens, p.values, p.valueLens, uintptr(len(params)))
	runtime.KeepAlive(text)
	runtime.KeepAlive(format)
	return result
}

// data is the address of s's bytes, never nil: the library takes nil for "no statement".
func data(s string) pointer {
	if s == "" {
		s = "\x00"
	}
	return pointer(unsafe.StringData(s))
}

// text copies a C string.
func text(p pointer) string {
	if p == nil {
		return ""
	}
	n := 0
	for *(*byte)(unsafe.Add(p, n)) != 0 {
		n++
	}
	return strings.Clone(unsafe.String((*byte)(p), n))
}
