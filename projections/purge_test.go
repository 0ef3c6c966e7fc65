package projections

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/progress"
)

// purgeFixture is a fixture with a catalog, and an entity and project that the program
// itself made.
type purgeFixture struct {
	*fixture
	cat     *catalog.Catalog
	project uint32
}

func newPurgeFixture(t *testing.T, f *fixture) *purgeFixture {
	t.Helper()
	p := &purgeFixture{fixture: f, cat: catalog.New(catalog.Options{Log: f.log})}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.cat.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("catalog: %v", err)
		}
	})
	p.do(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	p.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "digits"}}})
	p.project = 1
	return p
}

func (p *purgeFixture) do(e *pb.Event) catalog.Verdict {
	p.t.Helper()
	if e.Actor == nil {
		e.Actor = &pb.Actor{Kind: pb.Actor_KIND_SYSTEM}
	}
	v, at, err := p.cat.Do(context.Background(), e)
	if err != nil {
		p.t.Fatal(err)
	}
	if !v[0].OK() {
		p.t.Fatalf("%s: %s %s", e.Type, v[0].Code, v[0].Reason)
	}
	p.want.Actions = max(p.want.Actions, at.Actions)
	return v[0]
}

func (p *purgeFixture) run(id string) uint64 {
	p.t.Helper()
	return uint64(p.do(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "digits", RunId: id, Notes: "planted-" + id}}}).Run)
}

func (p *purgeFixture) purge(runs ...uint64) uint64 {
	p.t.Helper()
	p.do(&pb.Event{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: runs}}})
	p.do(&pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: runs}}})
	return p.want.Actions
}

// live starts a projector that knows the catalog.
func (p *purgeFixture) live() *Projector {
	p.board = progress.NewBoard()
	pr := New(Options{Log: p.log, Catalog: p.cat, Endpoint: p.at, Board: p.board, Linger: quickLinger, Logger: slog.New(slog.NewTextHandler(p.t.Output(), nil))})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pr.Run(ctx) }()
	p.stop = func() {
		cancel()
		if err := <-done; err != nil {
			p.t.Errorf("projector: %v", err)
		}
		p.stop = func() {}
	}
	p.t.Cleanup(func() { p.stop() })
	return pr
}

// everything is an event of each kind.
func everything(run uint64, n int) []*pb.Event {
	word := fmt.Sprintf("planted %d", run)
	return []*pb.Event{
		points(run, []int64{int64(n), int64(n) + 1}, series("loss", 1, 2)),
		points(run, []int64{int64(n)}, series("loss", 3)),
		{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: run, Home: 1, Json: []byte(`{"word":"` + word + `"}`)}}},
		{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: run, Home: 1, Json: []byte(`{"best":1}`)}}},
		{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: run, Home: 1, Lines: []*pb.ConsoleLine{{Line: int64(n), Text: word}}}}},
		{Body: &pb.Event_RunSystem{RunSystem: &pb.RunSystem{Run: run, Home: 1, Lines: []int64{1}, TimesMs: []int64{1}, Series: []*pb.Series{series("cpu", 1)}}}},
		{Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: run, Home: 1, Rows: []*pb.Row{{Step: int64(n), Json: []byte(`{"word":"` + word + `"}`)}}}}},
		{Body: &pb.Event_RunAlerted{RunAlerted: &pb.RunAlerted{Run: run, Home: 1, Title: word}}},
		{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{Run: run, Home: 1, Files: []*pb.File{{Name: "f", Sha256: fmt.Sprintf("%064x", run)}}}}},
		{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: run, Home: 1, Json: []byte(`damaged ` + word)}}}, // set aside
	}
}

// carriedOut returns when the tables are without everything purged.
func (p *purgeFixture) carriedOut(pr *Projector) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	if _, err := pr.lockPurged(ctx); err != nil {
		p.t.Fatal(err)
	}
	pr.gate.Unlock()
}

// rows counts the rows of a run in each table.
func (p *purgeFixture) rows(run uint64) map[string]string {
	p.t.Helper()
	out := map[string]string{}
	for _, table := range append(runTables(), runFacts) {
		out[table] = p.text(fmt.Sprintf("SELECT toString(count()) FROM %s WHERE run = %d", table, run))
	}
	out[setAside] = p.text(fmt.Sprintf("SELECT toString(count()) FROM set_aside WHERE match(value, 'planted %d([^0-9]|$)')", run))
	out[auditTable] = p.text(fmt.Sprintf("SELECT toString(count()) FROM audit WHERE run = %d AND (before != '{}' OR after != '{}' OR body LIKE '%%planted%%')", run))
	return out
}

func (p *purgeFixture) expectGone(run uint64) {
	p.t.Helper()
	for table, n := range p.rows(run) {
		if n != "0" {
			p.t.Errorf("%s holds %s rows of run %d", table, n, run)
		}
	}
}

func (p *purgeFixture) expectThere(run uint64) {
	p.t.Helper()
	for table, n := range p.rows(run) {
		if n == "0" {
			p.t.Errorf("%s has no row of run %d", table, run)
		}
	}
}

func TestPurgeRemovesAllRows(t *testing.T) {
	p := newPurgeFixture(t, newFixture(t))
	pr := p.live()
	gone, stays := p.run("gone"), p.run("stays")
	p.do(&pb.Event{Body: &pb.Event_RunsTagged{RunsTagged: &pb.RunsTagged{Runs: []uint64{gone}, Added: []string{"planted"}}}})
	p.append(everything(gone, 0)...)
	p.append(everything(stays, 0)...)
	p.wait()
	p.expectThere(gone)
	p.purge(gone)
	p.carriedOut(pr)
	p.expectGone(gone)
	p.expectThere(stays)
	if n := p.text("SELECT toString(count()) FROM audit WHERE body LIKE '%planted-gone%' OR after LIKE '%planted-gone%' OR body LIKE '%\"planted\"%'"); n != "0" {
		t.Errorf("audit still has words of the purged run: %s rows", n)
	}
	if n := p.text("SELECT toString(count()) FROM audit WHERE type = 'runs.purged.v1' AND body LIKE '%runs%'"); n != "1" {
		t.Errorf("the purge itself is audited %s times", n)
	}

	again := p.run("gone") // the id is free at once
	if again == gone {
		t.Fatal("a purged run's number was given again")
	}
	p.append(everything(gone, 10)...) // its trainer still logs
	p.append(everything(again, 0)...)
	p.wait()
	p.expectGone(gone)
	p.expectThere(again)
	assertVerified(t, pr)
	if err := pr.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	p.expectGone(gone)
	p.expectThere(stays)
	p.expectThere(again)
	assertVerified(t, pr)

	p.stop() // a restart has nothing to do, and reads nothing of it
	pr = p.live()
	p.append(everything(gone, 20)...)
	p.wait()
	p.expectGone(gone)
	assertVerified(t, pr)
}

// TestPurgeWhileEverythingBreaks purges run after run while their trainers log, the
// engine is killed and the projector restarted: nothing of them is left, and all else
// is as the log says.
func TestPurgeWhileEverythingBreaks(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 4))
	p := newPurgeFixture(t, ownEngineFixture(t))
	pr := p.live()
	var runs []uint64
	for i := range 12 {
		runs = append(runs, p.run(fmt.Sprintf("r%d", i)))
	}
	var gone []uint64
	for round := range 8 {
		for _, run := range runs {
			for n := range 3 {
				p.append(everything(run, 100*round+10*n)...)
			}
		}
		victim := runs[rnd.IntN(len(runs))]
		if !slices.Contains(gone, victim) {
			p.purge(victim)
			gone = append(gone, victim)
		}
		switch rnd.IntN(3) {
		case 0:
			p.killEngineWithin(rnd, 150*time.Millisecond)
		case 1:
			p.stop()
			pr = p.live()
		}
	}
	p.wait()
	p.carriedOut(pr)
	for _, run := range gone {
		p.expectGone(run)
	}
	assertVerified(t, pr)
	if err := pr.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	for _, run := range gone {
		p.expectGone(run)
	}
	for _, run := range runs {
		if !slices.Contains(gone, run) {
			p.purge(run) // right after the tables were switched
			gone = append(gone, run)
			break
		}
	}
	p.carriedOut(pr)
	p.expectGone(gone[len(gone)-1])
	assertVerified(t, pr)
	t.Logf("%d purged", len(gone))
}

// TestPurgedProjectHasNoWords: of a project's reports, descriptions and runs only numbers
// are left in the audit trail, and it's what a rebuild gives.
func TestPurgedProjectHasNoWords(t *testing.T) {
	p := newPurgeFixture(t, newFixture(t))
	pr := p.live()
	run := p.run("gone")
	other := p.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "other", Description: "kept words"}}}).Project
	moved := p.run("moved")
	p.do(&pb.Event{Body: &pb.Event_RunsMoved{RunsMoved: &pb.RunsMoved{Runs: []uint64{moved}, Project: uint32(other)}}})
	p.do(&pb.Event{Body: &pb.Event_ProjectDescriptionSet{ProjectDescriptionSet: &pb.ProjectDescriptionSet{Project: 1, Description: "planted about"}}})
	p.do(&pb.Event{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: "r", FieldsJson: []byte(`{"title":"planted title"}`)}}})
	p.do(&pb.Event{Body: &pb.Event_ReportRenamed{ReportRenamed: &pb.DocumentEdited{Project: 1, Id: "r", SetJson: []byte(`{"title":"planted again"}`)}}})
	p.append(everything(run, 0)...)
	p.append(everything(moved, 0)...)
	p.wait()
	p.do(&pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: 1}}})
	p.do(&pb.Event{Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: 1}}})
	p.wait()
	p.carriedOut(pr)
	p.expectGone(run)
	p.expectThere(moved)
	const words = "(body LIKE '%planted%' OR before LIKE '%planted%' OR after LIKE '%planted%')"
	if n := p.text(fmt.Sprintf("SELECT toString(count()) FROM audit WHERE %s AND run != %d", words, moved)); n != "0" {
		t.Errorf("audit has words of the purged project in %s rows", n)
	}
	if n := p.text("SELECT toString(count()) FROM audit WHERE after LIKE '%kept words%'"); n != "1" {
		t.Errorf("%s rows have the words of another project", n)
	}
	assertVerified(t, pr)
}
