package filter

// MatchesMissing tells whether e holds for a run of which every field is missing; no
// expression holds for all.
func MatchesMissing(e Expr) bool {
	switch e := e.(type) {
	case *And:
		for _, t := range e.Terms {
			if !MatchesMissing(t) {
				return false
			}
		}
		return true
	case *Or:
		for _, t := range e.Terms {
			if MatchesMissing(t) {
				return true
			}
		}
		return false
	case *Not:
		return !MatchesMissing(e.Term)
	case *Condition:
		return e.Op == Missing
	}
	return true
}
