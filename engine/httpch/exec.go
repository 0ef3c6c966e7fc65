package httpch

import "context"

// exec runs a statement with a small answer and sends it when all is done.
//
// When the client goes away, a statement that only reads is killed; one that changes something goes on,
// as on a server: half an ALTER helps nobody.
func (s *Server) exec(ctx context.Context, a *answer, session *session, q *request, st statement) error {
	text, mark := st.text, ""
	if st.kind == kindShow {
		mark = s.killer.mark()
		text = mark + text
		defer s.killer.watch(ctx, mark)()
	}
	if st.kind == kindSession {
		session.spoiled = true
	}
	result, err := session.Query(text, st.format, q.params)
	if err != nil {
		return unmark(err, mark)
	}
	defer result.Free()
	a.whole(result.Bytes(), result.Stats())
	return nil
}

// wait answers when the statement is over (wait_end_of_query=1): the whole answer is held in memory, and
// an error always has a status of its own.
func (s *Server) wait(ctx context.Context, a *answer, session *session, q *request, st statement) error {
	mark := s.killer.mark()
	defer s.killer.watch(ctx, mark)()
	result, err := session.Query(mark+st.text, st.format, q.params)
	if err != nil {
		return unmark(err, mark)
	}
	defer result.Free()
	a.whole(result.Bytes(), result.Stats())
	return nil
}
