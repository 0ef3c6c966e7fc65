package chdb

// Stream is the answer of a SELECT, read piece by piece while the engine goes on computing. The engine
// runs only a few blocks ahead of the reader, so a slow reader bounds its memory.
type Stream struct {
	session *Session
	head    *Result
	ended   bool
}

// Stream starts a SELECT (or WITH … SELECT; other statements are refused by the library with code 36).
func (s *Session) Stream(text, format string, params Params) (*Stream, error) {
	head := &Result{c: s.c, p: s.call(s.c.streamQuery, text, format, params)}
	if err := head.err(); err != nil {
		head.Free()
		return nil, err
	}
	return &Stream{session: s, head: head}, nil
}

// Next returns the next piece, which the caller frees, or nil at the end.
func (st *Stream) Next() (*Result, error) {
	s := st.session
	piece := &Result{c: s.c, p: s.c.fetch(s.conn, st.head.p)}
	if err := piece.err(); err != nil {
		st.ended = true
		piece.Free()
		return nil, err
	}
	if s.c.resultLength(piece.p) == 0 {
		st.ended = true
		piece.Free()
		return nil, nil
	}
	return piece, nil
}

// Close frees the stream and stops its statement if it hasn't ended.
func (st *Stream) Close() {
	if !st.ended {
		st.session.c.cancelStream(st.session.conn, st.head.p)
	}
	st.head.Free()
}
