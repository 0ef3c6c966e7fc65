package api

import "runledger/catalog"

// Compare calls f with the state that is shown and with the one of now, on which it's
// judged who may see what; without as_of they are the same.
func (p *Past) Compare(f func(then, now *catalog.State)) {
	p.cat.View(func(now *catalog.State) {
		if p.Pinned {
			f(p.state, now)
		} else {
			f(now, now)
		}
	})
}
