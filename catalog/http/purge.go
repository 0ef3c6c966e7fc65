package cataloghttp

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// Purges follows what purges take away outside of the catalog.
type Purges interface {
	// Estimate returns about how many bytes the rows of runs take in the tables.
	Estimate(ctx context.Context, runs []*catalog.Run) (int64, error)
	// Begun is told of a purge that was accepted, by its offset.
	Begun(purge uint64, runs []catalog.RunNo, tableBytes *int64)
	// Of returns the runs of a purge and who did it; ok is false if there's none.
	Of(purge uint64) (runs []catalog.RunNo, by catalog.UserNo, ok bool)
	// Status returns how far a purge has come.
	Status(ctx context.Context, purge uint64, runs []catalog.RunNo) (PurgeStatus, error)
}

// PurgeStatus says how far a purge has come.
type PurgeStatus struct {
	State  string       `json:"state" enum:"running,done" doc:"running: rows or files are still being removed, or the log is being counted"`
	Runs   int          `json:"runs" doc:"Runs that were purged"`
	Tables PurgedTables `json:"tables"`
	Files  PurgedFiles  `json:"files"`
	Log    PurgedLog    `json:"log"`
}

// PurgedTables are the rows of a purge.
type PurgedTables struct {
	Removed bool   `json:"removed" doc:"All rows are removed"`
	Bytes   *int64 `json:"bytes_estimate,omitempty" doc:"Bytes that the rows took on disk: of each table the share of its rows. Free some minutes after the removal. Absent if it couldn't be asked, and after a restart"`
}

// PurgedFiles are the contents of files and large values of a purge.
type PurgedFiles struct {
	Bytes   int64 `json:"bytes_freed" doc:"Exact"`
	Deleted int   `json:"deleted"`
	Kept    int   `json:"kept" doc:"Another run or a report refers to them"`
	Waiting int   `json:"waiting" doc:"Still to be looked at: what was uploaded within the last minutes stays so long"`
}

// PurgedLog is what the log still holds.
type PurgedLog struct {
	Counted bool   `json:"counted"`
	Bytes   int64  `json:"bytes_remaining" doc:"Of the runs' telemetry, before compression; exact once it's counted. runledger log scrub takes it out of an embedded log"`
	Records int64  `json:"records_remaining"`
	Error   string `json:"error,omitempty" doc:"Why it couldn't be counted; ask again to have it tried again"`
}

// RegisterPurges adds the routes that erase for ever, where there are tables.
func RegisterPurges(a huma.API, cat *catalog.Catalog, follow Purges) {
	s := &purger{&service{cat}, follow}
	const project = "/api/v1/projects/{entity}/{project}"
	accepted := func(o huma.Operation) huma.Operation {
		o.DefaultStatus = http.StatusAccepted
		o.Description = "It can't be undone. Names and ids are free at once; rows and files follow within seconds, see the purge. The log keeps its records: the purge says how much."
		return o
	}
	runs := accepted(post("purge-runs", project+"/runs:purge", "Runs", "Erase runs in the trash for ever"))
	runs.MaxBodyBytes = batchBytes
	api.Register(a, runs, s.purgeRuns)
	api.Register(a, accepted(post("purge-project", project+"/purge", "Projects", "Erase a project in the trash for ever, with its runs")), s.purgeProject)
	api.Register(a, get("get-purge", "/api/v1/purges/{purge}", "Projects", "How far a purge of yours has come"), s.getPurge)
}

type purger struct {
	*service
	follow Purges
}

type purgeBegun struct {
	Status int
	Body   struct {
		Purge uint64 `json:"purge,omitempty" doc:"Its number: GET /api/v1/purges/{purge} says how far it has come"`
		PurgeStatus
		Changed
	}
}

func (s *purger) purgeRuns(ctx context.Context, in *runBatch) (*purgeBegun, error) {
	p, nos, err := s.numbers(ctx, in.ProjectPath, in.Body.Runs, in.Body.All, deleted)
	if err != nil {
		return nil, err
	}
	if len(nos) == 0 {
		return nothingPurged(), nil
	}
	var runs []*catalog.Run
	if s.may(ctx, p) { // else it will be refused: nothing needs to be estimated
		runs = s.runsOf(nos)
	}
	e := &pb.Event{Subject: subject("runs", in.Entity+"/"+in.Project), Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: nos}}}
	return s.purge(ctx, in.IdempotencyKey, e, runs)
}

func nothingPurged() *purgeBegun {
	out := &purgeBegun{Status: http.StatusOK}
	out.Body.PurgeStatus = PurgeStatus{State: "done", Tables: PurgedTables{Removed: true}, Log: PurgedLog{Counted: true}}
	out.Body.Repeated = true
	return out
}

type projectPurge struct {
	ProjectCommand
	Confirm string `query:"confirm" doc:"The project's name; without it nothing is purged"`
}

func (s *purger) purgeProject(ctx context.Context, in *projectPurge) (*purgeBegun, error) {
	p, err := s.trashedProject(ctx, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	if in.Confirm != p.Name {
		problem := api.NewProblem(http.StatusUnprocessableEntity, "confirm", "A purge can't be undone.").With("Repeat the request with confirm=" + p.Name + ".")
		problem.Errors = []api.FieldError{{Location: "query.confirm", Code: "confirm", Message: "the project's name is expected"}}
		return nil, problem
	}
	e := &pb.Event{Subject: subject("project", p.Entity+"/"+p.Name), Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: uint32(p.No)}}}
	if e.Expect, err = expected(in.IfMatch); err != nil {
		return nil, err
	}
	var runs []*catalog.Run
	s.cat.View(func(st *catalog.State) {
		for r := range st.Runs(p.No) {
			runs = append(runs, r)
		}
	})
	return s.purge(ctx, in.IdempotencyKey, e, runs)
}

func (s *purger) may(ctx context.Context, p *catalog.Project) (may bool) {
	s.cat.View(func(st *catalog.State) { may = st.MayAdminister(api.PrincipalOf(ctx).User, p) })
	return may
}

func (s *purger) runsOf(nos []uint64) (runs []*catalog.Run) {
	s.cat.View(func(st *catalog.State) {
		for _, no := range nos {
			runs = append(runs, st.RunByNo(catalog.RunNo(no)))
		}
	})
	return runs
}

// estimateTime is how long a purge waits for the estimate of what it frees.
const estimateTime = 5 * time.Second

func (s *purger) purge(ctx context.Context, key string, e *pb.Event, runs []*catalog.Run) (*purgeBegun, error) {
	bytes := s.estimate(ctx, runs)
	_, changed, err := s.do(ctx, key, e)
	if err != nil {
		return nil, err
	}
	if changed.Repeated { // under the same key
		out := nothingPurged()
		out.Body.Changed = changed
		return out, nil
	}
	out := &purgeBegun{Status: http.StatusAccepted}
	nos, _, _ := s.follow.Of(changed.Action)
	s.follow.Begun(changed.Action, nos, bytes)
	out.Body.Purge, out.Body.Changed = changed.Action, changed
	out.Body.PurgeStatus, err = s.follow.Status(ctx, changed.Action, nos)
	if err != nil { // it's under way all the same
		out.Body.PurgeStatus = PurgeStatus{State: "running", Runs: len(nos), Tables: PurgedTables{Bytes: bytes}}
	}
	return out, nil
}

// estimate is nil if the tables don't answer: nobody waits for them to purge.
func (s *purger) estimate(ctx context.Context, runs []*catalog.Run) *int64 {
	ctx, cancel := context.WithTimeout(ctx, estimateTime)
	defer cancel()
	n, err := s.follow.Estimate(ctx, runs)
	if err != nil {
		return nil
	}
	return &n
}

type purgeRef struct {
	Purge uint64 `path:"purge" doc:"Number of the purge"`
}

type purgeAnswer struct {
	Body PurgeStatus
}

// getPurge is for whoever purged, and administrators: what was purged has no members any
// more.
func (s *purger) getPurge(ctx context.Context, in *purgeRef) (*purgeAnswer, error) {
	runs, by, ok := s.follow.Of(in.Purge)
	if me := api.PrincipalOf(ctx).User; !ok || !me.Admin && me.No != by {
		return nil, api.NotFound("There's no purge %d of yours.", in.Purge)
	}
	status, err := s.follow.Status(ctx, in.Purge, runs)
	if err != nil {
		return nil, api.Unavailable(time.Second, "The tables don't answer: %v", err)
	}
	return &purgeAnswer{status}, nil
}
