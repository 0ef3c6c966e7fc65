package httpch

import (
	"context"
	"crypto/rand"
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
// the library can't set a query id, so each killable statement begins with a comment of its own, its mark,
// by which another session finds it.
//
// One goroutine kills for all: a KILL is a query too and takes its time when the machine is overloaded,
// which is when many are given up, so all that wait are killed by one.
type killer struct {
	session *chdb.Session // used by loop alone
	nonce   string        // so that no client can name another's statement
	last    atomic.Uint64

	mu      sync.Mutex
	pending map[string]bool // marks of statements to kill that haven't ended
	wake    chan struct{}   // has room for one: something is pending
	stop    chan struct{}
	ended   chan struct{}
}

// A statement gets some time to notice a KILL before the next one, and more each time. The first may come
// too early, before the statement is registered.
const (
	againFirst = 10 * time.Millisecond
	againMost  = 250 * time.Millisecond
)

// newKiller starts the goroutine; close ends it and the session.
func newKiller(session *chdb.Session) *killer {
	k := &killer{session: session, nonce: "runledger-" + rand.Text(), pending: map[string]bool{},
		wake: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{})}
	go k.loop()
	return k
}

func (k *killer) close() {
	close(k.stop)
	<-k.ended
	k.session.Close()
}

// mark makes the comment a statement begins with.
func (k *killer) mark() string {
	return fmt.Sprintf("/*%s-%d*/", k.nonce, k.last.Add(1))
}

// watch kills the marked statement when ctx ends, until the returned function says it is over.
func (k *killer) watch(ctx context.Context, mark string) (over func()) {
	ended := false // guarded by k.mu
	unwatch := context.AfterFunc(ctx, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if ended {
			return
		}
		k.pending[mark] = true
		select {
		case k.wake <- struct{}{}:
		default:
		}
	})
	return func() {
		unwatch()
		k.mu.Lock()
		defer k.mu.Unlock()
		ended = true
		delete(k.pending, mark)
	}
}

func (k *killer) loop() {
	defer close(k.ended)
	again := againFirst
	for {
		var retry <-chan time.Time
		if k.killPending() {
			retry = time.After(again)
			again = min(2*again, againMost)
		}
		select {
		case <-k.stop:
			return
		case <-k.wake:
			again = againFirst
		case <-retry:
		}
	}
}

// killPending sends one KILL for all that is pending and reports whether there was anything.
func (k *killer) killPending() bool {
	k.mu.Lock()
	conditions := make([]string, 0, len(k.pending))
	for mark := range k.pending {
		conditions = append(conditions, "startsWith(query, "+quoteString(mark)+")")
	}
	k.mu.Unlock()
	if len(conditions) == 0 {
		return false
	}
	// An error is as good as a statement that hasn't noticed: the next round follows.
	_ = k.session.Exec("KILL QUERY WHERE " + strings.Join(conditions, " OR ") + " ASYNC")
	return true
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
