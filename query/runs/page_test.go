package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/query/filter"
	"runledger/query/read"
)

func (w *world) page(r *Request, at read.Moment) *Page {
	w.t.Helper()
	p, err := w.table.Page(context.Background(), project, r, at)
	if err != nil {
		w.t.Fatalf("%+v: %v", r, err)
	}
	return p
}

// number of runs n with loss = i, in one part.
func (w *world) losses(n int) []uint64 {
	made := make([]*pb.RunCreated, n)
	for i := range made {
		made[i] = created(i)
	}
	nos := w.create("p", made...)
	for i, no := range nos {
		m := w.runs[no]
		m.at, m.state, m.config, m.summary = w.now, "running", `{"i":`+fmt.Sprint(i)+`}`, `{"loss":`+fmt.Sprint(i%17)+`}`
	}
	w.report(nos...)
	return nos
}

// Whoever pages through a changing table sees each run of the first page's order once.
func TestPagesHaveNoGapsAndNoRepeats(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for _, n := range []int{30, mostInside + 300} { // the rest in the cursor, and kept
		w := newWorld(t)
		nos := w.losses(n)
		req := &Request{Sort: []string{"summary.loss:desc"}, Filter: "summary.loss >= 3", Columns: []string{"summary.loss"}, Limit: n / 7}
		want := w.find(mustParse("summary.loss >= 3"), []filter.Key{{Field: filter.Field{Scope: filter.Summary, Path: []string{"loss"}}, Desc: true}})
		deleted := map[uint64]bool{}
		var got []uint64
		for i := 0; ; i++ {
			p := w.page(req, w.live())
			for _, row := range p.Runs {
				got = append(got, row.Number)
			}
			if p.Matched != len(want) {
				t.Errorf("page %d: %d matched, want %d", i, p.Matched, len(want))
			}
			if p.Next == "" {
				break
			}
			req.Cursor = p.Next
			// Values that would move runs over the whole order, new runs, one deleted.
			var changed []uint64
			for range 20 {
				m := w.runs[nos[r.IntN(len(nos))]]
				m.summary = fmt.Sprintf(`{"loss":%d}`, r.IntN(30))
				changed = append(changed, uint64(m.No))
			}
			w.report(changed...)
			w.create("p", &pb.RunCreated{RunId: fmt.Sprintf("new-%d", i)})
			gone := nos[r.IntN(len(nos))]
			if !deleted[gone] {
				w.do(&pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: gone}}})
				w.facts(gone)
				deleted[gone] = true
			}
		}
		seen := map[uint64]bool{}
		for _, no := range got {
			if seen[no] {
				t.Errorf("run %d twice", no)
			}
			seen[no] = true
		}
		want = slices.DeleteFunc(want, func(no uint64) bool { return deleted[no] && !seen[no] })
		if !slices.Equal(got, want) {
			t.Errorf("%d runs: got %v\nwant %v", n, got, want)
		}
	}
}

func mustParse(text string) filter.Expr {
	e, err := filter.Parse(text)
	if err != nil {
		panic(err)
	}
	return e
}

func TestCursorsOfOtherQueries(t *testing.T) {
	w := newWorld(t)
	w.losses(mostInside + 200)
	first := w.page(&Request{Limit: 10}, w.live())
	small := w.page(&Request{Limit: 10, Filter: "config.i < 20"}, w.live())
	for name, r := range map[string]*Request{
		"filter":   {Limit: 10, Cursor: first.Next, Filter: "config.i > 3"},
		"sort":     {Limit: 10, Cursor: first.Next, Sort: []string{"name"}},
		"search":   {Limit: 10, Cursor: small.Next, Filter: "config.i < 20", Search: "x"},
		"nonsense": {Limit: 10, Cursor: "AAAA"},
	} {
		if _, err := w.table.Page(context.Background(), project, r, w.live()); err == nil || err.(*api.Problem).Status != 422 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.table.Page(context.Background(), project+1, &Request{Limit: 10, Cursor: small.Next, Filter: "config.i < 20"}, w.live()); err == nil {
		t.Error("a cursor of another project was taken")
	}
	// An order isn't kept for ever: then it's said, not guessed.
	w.now = w.now.Add(ordersAge + time.Second)
	_, err := w.table.Page(context.Background(), project, &Request{Limit: 10, Cursor: first.Next}, w.live())
	if p, ok := err.(*api.Problem); !ok || p.Status != 410 || p.Code != "cursor_expired" {
		t.Errorf("an old cursor: %v", err)
	}
	// The rest of a short order is in the cursor itself.
	if p := w.page(&Request{Limit: 10, Cursor: small.Next, Filter: "config.i < 20"}, w.live()); len(p.Runs) != 10 {
		t.Errorf("%d runs on the second page", len(p.Runs))
	}
}

func TestOrdersStayWithinTheirMemory(t *testing.T) {
	now := time.Now()
	o := newOrders(func() time.Time { return now }, newMetrics(nil))
	first := o.keep(order{runs: make([]uint64, 1_000_000)})
	for range 7 {
		o.keep(order{runs: make([]uint64, 1_000_000)})
		if o.find(first) == nil {
			t.Fatal("the order in use went")
		}
	}
	unused := o.keep(order{runs: make([]uint64, 1)})
	for range 9 {
		o.keep(order{runs: make([]uint64, 1_000_000)})
	}
	if o.bytes > ordersBytes || o.find(unused) != nil {
		t.Errorf("%d bytes are kept", o.bytes)
	}
}

// The past is what the tables held below the position.
func TestPagesOfThePast(t *testing.T) {
	w := newWorld(t)
	nos := w.losses(6)
	at := read.Moment{Pinned: true, Time: w.now, Position: position.Position{Actions: w.catalog.Next(), Telemetry: []uint64{w.off[0] + 1, w.off[1] + 1}}}
	for _, no := range nos[:3] {
		w.runs[no].summary, w.runs[no].state = `{"loss":100}`, "finished"
	}
	w.report(nos[:3]...)
	w.do(&pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: nos[0]}}},
		&pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: nos[1], DisplayName: "renamed"}}},
		&pb.Event{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: nos[2], SetJson: []byte(`{"i":77}`)}}})
	w.facts(nos[:3]...)
	w.create("p", created(99))

	req := &Request{Sort: []string{"summary.loss"}, Limit: 4, Columns: []string{"summary.loss", "config.i"}}
	p := w.page(req, at)
	q := w.page(&Request{Sort: req.Sort, Limit: 4, Columns: req.Columns, Cursor: p.Next}, at)
	var got []string
	for _, row := range append(p.Runs, q.Runs...) {
		got = append(got, fmt.Sprintf("%s %s %s %s", row.Name, row.State, row.Config, row.Summary))
	}
	want := []string{
		`run-0 running {"i":0} {"loss":0}`, `run-1 running {"i":1} {"loss":1}`, `run-2 running {"i":2} {"loss":2}`,
		`run-3 running {"i":3} {"loss":3}`, `run-4 running {"i":4} {"loss":4}`, `run-5 running {"i":5} {"loss":5}`,
	}
	if w.runs[nos[1]].ID == w.runs[nos[3]].DisplayName || !slices.Equal(nameless(got), nameless(want)) {
		t.Errorf("got %v", strings.Join(got, "\n"))
	}
	if p.Total != 6 || p.Matched != 6 || p.AsOf == nil || q.Next != "" {
		t.Errorf("total %d matched %d as of %v then %q", p.Total, p.Matched, p.AsOf, q.Next)
	}
	now := w.page(&Request{Sort: []string{"summary.loss:desc"}, Limit: 2, Filter: "summary.loss = 100"}, w.live())
	if now.Total != 6 || now.Matched != 2 || now.Runs[0].Name != "renamed" || now.Runs[0].State != "finished" || string(now.Runs[1].Config) != `{"i":77}` {
		t.Errorf("now: %+v", now)
	}
}

// nameless drops the display names, which are the fold's.
func nameless(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		_, out[i], _ = strings.Cut(l, " ")
	}
	return out
}

func TestSearch(t *testing.T) {
	w := newWorld(t)
	w.create("p", &pb.RunCreated{RunId: "sweep-1", DisplayName: "Größe 10%"}, &pb.RunCreated{RunId: "sweep-x", DisplayName: "it's"}, &pb.RunCreated{RunId: "Base"})
	for search, want := range map[string]int{"GRÖSSE": 0, "GRÖße": 1, "10%": 1, "sweep": 2, "%": 1, "base": 1, "'": 1, "' OR 1=1 --": 0, "": 3} {
		if p := w.page(&Request{Search: search}, w.live()); p.Matched != want {
			t.Errorf("search %q: %d, want %d", search, p.Matched, want)
		}
	}
	for search, want := range map[string]int{`^sweep-\d+$`: 1, `(?i)^BASE$`: 1, `ö.e`: 1, `.`: 3} {
		if p := w.page(&Request{Search: search, Regex: true}, w.live()); p.Matched != want {
			t.Errorf("search %q: %d, want %d", search, p.Matched, want)
		}
	}
	_, err := w.table.Page(context.Background(), project, &Request{Search: "a[", Regex: true}, w.live())
	if p := err.(*api.Problem); p.Status != 422 || !strings.Contains(p.Detail, "a[\n ^") {
		t.Errorf("%v", err)
	}
}

// Every value comes back as it was sent, under hostile keys too.
func TestRowsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	w := newWorld(t)
	w.fill(r, 40)
	for _, row := range w.page(&Request{Limit: 100}, w.live()).Runs {
		m := w.runs[row.Number]
		for name, c := range map[string][2]string{"config": {m.config, string(row.Config)}, "summary": {m.summary, string(row.Summary)}} {
			want := "{}"
			if m.reported {
				want = string(appendValid(nil, []byte(c[0])))
			}
			if !json.Valid([]byte(c[1])) || want != c[1] {
				t.Errorf("%s of run %d:\n got %s\nwant %s", name, row.Number, c[1], want)
			}
		}
		if row.State != w.stateOf(m) || row.ID != m.ID || row.Name != m.DisplayName || !slices.Equal(row.Tags, m.Tags) && len(m.Tags) > 0 {
			t.Errorf("%+v\n%+v", row, m)
		}
	}
}

func TestKeysAreCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	w := newWorld(t)
	w.fill(r, 50)
	k, err := w.table.Keys(context.Background(), project, []string{"config", "summary"}, "", w.live(), position.Position{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range append(k.Config, k.Summary...) {
		n := len(w.find(mustParse(key.Key+" exists"), nil))
		objects := 0
		f, _ := filter.ParseField(key.Key)
		for _, m := range w.runs {
			if w.of(m, f).kind == 'o' {
				objects++
			}
		}
		if int(key.Runs) != n-objects {
			t.Errorf("%s: %d runs, want %d", key.Key, key.Runs, n-objects)
		}
	}
	if len(k.Config) < 20 {
		t.Errorf("only %d keys", len(k.Config))
	}
}

// Whoever scrolls far down passes over pages: each is what paging would have come to.
func TestPagesCanBePassedOver(t *testing.T) {
	for _, n := range []int{30, mostInside + 300} {
		w := newWorld(t)
		w.losses(n)
		req := &Request{Sort: []string{"summary.loss:desc"}, Limit: 10}
		first := w.page(req, w.live())
		var all []uint64
		for r := *req; ; {
			p := w.page(&r, w.live())
			for _, row := range p.Runs {
				all = append(all, row.Number)
			}
			if r.Cursor = p.Next; p.Next == "" {
				break
			}
		}
		for _, skip := range []int{0, 7, len(all) - 15, len(all) + 5} {
			for _, cursor := range []string{"", first.Next} {
				from := skip
				if cursor != "" {
					from += 10
				}
				from = min(from, len(all))
				p := w.page(&Request{Sort: req.Sort, Limit: 10, Skip: skip, Cursor: cursor}, w.live())
				var got []uint64
				for _, row := range p.Runs {
					got = append(got, row.Number)
				}
				if want := all[from:min(len(all), from+10)]; !slices.Equal(got, want) || p.Matched != len(all) {
					t.Errorf("skip %d of %d: got %v of %d, want %v", skip, len(all), got, p.Matched, want)
				}
			}
		}
	}
}
