package chdb

import (
	"errors"
	"runtime"
)

// Insert is a running INSERT that takes its rows piece by piece, cut anywhere. It ends with exactly one of
// Done and Cancel.
type Insert struct {
	c *symbols
	p pointer
}

// Insert starts an INSERT. The statement carries no FORMAT clause: format names it.
func (s *Session) Insert(statement, format string, params Params) (*Insert, error) {
	in := &Insert{c: s.c, p: s.call(s.c.streamInsert, statement, format, params)}
	if in.p == nil {
		return nil, &Error{Message: "the engine gave no answer"}
	}
	if err := parseError(text(s.c.insertError(in.p))); err != nil {
		s.c.destroyInsertStream(in.p)
		return nil, err
	}
	return in, nil
}

// Write hands over bytes; they are copied, and the call waits when the engine is behind. After an error
// Done tells why.
func (in *Insert) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	refused := in.c.insertAppend(in.p, pointer(&b[0]), uintptr(len(b)))
	runtime.KeepAlive(b)
	if refused != 0 {
		return 0, errors.New("the engine takes no more rows")
	}
	return len(b), nil
}

// Done ends the data and waits until the rows are stored.
func (in *Insert) Done() (Stats, error) {
	defer in.c.destroyInsertStream(in.p)
	result := &Result{c: in.c, p: in.c.insertDone(in.p)}
	defer result.Free()
	if err := result.err(); err != nil {
		return Stats{}, err
	}
	return result.Stats(), nil
}

// Cancel gives up: rows of the current block (about a million rows or 256 MB) aren't stored, whole blocks
// before it are.
func (in *Insert) Cancel() {
	in.c.insertCancel(in.p)
	in.c.destroyInsertStream(in.p)
}
