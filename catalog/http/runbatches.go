package cataloghttp

import (
	"context"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// batchBytes bounds the body of a batch: a hundred thousand ids.
const batchBytes = 16 << 20

// runBatch says which runs of a project an action is about.
type runBatch struct {
	Command
	ProjectPath
	Body struct {
		Runs []string `json:"runs,omitempty" maxItems:"100000" doc:"Ids of runs"`
		All  bool     `json:"all,omitempty" doc:"All runs of the project that it can apply to, instead of runs"`
	}
}

type batchDone struct {
	Body struct {
		Count int `json:"count" doc:"How many runs it was about"`
		Changed
	}
}

// numbers returns the project and the numbers of the runs; all picks those that count
// when all are asked for.
func (s *service) numbers(ctx context.Context, at ProjectPath, ids []string, all bool, pick func(*catalog.Run) bool) (*catalog.Project, []uint64, error) {
	p, err := api.ReadableProject(ctx, s.cat, at.Entity, at.Project)
	if err != nil {
		return nil, nil, err
	}
	if all == (len(ids) > 0) {
		return nil, nil, api.Invalid("Give either runs or all.")
	}
	var nos []uint64
	find := func(st *catalog.State) {
		nos, err = nil, nil
		if all {
			for r := range st.Runs(p.No) {
				if pick(r) {
					nos = append(nos, uint64(r.No))
				}
			}
			return
		}
		for _, id := range ids {
			r := st.Run(p.No, id)
			if r == nil {
				err = api.NotFound("There's no run %q in %s/%s.", id, p.Entity, p.Name)
				return
			}
			nos = append(nos, uint64(r.No))
		}
	}
	if s.cat.View(find); err != nil {
		if err := api.Fresh(ctx, s.cat); err != nil {
			return nil, nil, err
		}
		s.cat.View(find)
	}
	return p, nos, err
}

// batch makes the event of the runs one command.
func (s *service) batch(ctx context.Context, in *runBatch, pick func(*catalog.Run) bool, make func([]uint64) *pb.Event) (*batchDone, error) {
	p, nos, err := s.numbers(ctx, in.ProjectPath, in.Body.Runs, in.Body.All, pick)
	if err != nil {
		return nil, err
	}
	return s.doBatch(ctx, in.IdempotencyKey, p, nos, make(nos))
}

func (s *service) doBatch(ctx context.Context, key string, p *catalog.Project, nos []uint64, e *pb.Event) (*batchDone, error) {
	out := &batchDone{}
	if out.Body.Count = len(nos); len(nos) == 0 {
		out.Body.Repeated = true
		return out, nil
	}
	e.Subject = subject("runs", p.Entity+"/"+p.Name)
	var err error
	_, out.Body.Changed, err = s.do(ctx, key, e)
	return out, err
}

func deleted(r *catalog.Run) bool { return r.Deleted }
func live(r *catalog.Run) bool    { return !r.Deleted }

func (s *service) deleteRuns(ctx context.Context, in *runBatch) (*batchDone, error) {
	return s.batch(ctx, in, live, func(nos []uint64) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: nos}}}
	})
}

func (s *service) undeleteRuns(ctx context.Context, in *runBatch) (*batchDone, error) {
	return s.batch(ctx, in, deleted, func(nos []uint64) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunsUndeleted{RunsUndeleted: &pb.RunsUndeleted{Runs: nos}}}
	})
}

func (s *service) stopRuns(ctx context.Context, in *runBatch) (*batchDone, error) {
	return s.batch(ctx, in, live, func(nos []uint64) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunsStopRequested{RunsStopRequested: &pb.RunsStopRequested{Runs: nos}}}
	})
}

type runsTag struct {
	Command
	ProjectPath
	Body struct {
		Runs   []string `json:"runs,omitempty" maxItems:"100000" doc:"Ids of runs"`
		All    bool     `json:"all,omitempty" doc:"All runs of the project instead"`
		Add    []string `json:"add,omitempty" maxItems:"64"`
		Remove []string `json:"remove,omitempty" maxItems:"64"`
	}
}

func (s *service) tagRuns(ctx context.Context, in *runsTag) (*batchDone, error) {
	p, nos, err := s.numbers(ctx, in.ProjectPath, in.Body.Runs, in.Body.All, live)
	if err != nil {
		return nil, err
	}
	return s.doBatch(ctx, in.IdempotencyKey, p, nos, &pb.Event{Body: &pb.Event_RunsTagged{RunsTagged: &pb.RunsTagged{
		Runs: nos, Added: in.Body.Add, Removed: in.Body.Remove,
	}}})
}

type runsMove struct {
	Command
	ProjectPath
	Body struct {
		Runs    []string `json:"runs,omitempty" maxItems:"100000" doc:"Ids of runs"`
		All     bool     `json:"all,omitempty" doc:"All runs of the project instead"`
		Entity  string   `json:"entity,omitempty" doc:"Of the target; default: the same"`
		Project string   `json:"project" doc:"The target; runs keep ids, numbers and data"`
	}
}

func (s *service) moveRuns(ctx context.Context, in *runsMove) (*batchDone, error) {
	p, nos, err := s.numbers(ctx, in.ProjectPath, in.Body.Runs, in.Body.All, func(*catalog.Run) bool { return true })
	if err != nil {
		return nil, err
	}
	entity := in.Body.Entity
	if entity == "" {
		entity = p.Entity
	}
	to, err := api.WritableProject(ctx, s.cat, entity, in.Body.Project)
	if err != nil {
		return nil, err
	}
	return s.doBatch(ctx, in.IdempotencyKey, p, nos, &pb.Event{Body: &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{
		Runs: nos, Project: uint32(to.No),
	}}})
}

type trashListing struct {
	ProjectRead
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

type trashedRuns struct {
	Body struct {
		Runs  []Run  `json:"runs" doc:"Runs in the trash, by number"`
		Total int    `json:"total"`
		Next  string `json:"next_cursor,omitempty" doc:"Cursor of the next page; none on the last"`
		Then
	}
}

func (s *service) listTrashedRuns(ctx context.Context, in *trashListing) (*trashedRuns, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	after, err := parseCursor('r', in.Cursor)
	if err != nil {
		return nil, err
	}
	out := &trashedRuns{}
	out.Body.Runs, out.Body.Then = []Run{}, thenOf(p.past)
	out.Body.Purged = p.past.PurgedRuns(p.now.No)
	p.past.View(func(st *catalog.State) {
		_, out.Body.Total = st.CountRuns(p.now.No)
		for r := range st.Runs(p.now.No) {
			if !r.Deleted || uint64(r.No) <= after {
				continue
			}
			if n := len(out.Body.Runs); n == in.Limit {
				out.Body.Next = cursorAfter('r', out.Body.Runs[n-1].Number)
				return
			}
			out.Body.Runs = append(out.Body.Runs, runOf(r))
		}
	})
	return out, nil
}
