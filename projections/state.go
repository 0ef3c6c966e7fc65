package projections

import (
	"fmt"
	"math"
	"sort"
	"time"

	"google.golang.org/protobuf/proto"

	statepb "runledger/projections/pb"
)

// The states that a trainer's words put a run into. "crashed" and "stopping" are
// derived when read.
const (
	stateRunning    = "running"
	statePreempting = "preempting"
	stateFinished   = "finished"
	stateFailed     = "failed"
	stateKilled     = "killed"
)

// runState is what the trainer said of one run up to event off. It is a fold: the
// same events give the same state, also after a reload from run_data.
type runState struct {
	run  uint64
	home uint32
	part uint16
	off  uint64    // last event included
	at   time.Time // its log time
	// first telemetry's log time
	firstAt time.Time

	config  []byte // canonical text of an object: most runs' never changes
	summary summary

	state    string
	exitCode *int32
	seconds  float64

	firstTime, lastTime int64 // ms since 1970, the client's clock; 0 = none
	firstStep, lastStep int64
	points              uint64
	historyLines        uint64
	eventLines          uint64
	consoleLines        uint64

	series map[keyNo]seriesState
	marks  marks

	fresh bool   // no event yet
	dirty bool   // changed since its last row of run_data was made
	since uint64 // the first event that isn't in that row; meaningful if dirty
	saved uint64 // off of the last row that run_data is known to hold
}

func newRunState(run uint64, home uint32, part uint16) *runState {
	return &runState{
		run: run, home: home, part: part, fresh: true, state: stateRunning,
		config: emptyObject, summary: summary{explicit: emptyObject},
		series:    map[keyNo]seriesState{},
		firstStep: math.MaxInt64, lastStep: math.MinInt64,
	}
}

func (s *runState) ended() bool {
	return s.state == stateFinished || s.state == stateFailed || s.state == stateKilled
}

// sees moves the run's clock to an event. Time between two events counts as compute
// time, unless the run had ended or this event says that it starts anew: the gap
// before a resume is nobody's work.
func (s *runState) sees(off uint64, at time.Time, startsAnew bool) {
	if s.fresh {
		s.fresh, s.firstAt = false, at
	} else if !s.ended() && !startsAnew {
		s.seconds += at.Sub(s.at).Seconds()
	}
	if !s.dirty {
		s.dirty, s.since = true, off
	}
	s.off, s.at = off, at
}

// encodeMarks writes what a reload needs beside run_data's other columns.
func (s *runState) encodeMarks(keys *keyTable) ([]byte, error) {
	out := &statepb.RunState{
		ExplicitSummaryJson: s.summary.explicit,
		SummaryReplaced:     s.summary.replaced,
	}
	s.marks.save(out)
	out.Series = make([]*statepb.SeriesState, 0, len(s.series))
	for k, v := range s.series {
		out.Series = append(out.Series, v.save(keys.names[k]))
	}
	sort.Slice(out.Series, func(i, j int) bool { return out.Series[i].Key < out.Series[j].Key })
	return proto.MarshalOptions{Deterministic: true}.Marshal(out)
}

func (s *runState) decodeMarks(b []byte, keys *keyTable) error {
	in := new(statepb.RunState)
	if err := proto.Unmarshal(b, in); err != nil {
		return fmt.Errorf("marks of run %d: %w", s.run, err)
	}
	s.marks.load(in)
	for _, x := range in.Series {
		s.series[keys.no(x.Key)] = loadSeries(x)
	}
	s.summary.replaced = in.SummaryReplaced
	s.summary.explicit = in.ExplicitSummaryJson
	return nil
}
