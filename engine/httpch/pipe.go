package httpch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"runledger/engine/chdb"
)

const pipeSize = 1 << 20 // bytes between the engine and the socket

// pipe sends a SELECT's answer in a format that is one document: the engine writes it into a pipe as it
// would into a file, which keeps it whole, in constant memory and at the client's pace.
func (s *Server) pipe(ctx context.Context, a *answer, session *session, q *request, st statement) error {
	from, to, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("open a pipe for the answer: %w", err)
	}
	defer from.Close()
	// A smaller pipe, where the system grants no such size, is slower and not wrong.
	_, _ = unix.FcntlInt(to.Fd(), unix.F_SETPIPE_SZ, pipeSize)

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	mark := s.killer.mark()
	over := s.killer.watch(ctx, mark)
	type outcome struct {
		stats chdb.Stats
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		result, err := session.Query(mark+st.intoFile(fmt.Sprintf("/proc/self/fd/%d", to.Fd())), "TabSeparated", q.params)
		to.Close() // the reader's end of file
		over()
		if err != nil {
			done <- outcome{err: err}
			return
		}
		stats := result.Stats()
		result.Free()
		done <- outcome{stats: stats}
	}()
	sendErr := copyPipe(a, from)
	if sendErr != nil {
		cancel() // kills the statement, which waits for room in the pipe or writes into nothing
		from.Close()
	}
	end := <-done
	switch {
	case sendErr != nil && end.err == nil:
		session.spoiled = true
		return nil
	case end.err != nil:
		return unmark(end.err, mark)
	case !a.begun():
		a.whole(nil, end.stats)
	default:
		a.end()
	}
	return nil
}

// intoFile is a SELECT that writes its answer to a file that exists.
func (st statement) intoFile(path string) string {
	rest := ""
	if st.clause < len(st.text) {
		rest = st.text[st.clause:]
	} else {
		rest = "FORMAT " + st.format
	}
	return st.text[:st.clause] + "\nINTO OUTFILE " + quoteString(path) + " TRUNCATE " + rest
}

// copyPipe moves the answer to the client. It returns an error only if the client is gone.
func copyPipe(a *answer, from *os.File) error {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	for {
		n, err := from.Read(*buffer)
		if n > 0 {
			if !a.begun() {
				a.begin(nil, -1)
			}
			if _, err := a.Write((*buffer)[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
