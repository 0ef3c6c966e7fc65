package projections

// dataRows are the rows of run_data.sql: runs as of now, written coalesced and after
// all other tables.
type dataRows struct{ runRows }

// collect adds a row for each changed run and marks them clean.
func (t *dataRows) collect(dirty []*runState, keys *keyTable) error {
	for _, s := range dirty {
		v := newVersionRow(s, keys)
		var err error
		if v.marks, err = s.encodeMarks(keys); err != nil {
			return err
		}
		t.add(v)
		s.dirty = false
	}
	return nil
}
