package catalog

import "slices"

// The ids of a project's runs. A trashed run keeps its id for its own undeletion, but
// gives way to a live one that was moved here; so an id may be several runs', of which
// at most one is live. byID has the live one, else the newest; the others wait.

// place makes a run findable by its id.
func (p *projectEntry) place(s *State, r *Run) {
	no, taken := p.byID[r.ID]
	if !taken {
		p.byID[r.ID] = r.No
		return
	}
	loser := r.No
	if before(s.runs[no-1], r) {
		p.byID[r.ID], loser = r.No, no
	}
	p.wait(r.ID, loser)
}

func (p *projectEntry) wait(id string, losers ...RunNo) {
	if p.waiting == nil {
		p.waiting = map[string][]RunNo{}
	}
	p.waiting[id] = append(p.waiting[id], losers...)
}

// before tells whether b is found rather than a.
func before(a, b *Run) bool {
	if a.Deleted != b.Deleted {
		return a.Deleted
	}
	return a.No < b.No
}

// displace undoes place, while the run still is as it was placed.
func (p *projectEntry) displace(s *State, r *Run) {
	rest := p.waiting[r.ID]
	if p.byID[r.ID] != r.No {
		rest = slices.DeleteFunc(rest, func(no RunNo) bool { return no == r.No })
	} else if delete(p.byID, r.ID); len(rest) > 0 {
		best := 0
		for i := range rest {
			if before(s.runs[rest[best]-1], s.runs[rest[i]-1]) {
				best = i
			}
		}
		p.byID[r.ID] = rest[best]
		rest = slices.Delete(rest, best, best+1)
	}
	if p.waiting != nil {
		if p.waiting[r.ID] = rest; len(rest) == 0 {
			delete(p.waiting, r.ID)
		}
	}
}

// freeIn refuses a live run where another live one has its id.
func (s *State) freeIn(to ProjectNo, r *Run) Verdict {
	other := s.Run(to, r.ID)
	if r.Deleted || other == nil || other.No == r.No || other.Deleted {
		return Verdict{Outcome: Accepted}
	}
	p := s.ProjectByNo(to)
	return refuse(CodeExists, "there is a run %q in %s/%s", r.ID, p.Entity, p.Name).about(0, to, other.No)
}
