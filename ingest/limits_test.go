package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event/pb"
	ingestpb "runledger/ingest/pb"
)

func TestSomebodyElsesProject(t *testing.T) {
	s := newServer(t, Limits{})
	key := catalog.NewAPIKey()
	root := s.who(t)
	v, _, err := s.catalog.Do(within(t),
		&pb.Event{Actor: root.Actor(pb.Actor_KIND_USER), Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann", Key: catalog.NewKey("", "first", key)}}})
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	if a := s.lines(t, `{"project":"root/secret","run":"r","config":{"a":1}}`); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	as := []string{"Authorization", "Bearer " + key}
	body := `{"project":"root/secret","run":"r","step":1,"metrics":{"a":1}}` + "\n" + `{"project":"root/none","run":"r"}`
	a := s.post(t, "application/x-ndjson", strings.NewReader(body), as...)
	if a.status != 404 || a.RejectedTotal != 2 || a.Rejected[0].Code != catalog.CodeNotFound {
		t.Fatalf("%+v", a)
	}
	// It isn't told which of them is there.
	if x, y := a.Rejected[0].Message, a.Rejected[1].Message; strings.ReplaceAll(x, "secret", "none") != y {
		t.Errorf("%q and %q", x, y)
	}
	a = s.post(t, "application/x-ndjson", strings.NewReader(body+"\n"+`{"project":"ann/mine","run":"r","step":1,"metrics":{"a":1}}`), as...)
	if a.status != 202 || a.Accepted != 1 || a.RejectedTotal != 2 {
		t.Errorf("%+v", a)
	}
}

func TestSQLIsData(t *testing.T) {
	s := newServer(t, Limits{})
	evil := `'; DROP TABLE points; -- {x:String} \\ $$`
	quoted := string(appendString(nil, evil))
	line := fmt.Sprintf(`{"project":"root/p","run":"r","step":1,"metrics":{%s:1,"t":%s},"config":{%s:%s},"console":[%s],"tags":[%s],"name":%s,"notes":%s,"group":%s}`,
		quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted, quoted)
	if a := s.lines(t, line); a.status != 202 {
		t.Fatalf("%+v", a)
	}
	var texts []string
	for _, e := range s.all(t) {
		for _, x := range e.GetRunPoints().GetSeries() {
			texts = append(texts, x.Key)
		}
		for _, l := range e.GetRunConsole().GetLines() {
			texts = append(texts, l.Text)
		}
	}
	s.catalog.View(func(st *catalog.State) {
		r := st.RunByNo(1)
		texts = append(texts, r.DisplayName, r.Notes, r.Tags[0], r.Attributes.Group)
	})
	for _, text := range texts {
		if text != evil {
			t.Errorf("%q", text)
		}
	}
	if len(texts) != 6 {
		t.Errorf("%d texts", len(texts))
	}
}

func TestManyRejectedLinesAreCounted(t *testing.T) {
	s := newServer(t, Limits{})
	var b strings.Builder
	for i := range 5000 {
		switch i % 3 {
		case 0:
			b.WriteString("{\n")
		case 1:
			b.WriteString(`{"project":"nobody/p","run":"r"}` + "\n")
		default:
			b.WriteString(good + "\n")
		}
	}
	a := s.post(t, "application/x-ndjson", strings.NewReader(b.String()))
	if a.status != 202 || a.Accepted != 1666 || a.RejectedTotal != 3334 || len(a.Rejected) != 1000 {
		t.Fatalf("%d accepted %d rejected %d listed %d", a.status, a.Accepted, a.RejectedTotal, len(a.Rejected))
	}
	for i, r := range a.Rejected {
		if want := i/2*3 + i%2; r.Index != want {
			t.Fatalf("rejected[%d] is line %d, want %d", i, r.Index, want)
		}
	}
}

func TestTooManyRuns(t *testing.T) {
	s := newServer(t, Limits{Runs: 3})
	var lines []string
	for i := range 5 {
		lines = append(lines, fmt.Sprintf(`{"project":"root/p","run":"r%d","config":{"a":1}}`, i))
	}
	if a := s.lines(t, lines...); a.status != 202 || a.Accepted != 3 || a.RejectedTotal != 2 || a.Rejected[0].Code != codeTooMany {
		t.Errorf("%+v", a)
	}
}

// Tiny things in masses would take more memory than the body's bytes tell.
func TestTooManyItems(t *testing.T) {
	s := newServer(t, Limits{Items: 100})
	list := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	names := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`"k%d":1`, i))
		}
		return strings.Join(out, ",")
	}
	for name, lines := range map[string][2]string{
		"metrics": {`"step":1,"metrics":{` + names(90) + `}`, `"step":2,"metrics":{` + names(110) + `}`},
		"system":  {`"system":{` + names(90) + `}`, `"system":{` + names(110) + `}`},
		"config":  {`"config":{` + names(90) + `}`, `"config":{` + names(110) + `}`},
		"summary": {`"summary":{` + names(90) + `}`, `"summary":{` + names(110) + `}`},
		"console": {`"console":[` + list(30, `""`) + `]`, `"console":[` + list(110, `""`) + `]`},
	} {
		prefix := `{"project":"root/p","run":"` + name + `",`
		ok, bad := prefix+lines[0]+"}", prefix+lines[1]+"}"
		a := s.lines(t, ok, ok, ok, bad)
		if a.status != 202 || a.Accepted != 3 || a.RejectedTotal != 1 || a.Rejected[0].Code != codeTooMany {
			t.Errorf("%s: %+v", name, a)
		}
	}
	q := &ingestpb.IngestRequest{Runs: []*ingestpb.RunBatch{{Project: "root/p", Run: "r"}}}
	for i := range 101 {
		q.Runs[0].Series = append(q.Runs[0].Series, &ingestpb.Series{Key: fmt.Sprint(i), Values: []float64{1}})
	}
	q.Runs[0].Steps = []int64{1}
	body, err := proto.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "application/x-protobuf", bytes.NewReader(body)); a.status != 422 || a.Rejected[0].Code != codeTooMany {
		t.Errorf("%+v", a)
	}
}
