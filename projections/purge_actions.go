package projections

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
)

// What a purge does to the tables made from actions: run_facts loses the runs' rows; the
// audit trail keeps who did what sort of thing when, and to which number, but none of the
// words. The actor does it when its own fold meets the purge: everything before is in the
// tables then.

// traces judges an action by what is purged by now, as far as the actor or the catalog
// know.
func (a *actor) traces() catalog.Purged {
	own := a.state.PurgedBelow(everPurged)
	cat := a.p.opts.purged()
	return catalog.Purged{
		Run: func(no catalog.RunNo) bool { return own.Run(no) || cat.run(no) },
		Project: func(no catalog.ProjectNo) bool {
			return own.Project(no) || cat.project(no)
		},
	}
}

func (p purged) run(no catalog.RunNo) (is bool) {
	if p.cat != nil {
		p.cat.View(func(st *catalog.State) { is = st.PurgedBelow(p.below).Run(no) })
	}
	return is
}

func (p purged) project(no catalog.ProjectNo) (is bool) {
	if p.cat != nil {
		p.cat.View(func(st *catalog.State) { is = st.PurgedBelow(p.below).Project(no) })
	}
	return is
}

// beginPurges finds out which purges are carried out. Empty tables of a generation never
// get words of what is purged by now.
func (a *actor) beginPurges(ctx context.Context) error {
	cat := a.p.opts.purged()
	if err := cat.reach(ctx, a.p.opts.Log); err != nil {
		return err
	}
	done, err := a.p.store.purgesDone(ctx)
	if err != nil {
		return err
	}
	a.purged = done[actionsPart]
	if _, next := cat.due(nil, 1); a.p.opts.Until != nil && a.end == 0 && next > 0 {
		a.purged = next
		return a.p.store.savePurges(ctx, a.p.opts.Clock(), []int{actionsPart}, next)
	}
	return nil
}

// purge carries out what the actor's fold has met and the tables haven't.
func (a *actor) purge(ctx context.Context, w *worker) error {
	var runs []purgedRun
	for no := catalog.RunNo(1); ; no++ {
		r := a.state.RunByNo(no)
		if r == nil {
			break
		}
		if r.Purged && r.Version > a.purged {
			runs = append(runs, purgedRun{run: uint64(no), home: uint64(r.Home), purge: r.Version - 1})
		}
	}
	var projects []uint64
	for p := range a.state.Projects() {
		if p.Purged && p.Version > a.purged {
			projects = append(projects, uint64(p.No))
		}
	}
	next := a.state.Next()
	for some := range slices.Chunk(runs, purgeAtOnce) {
		if err := a.step(ctx, w, func() error { return a.p.store.remove(ctx, runFacts, ofRuns(some)) }); err != nil {
			return err
		}
	}
	if len(runs)+len(projects) > 0 {
		if err := a.hideWords(ctx, w, runs, projects); err != nil {
			return err
		}
	}
	err := a.step(ctx, w, func() error { return a.p.store.savePurges(ctx, a.p.opts.Clock(), []int{actionsPart}, next) })
	if err == nil {
		a.purged, a.due = next, false
	}
	return err
}

func (a *actor) step(ctx context.Context, w *worker, do func() error) error {
	return w.persist(ctx, "purge", func() error {
		a.p.gate.RLock()
		defer a.p.gate.RUnlock()
		if !a.held() {
			return errLease
		}
		return do()
	})
}

// severalTypes are actions whose row doesn't name their runs in a column of its own.
var severalTypes = "'runs.tagged.v1', 'runs.moved.v1', 'runs.stop_requested.v1', 'runs.deleted.v1', 'runs.undeleted.v1', 'runs.purged.v1', 'action.undone.v1'"

// refusedUnnumbered are rows whose columns don't name what the body names: of what was
// refused, the fold says only what it found.
const refusedUnnumbered = "run = 0 AND outcome != 'accepted'"

// hideWords takes the words of purged runs and projects out of audit.
func (a *actor) hideWords(ctx context.Context, w *worker, runs []purgedRun, projects []uint64) error {
	var nos []uint64
	for _, r := range runs {
		nos = append(nos, r.run)
	}
	where := []string{"type IN (" + severalTypes + ")", refusedUnnumbered}
	for some := range slices.Chunk(nos, purgeAtOnce) {
		where = append(where, "run IN ("+numbers(some)+")")
	}
	if len(projects) > 0 {
		where = append(where, "project IN ("+numbers(projects)+")")
	}
	for _, condition := range where {
		var words, names []uint64
		err := a.step(ctx, w, func() (err error) {
			words, names, err = a.audited(ctx, condition)
			return err
		})
		if err != nil {
			return err
		}
		if err := a.update(ctx, w, words, wordsHidden); err != nil {
			return err
		}
		if err := a.update(ctx, w, names, namesHidden); err != nil {
			return err
		}
	}
	return a.erase(ctx, w)
}

// What becomes of rows: as auditRows.hidden makes them.
const (
	numbersAlone = "subject_kind = multiIf(run != 0, 'run', project != 0, 'project', ''), " +
		"subject = multiIf(run != 0, toString(run), project != 0, toString(project), ''), " +
		"reason = substringIndex(reason, ':', 1)"
	namesHidden = numbersAlone
	wordsHidden = numbersAlone + ", before = '{}', after = '{}', body = '{}'"
)

func (a *actor) update(ctx context.Context, w *worker, offs []uint64, set string) error {
	for some := range slices.Chunk(offs, purgeAtOnce) {
		q := "ALTER TABLE " + a.p.store.schema.Name(auditTable) + a.p.store.schema.onCluster() + " UPDATE " + set +
			" WHERE off IN (" + numbers(some) + ") SETTINGS mutations_sync = 2"
		err := a.step(ctx, w, func() error {
			if err := a.p.store.conn.Exec(ctx, q); err != nil {
				return fmt.Errorf("hide the words of %d audited actions: %w", len(some), err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *actor) erase(ctx context.Context, w *worker) error {
	return w.persist(ctx, "purge", func() error { return a.p.store.erase(ctx, runFacts) })
}

// audited looks at rows of audit and returns the offsets of those that have words of what
// is purged, and of those that only name it.
func (a *actor) audited(ctx context.Context, where string) (words, names []uint64, err error) {
	q := "SELECT off, type, project, run, body FROM " + a.p.store.schema.Name(auditTable) + " WHERE " + where
	rows, err := a.p.store.conn.Query(ctx, q)
	if err != nil {
		return nil, nil, fmt.Errorf("look for audited actions of what is purged: %w", err)
	}
	defer rows.Close()
	traces := a.traces()
	for rows.Next() {
		var off, run uint64
		var project uint32
		var typ, body string
		if err := rows.Scan(&off, &typ, &project, &run, &body); err != nil {
			return nil, nil, fmt.Errorf("look for audited actions of what is purged: %w", err)
		}
		if body == "{}" && run == 0 { // done before
			continue
		}
		v := catalog.Verdict{Project: catalog.ProjectNo(project), Run: catalog.RunNo(run)}
		about, has := traces.Traces(eventOf(typ, body), v)
		switch {
		case has:
			words = append(words, off)
		case about:
			names = append(names, off)
		}
	}
	return words, names, rows.Err()
}

// eventOf is an event of a type with the body that audit shows.
func eventOf(typ, body string) *pb.Event {
	e := &pb.Event{Type: typ}
	k, known := event.KindOf(typ)
	if !known {
		return e
	}
	m := e.ProtoReflect()
	f := m.Descriptor().Fields().ByNumber(k.Field)
	v := m.NewField(f)
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal([]byte(body), v.Message().Interface()); err != nil {
		return e // what can't be read names nothing
	}
	m.Set(f, v)
	return e
}

func isAcceptedPurge(r catalog.Record, v catalog.Verdict) bool {
	return v.Outcome == catalog.Accepted && isPurge(r)
}

func codeOf(reason string) string {
	code, _, _ := strings.Cut(reason, ":")
	return code
}
