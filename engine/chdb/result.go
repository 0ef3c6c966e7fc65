package chdb

import "unsafe"

// Result is one answer, or one piece of a streamed one. The caller frees it.
type Result struct {
	c *symbols
	p pointer
}

// Bytes is the answer in the format asked for. The memory is the library's and dies with Free.
func (r *Result) Bytes() []byte {
	n := r.c.resultLength(r.p)
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(r.c.resultBuffer(r.p)), n)
}

// Free gives the memory back. Freeing twice is harmless.
func (r *Result) Free() {
	if r.p != nil {
		r.c.destroyResult(r.p)
		r.p = nil
	}
}

func (r *Result) err() error {
	if r.p == nil {
		return &Error{Message: "the engine gave no answer"}
	}
	return parseError(text(r.c.resultError(r.p)))
}

// Stats counts what a statement did. In a stream, the rows and bytes read are running totals while the
// result rows are those of one piece.
type Stats struct {
	ReadRows, ReadBytes       uint64 // taken from tables
	WrittenRows, WrittenBytes uint64 // put into tables
	ResultRows                uint64 // in the answer
}

// Stats of the answer.
func (r *Result) Stats() Stats {
	return Stats{
		ReadRows:     r.c.storageRowsRead(r.p),
		ReadBytes:    r.c.storageBytesRead(r.p),
		WrittenRows:  r.c.rowsWritten(r.p),
		WrittenBytes: r.c.bytesWritten(r.p),
		ResultRows:   r.c.resultRows(r.p),
	}
}
