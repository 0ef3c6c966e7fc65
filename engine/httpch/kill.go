package httpch

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"runledger/engine/chdb"
)

// killer stops statements of requests that were given up. A session is busy while its statement runs, and
// the library can't set a query id, so each killable statement begins with a comment of its own by which
// another session finds it.
type killer struct {
	session *chdb.Session // for KILL alone
	mu      sync.Mutex    // guards session
	nonce   string        // so that no client can name another's statement
	last    atomic.Uint64
}

// A statement gets some time to notice a KILL before the next one, and more each time. The first may come
// too early, before the statement is registered.
const (
	againFirst = 10 * time.Millisecond
	againMost  = 500 * time.Millisecond
)

// mark makes the comment a statement begins with.
func (k *killer) mark() string {
	return fmt.Sprintf("/*%s-%d*/", k.nonce, k.last.Add(1))
}

// watch kills the marked statement when ctx ends, until the returned function says it is over. That
// function waits for the watch to end.
func (k *killer) watch(ctx context.Context, mark string) (over func()) {
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		select {
		case <-stop:
			return
		case <-ctx.Done():
		}
		for again := againFirst; ; again = min(2*again, againMost) {
			k.kill(mark)
			select {
			case <-stop:
				return
			case <-time.After(again):
			}
		}
	})
	return func() {
		close(stop)
		wait.Wait()
	}
}

func (k *killer) kill(mark string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	// An error means the statement has ended; then watch is told so.
	_ = k.session.Exec("KILL QUERY WHERE startsWith(query, " + quoteString(mark) + ") ASYNC")
}

var failedAt = regexp.MustCompile(`failed at position (\d+)`)

// unmark takes the mark out of a message, and out of the position it gives.
func unmark(err error, mark string) error {
	e := asException(err)
	message := strings.ReplaceAll(e.Message, mark, "")
	if e.Code == codeSyntaxError {
		message = failedAt.ReplaceAllStringFunc(message, func(s string) string {
			n, _ := strconv.Atoi(strings.TrimPrefix(s, "failed at position "))
			return fmt.Sprintf("failed at position %d", max(1, n-len(mark)))
		})
	}
	return &chdb.Error{Code: e.Code, Message: message}
}
