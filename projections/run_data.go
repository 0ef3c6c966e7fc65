package projections

import "github.com/ClickHouse/ch-go/proto"

// dataRows are the rows of run_values.sql and run_data.sql: runs as of now, written coalesced and after
// all other tables.
type dataRows struct{ runRows }

// block is the columns of run_data; those of run_values are values.
func (t *dataRows) block() proto.Input { return append(t.common(), t.texts()...) }

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
