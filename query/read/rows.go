package read

import (
	"bufio"
	"errors"
	"io"
)

// errTruncated: the engine's answer ended within a row.
var errTruncated = errors.New("the engine's answer ended early")

// Rows reads an answer in FORMAT RowBinary.
type Rows struct {
	in  *bufio.Reader
	err error
	buf [32]byte
}

// NewRows reads from in.
func NewRows(in *bufio.Reader) *Rows { return &Rows{in: in} }

// Next tells whether there's another row. After false, Err says why.
func (r *Rows) Next() bool {
	if r.err != nil {
		return false
	}
	if _, err := r.in.Peek(1); err != nil {
		if !errors.Is(err, io.EOF) {
			r.err = err
		}
		return false
	}
	return true
}

// Err is what ended the rows before their end, if anything did.
func (r *Rows) Err() error { return r.err }

func (r *Rows) read(n int) []byte {
	b := r.buf[:n]
	if r.err == nil {
		if _, err := io.ReadFull(r.in, b); err != nil {
			r.err = err
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				r.err = errTruncated
			}
		}
	}
	if r.err != nil {
		clear(b)
	}
	return b
}
