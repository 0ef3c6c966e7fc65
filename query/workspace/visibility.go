package workspace

import (
	"maps"
	"slices"
	"strconv"

	"runledger/catalog"
	"runledger/internal/api"
)

// runNumbered is a run of the project that isn't deleted, by its number in decimal.
func runNumbered(st *catalog.State, p catalog.ProjectNo, no string) *catalog.Run {
	n, err := strconv.ParseUint(no, 10, 64)
	if err != nil {
		return nil
	}
	if r := st.RunByNo(catalog.RunNo(n)); r != nil && r.Project == p && !r.Deleted {
		return r
	}
	return nil
}

// visibilityOf takes run ids out of a request: what else it says, and the edit of runs.
func (s *service) visibilityOf(at *place, body Fields) (Fields, edit, error) {
	raw, said := body["visibility"]
	if !said {
		return body, edit{}, nil
	}
	rest := maps.Clone(body)
	delete(rest, "visibility")
	e := edit{set: Fields{}}
	var faults []api.FieldError
	by := members(raw)
	if by == nil {
		faults = append(faults, api.FieldError{Location: "body.visibility", Code: "invalid", Message: "an object is expected: run id → true, false or null"})
	}
	s.cat.View(func(st *catalog.State) {
		for _, id := range slices.Sorted(maps.Keys(by)) {
			r := st.Run(at.project.No, id)
			switch {
			case r == nil:
				faults = append(faults, api.FieldError{Location: "body.visibility." + id, Code: "not_found", Message: "there's no such run"})
			case !isSet(by[id]):
				e.removed = append(e.removed, visibilityField+strconv.FormatUint(uint64(r.No), 10))
			case !isFlag(by[id]):
				faults = append(faults, api.FieldError{Location: "body.visibility." + id, Code: "invalid", Message: "true, false or null is expected"})
			default:
				e.set[visibilityField+strconv.FormatUint(uint64(r.No), 10)] = by[id]
			}
		}
	})
	return rest, e, refused(faults)
}
