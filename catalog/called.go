package catalog

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// called is what people know an object by, with what it is.
func (s *State) called(o object) string {
	switch o.kind {
	case kindRun:
		if n, err := strconv.ParseUint(o.id, 10, 64); err == nil && s.RunByNo(RunNo(n)) != nil {
			return fmt.Sprintf("run %q", s.RunByNo(RunNo(n)).ID)
		}
	case kindProject:
		if p := s.ProjectByNo(projectNo(o.id)); p != nil {
			return "project " + p.Entity + "/" + p.Name
		}
	}
	if name := s.docs[docKey{o.project, o.kind, o.id}].called(); name != "" {
		return fmt.Sprintf("%s %q", o.kind, name)
	}
	return o.kind + " " + o.id
}

// NameOfChanged is what people know the one object by that an action changed, as it is
// called now: a run's name, a document's title; "" if it was about several, or has none.
func (s *State) NameOfChanged(v Verdict) string {
	if len(v.Changes) != 1 || len(v.Changes[0].IDs) != 1 {
		return ""
	}
	c := v.Changes[0]
	switch id := c.IDs[0]; c.Kind {
	case kindRun:
		n, _ := strconv.ParseUint(id, 10, 64) // else none, as 0
		if r := s.RunByNo(RunNo(n)); r != nil {
			return r.DisplayName
		}
	case kindProject:
		if p := s.ProjectByNo(projectNo(id)); p != nil {
			return p.Name
		}
	default:
		return s.docs[docKey{c.Project, c.Kind, id}].called()
	}
	return ""
}

// called is a document's title; else the names of what it shows; "" if it has none.
func (d *Document) called() string {
	if d == nil {
		return ""
	}
	for _, field := range []string{"title", "name", "auto_for"} {
		var name string
		if json.Unmarshal(d.Fields[field], &name) == nil && name != "" {
			return name
		}
	}
	var metrics []string
	_ = json.Unmarshal(d.Fields["metrics"], &metrics) // whatever was stored; else none
	return strings.Join(metrics, ", ")
}
