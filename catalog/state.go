package catalog

import (
	"time"

	"runledger/eventlog"
)

// State is the fold of the actions topic. It isn't safe for concurrent use; the
// values that it hands out (User, Project, Run, …) are never changed but replaced,
// so they stay valid as snapshots.
type State struct {
	next  eventlog.Offset
	now   time.Time // log time of the last record
	newer string    // not empty: why the fold has stopped

	logID      string
	partitions int
	rules      uint32 // 0 before server.initialized

	users      []*User // by number - 1
	userByName map[string]UserNo
	keys       map[string]*Key     // by public id; revoked ones too
	keyByHash  map[[32]byte]string // revoked ones too
	entities   map[string]*Entity
	logins     map[[32]byte]login // one-time addresses, by the hash of their token

	projects      []*projectEntry           // by number - 1
	projectByName map[projectName]ProjectNo // current names
	aliases       map[projectName]ProjectNo // earlier names

	runs   []*Run // by number - 1
	purges int    // runs and projects that were purged

	docs     map[docKey]*Document
	children map[docParent]map[string]*Document // by id

	stacks map[stackKey]*stack // what each user can undo and redo

	ids  recent[[16]byte] // event ids seen: the log may hold an event twice
	idem recent[idempotency]
}

// NewState returns the state before the first record.
func NewState() *State {
	return &State{
		userByName:    map[string]UserNo{},
		keys:          map[string]*Key{},
		keyByHash:     map[[32]byte]string{},
		entities:      map[string]*Entity{},
		logins:        map[[32]byte]login{},
		projectByName: map[projectName]ProjectNo{},
		aliases:       map[projectName]ProjectNo{},
		docs:          map[docKey]*Document{},
		children:      map[docParent]map[string]*Document{},
		stacks:        map[stackKey]*stack{},
		ids:           recent[[16]byte]{most: rememberIDs},
		idem:          newRecent[idempotency](),
	}
}

// Next is the offset of the next record to fold.
func (s *State) Next() eventlog.Offset { return s.next }

// At is the log time of the last record.
func (s *State) At() time.Time { return s.now }

// Newer says why the fold has stopped; empty if it hasn't.
func (s *State) Newer() string { return s.newer }

// LogID tells this log from any other; empty before its first action.
func (s *State) LogID() string { return s.logID }

// Partitions is the number of telemetry partitions that the log was made with; 0
// before its first action.
func (s *State) Partitions() int { return s.partitions }

// Rules is the number of the rules in force.
func (s *State) Rules() uint32 { return s.rules }

// Apply folds the next record. Records below Next are skipped as repeated. Once an
// event of a newer program came, every answer is CodeNewerLog and nothing changes.
func (s *State) Apply(r Record) Verdict {
	if s.newer != "" {
		return refuse(CodeNewerLog, "%s", s.newer)
	}
	if r.Offset < s.next {
		return Verdict{Outcome: Repeated}
	}
	if r.At.Before(s.now) { // a broker's clock was set back: time in the fold never falls
		r.At = s.now
	}
	v := s.decide(r)
	if s.newer == "" {
		s.next, s.now = r.Offset+1, r.At
	}
	return v
}
