package wandb

import (
	"encoding/json"
	"io"
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
)

// act commands as a user, or as the program itself.
func (r *rig) act(user string, events ...*pb.Event) {
	r.t.Helper()
	for _, e := range events {
		e.Actor = catalog.System()
		if user != "" {
			r.cat.View(func(s *catalog.State) {
				e.Actor = catalog.Principal{User: s.UserByName(user)}.Actor(pb.Actor_KIND_USER)
			})
		}
	}
	verdicts, _, err := r.cat.Do(r.t.Context(), events...)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, v := range verdicts {
		if !v.OK() {
			r.t.Fatal(v)
		}
	}
}

func keyFor(name string) string { return strings.Repeat("k", 40) + name }

// person makes a user, whose key is keyFor the name.
func (r *rig) person(name string) {
	r.t.Helper()
	r.act("", &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "", keyFor(name))}}})
}

// lab makes the team lab: tom administers it, max is a member, vera looks on. out is
// somebody else.
func (r *rig) lab() {
	r.t.Helper()
	for _, name := range []string{"tom", "max", "vera", "out"} {
		r.person(name)
	}
	r.act("tom", &pb.Event{Body: &pb.Event_TeamCreated{TeamCreated: &pb.TeamCreated{Name: "lab", Members: []*pb.TeamMember{
		{User: "max", Role: "member"}, {User: "vera", Role: "viewer"}}}}})
}

// project makes one of tom's in the team.
func (r *rig) project(name, view, submit string) {
	r.t.Helper()
	r.act("tom", &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "lab", Name: name, View: view, Submit: submit}}})
}

func (r *rig) projectNo(entity, name string) (no uint32) {
	r.t.Helper()
	r.cat.View(func(s *catalog.State) {
		if p := s.FindProject(entity, name); p != nil {
			no = uint32(p.No)
		}
	})
	if no == 0 {
		r.t.Fatalf("there's no project %s/%s", entity, name)
	}
	return no
}

func (r *rig) settings(user, set string) {
	r.t.Helper()
	r.act(user, &pb.Event{Body: &pb.Event_UserSettingsSet{UserSettingsSet: &pb.DocumentEdited{Id: user, SetJson: []byte(set)}}})
}

func rename(no uint32, name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: no, Name: name}}}
}

// as asks GraphQL with a user's key. Errors are messages, joined.
func (r *rig) as(user, document string, variables map[string]any) (status int, data map[string]any, errs string) {
	r.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": document, "variables": variables})
	status, _, text := r.do("POST", "/graphql", keyFor(user), string(body))
	var a answer
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		r.t.Fatalf("%s: %v", text, err)
	}
	for _, e := range a.Errors {
		errs += e.Message + "\n"
	}
	return status, a.Data, errs
}

// content returns a file of a run as it is in the end; false if it never came.
func (r *rig) content(run *catalog.Run, name string) (string, bool) {
	r.t.Helper()
	var last *pb.File
	for _, e := range r.telemetry(uint64(run.No)) {
		for _, f := range e.GetRunFilesAdded().GetFiles() {
			if f.Name == name && f.Size >= 0 {
				last = f
			}
		}
	}
	if last == nil {
		return "", false
	}
	c, err := r.wandb.Blobs.Open(r.t.Context(), last.Sha256)
	if err != nil {
		r.t.Fatal(err)
	}
	defer c.Close()
	text, err := io.ReadAll(c)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text), true
}

// actions counts what was done, but for notes of keys' use, which come when they come.
func (r *rig) actions() (n int) {
	r.t.Helper()
	end := r.cat.Next()
	for next := eventlog.Offset(0); next < end; {
		records, err := r.log.Read(r.t.Context(), eventlog.Actions, 0, next, 1<<20)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, rec := range records {
			next = rec.Offset + 1
			if e := catalog.Decode(rec).Event; next <= end && e.GetKeyUsed() == nil {
				n++
			}
		}
	}
	return n
}
