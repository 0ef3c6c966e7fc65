package projections

// versionRows are the rows of run_versions.sql: the state that a minute of log time
// ended with, and each change of state.
type versionRows struct {
	keys *keyTable
	runRows
}

func newVersionRows(keys *keyTable) *versionRows { return &versionRows{keys, newRunRows()} }

func (t *versionRows) apply(c *change) {
	if c.closed {
		t.add(c.before)
	}
	if c.moved {
		t.add(newVersionRow(c.run, t.keys))
	}
}
