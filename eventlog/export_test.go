package eventlog

import (
	"fmt"
	"io"
)

// Describe prints the state of the store.
func (l *Embedded) Describe(w io.Writer) { fmt.Fprintln(w, l.db.Metrics()) }
