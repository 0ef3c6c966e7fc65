package ingest

import (
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
)

// request is what a body says, sorted by run. It is reused.
type request struct {
	nowUs int64 // the time of lines that say none, µs since 1970

	// How the client names this batch; see Origin in event.proto.
	writer string
	seq    uint64
	hasSeq bool
	batch  string

	runs     []*run
	byName   map[runName]*run
	last     *run
	spare    []*run
	items    int // series, console lines, …: see Limits.Items
	maxRuns  int
	maxItems int
	rejected rejections
}

// runName names a run as the client does.
type runName struct{ project, run string }

// add takes a line that was parsed, or rejects it. It returns the line's run, or nil.
// more is how many items the caller will add to the run.
func (r *request) add(index int, l *line, more int) *run {
	to, f := r.run(l.project, l.run)
	if f == nil && r.items+l.items()+more > r.maxItems && r.items+to.newItems(l)+more > r.maxItems {
		f = tooManyItems(r.maxItems)
	}
	if f != nil {
		r.rejected.add(index, f)
		return nil
	}
	before := to.items()
	to.lines = append(to.lines, int32(index))
	to.add(r, int64(index), l)
	r.items += to.items() - before
	return to
}

// run returns the run of that name, which the request may have seen before.
func (r *request) run(project, id string) (*run, *fault) {
	if r.last != nil && r.last.name.run == id && r.last.name.project == project {
		return r.last, nil
	}
	name := runName{project, id}
	if to := r.byName[name]; to != nil {
		r.last = to
		return to, nil
	}
	entity, inEntity, ok := strings.Cut(project, "/")
	switch {
	case !ok:
		entity, inEntity = "", project
	case entity == "":
		return nil, faultf(codeInvalid, `project %q: write "entity/name", or "name" in your default entity`, clip(project))
	}
	if len(r.runs) >= r.maxRuns {
		return nil, faultf(codeTooMany, "a request has lines of at most %d runs", r.maxRuns)
	}
	to := r.newRun()
	to.name = name
	to.wanted = RunWanted{Entity: entity, Project: inEntity, ID: id}
	r.byName[name] = to
	r.runs = append(r.runs, to)
	r.last = to
	return to, nil
}

func (r *request) newRun() *run {
	if n := len(r.spare); n > 0 {
		to := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return to
	}
	return new(run)
}

// origin is what the events of each run of the request carry; nil: the writer's own.
func (r *request) origin() *pb.Origin {
	switch {
	case r.hasSeq:
		return ClientOrigin(r.writer, r.seq)
	case r.batch != "":
		return BatchOrigin(r.batch)
	}
	return nil
}

// otherNames returns the runs that the request also names otherwise, by an earlier name
// of the project or without its entity, and that came first under that other name.
func (r *request) otherNames() map[*run]bool {
	if len(r.runs) < 2 {
		return nil
	}
	var other map[*run]bool
	first := make(map[catalog.RunNo]bool, len(r.runs))
	for _, to := range r.runs {
		if first[to.ref.No] && to.ref.No != 0 {
			if other == nil {
				other = map[*run]bool{}
			}
			other[to] = true
		}
		first[to.ref.No] = true
	}
	return other
}

// originOfName is the origin of what a request says of a run under another name than
// before: it must not look like a repetition of that.
func originOfName(o *pb.Origin, project string) *pb.Origin {
	switch {
	case o == nil:
		return nil
	case o.Batch != nil:
		return BatchOrigin(string(o.Batch) + "#" + project)
	}
	return &pb.Origin{Writer: o.Writer + "#" + project, From: o.From, To: o.To}
}

// keepRuns is how many runs a reused request keeps the memory of, as long as these have
// room for at most keepRoom values together.
const (
	keepRuns = 64
	keepRoom = 1 << 19
)

// recycle prepares for the next request.
func (r *request) recycle() {
	room := 0
	for _, to := range r.spare {
		room += to.room
	}
	for _, to := range r.runs {
		if to.recycle() && len(r.spare) < keepRuns && room+to.room <= keepRoom {
			r.spare = append(r.spare, to)
			room += to.room
		}
	}
	clear(r.runs)
	clear(r.byName)
	if len(r.runs) > keepRuns {
		r.byName = nil
	}
	*r = request{runs: r.runs[:0], byName: r.byName, spare: r.spare}
	if r.byName == nil {
		r.byName = map[runName]*run{}
	}
}
