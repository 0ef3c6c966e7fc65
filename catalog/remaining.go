package catalog

import "strconv"

// Remaining leaves out of an action's changes what was purged since: its undo restores
// the rest. purged counts the objects left out.
func (s *State) Remaining(changes []Change) (left []Change, purged int) {
	for _, c := range changes {
		var ids []string
		for _, id := range c.IDs {
			if s.wasPurged(c.Kind, id) {
				purged++
			} else {
				ids = append(ids, id)
			}
		}
		if c.IDs = ids; len(ids) > 0 {
			left = append(left, c)
		}
	}
	return left, purged
}

func (s *State) wasPurged(kind, id string) bool {
	switch kind {
	case kindRun:
		n, err := strconv.ParseUint(id, 10, 64)
		r := s.RunByNo(RunNo(n))
		return err == nil && r != nil && r.Purged
	case kindProject:
		p := s.ProjectByNo(projectNo(id))
		return p != nil && p.Purged
	}
	return false
}
