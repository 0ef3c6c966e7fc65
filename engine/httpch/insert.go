package httpch

import (
	"io"
	"sync"
)

// buffers carry rows between the socket and the engine.
var buffers = sync.Pool{New: func() any { b := make([]byte, 1<<20); return &b }}

// insert hands the rows of a request to the engine as they arrive. A body that ends early stores nothing,
// as long as it holds less than a block of about a million rows: then the whole insert is one part.
func (s *Server) insert(a *answer, session *session, q *request, st statement, rows io.Reader) error {
	in, err := session.Insert(st.text, st.format, q.params)
	if err != nil {
		return err
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	for {
		n, err := rows.Read(*buffer)
		if n > 0 {
			if _, err := in.Write((*buffer)[:n]); err != nil {
				break // Done says why
			}
		}
		if isEOF(err) {
			break
		}
		if err != nil {
			in.Cancel()
			return bodyError(err)
		}
	}
	stats, err := in.Done()
	if err != nil {
		return err
	}
	a.whole(nil, stats)
	return nil
}
