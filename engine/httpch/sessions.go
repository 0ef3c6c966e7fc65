package httpch

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"runledger/engine/chdb"
)

// sessions keeps idle sessions of the engine for reuse, by database and settings. A session costs a
// millisecond to open, three threads and about a megabyte.
type sessions struct {
	library *chdb.Library
	args    []string
	keep    int // idle sessions at most

	mu     sync.Mutex
	idle   []*session // longest unused first
	closed bool
}

// session is taken by one request at a time.
type session struct {
	*chdb.Session
	key string

	// spoiled is set when the session must not serve anyone else: after any error (a failed statement
	// stays in it), after a cancelled one, and after statements that change it.
	spoiled bool
}

// perRequest are settings that differ with every request, so that a session with one isn't worth keeping.
var perRequest = []string{"insert_deduplication_token", "log_comment"}

// take returns a session with these settings in this database.
func (p *sessions) take(database string, settings map[string]string) (*session, error) {
	names := slices.Sorted(maps.Keys(settings))
	key := sessionKey(database, names, settings)
	if s := p.reuse(key); s != nil {
		return s, nil
	}
	conn, err := p.library.Connect(p.args...)
	if err != nil {
		return nil, err
	}
	s := &session{Session: conn, key: key}
	for _, name := range perRequest {
		if _, ok := settings[name]; ok {
			s.spoiled = true
		}
	}
	if err := s.prepare(database, names, settings); err != nil {
		conn.Close()
		return nil, err
	}
	return s, nil
}

// prepare brings a new session into the state its request asks for.
func (s *session) prepare(database string, names []string, settings map[string]string) error {
	if database != "" && database != "default" {
		if err := s.Exec("USE " + quoteIdentifier(database)); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return nil
	}
	assignments := make([]string, len(names))
	for i, name := range names {
		if name == "" || strings.IndexFunc(name, func(r rune) bool { return r > 0x7f || !isWord(byte(r)) && r != '.' }) >= 0 {
			return exception(codeUnknownSetting, "Unknown setting %q", name)
		}
		assignments[i] = name + " = " + quoteString(settings[name])
	}
	return s.Exec("SET " + strings.Join(assignments, ", "))
}

func (p *sessions) reuse(key string) *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.idle) - 1; i >= 0; i-- {
		if s := p.idle[i]; s.key == key {
			p.idle = slices.Delete(p.idle, i, i+1)
			return s
		}
	}
	return nil
}

// give takes a session back.
func (p *sessions) give(s *session) {
	if drop := p.put(s); drop != nil {
		drop.Close()
	}
}

// put keeps s if it may and returns the session to close instead, if any.
func (p *sessions) put(s *session) *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.spoiled || p.closed {
		return s
	}
	p.idle = append(p.idle, s)
	if len(p.idle) <= p.keep {
		return nil
	}
	oldest := p.idle[0]
	p.idle = slices.Delete(p.idle, 0, 1)
	return oldest
}

// trim closes the idle sessions but for the ones used last.
func (p *sessions) trim(keep int) {
	p.mu.Lock()
	n := max(0, len(p.idle)-keep)
	drop := slices.Clone(p.idle[:n])
	p.idle = slices.Delete(p.idle, 0, n)
	p.mu.Unlock()
	for _, s := range drop {
		s.Close()
	}
}

// close ends the idle sessions; those in use end when they are given back.
func (p *sessions) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, s := range idle {
		s.Close()
	}
}

func sessionKey(database string, names []string, settings map[string]string) string {
	var b strings.Builder
	b.WriteString(database)
	for _, name := range names {
		b.WriteString("\x00" + name + "=" + settings[name])
	}
	return b.String()
}

var quoting = strings.NewReplacer(`\`, `\\`, `'`, `\'`, "`", "\\`")

func quoteString(s string) string     { return "'" + quoting.Replace(s) + "'" }
func quoteIdentifier(s string) string { return "`" + quoting.Replace(s) + "`" }
