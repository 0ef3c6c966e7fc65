package httpch

import (
	"context"
	"strings"

	"runledger/engine/chdb"
)

// pieceFormats are the formats whose pieces, glued together, are the whole. The library formats each piece
// of a stream by itself, so a format with a beginning, an end or a separator can't be streamed this way.
var pieceFormats = map[string]bool{
	"native": true, "null": true,
	"jsoneachrow": true, "jsonlines": true, "ndjson": true, "jsoncompacteachrow": true,
	"csv": true, "tabseparated": true, "tsv": true, "tabseparatedraw": true, "tsvraw": true,
	"rowbinary": true, "rawblob": true, "lineasstring": true,
}

func streamable(format string) bool { return pieceFormats[strings.ToLower(format)] }

// stream sends a SELECT's answer piece by piece. The engine computes only a few blocks ahead, so a slow
// client slows the statement and memory stays small.
func (s *Server) stream(ctx context.Context, a *answer, session *session, q *request, st statement) error {
	mark := s.killer.mark()
	defer s.killer.watch(ctx, mark)()
	pieces, err := session.Stream(mark+st.text, st.format, q.params)
	if err != nil {
		return unmark(err, mark)
	}
	defer pieces.Close()
	if err := sendPieces(a, session, pieces); err != nil {
		return unmark(err, mark)
	}
	return nil
}

// sendPieces stays one piece behind, so that a short answer has a length and its counts, and an error soon
// after the start a status of its own.
func sendPieces(a *answer, session *session, pieces *chdb.Stream) error {
	var held *chdb.Result
	defer func() {
		if held != nil {
			held.Free()
		}
	}()
	for {
		next, err := pieces.Next()
		if err != nil {
			return err
		}
		if next == nil {
			break
		}
		if held != nil {
			if !a.begun() {
				a.begin(nil, -1)
			}
			if _, err := a.Write(held.Bytes()); err != nil {
				next.Free()
				session.spoiled = true // the statement goes on in it
				return nil             // nobody is there to be told
			}
			held.Free()
		}
		held = next
	}
	switch {
	case held == nil:
		a.whole(nil, chdb.Stats{})
	case !a.begun():
		a.whole(held.Bytes(), held.Stats())
	default:
		if _, err := a.Write(held.Bytes()); err != nil {
			return nil
		}
		a.end()
	}
	return nil
}
