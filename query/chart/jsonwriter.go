package chart

import (
	"io"
	"math"
	"strconv"
)

// jsonWriter collects pieces and passes them on in blocks.
type jsonWriter struct {
	w   io.Writer
	buf []byte
	err error
}

const jsonBlock = 64 << 10

func (j *jsonWriter) text(s string) { j.buf = append(j.buf, s...) }
func (j *jsonWriter) raw(b []byte)  { j.buf = append(j.buf, b...) }

// list writes n values, each appended by value.
func (j *jsonWriter) list(n int, value func(b []byte, i int) []byte) {
	j.text("[")
	for i := range n {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf = value(j.buf, i)
		j.spill()
	}
	j.text("]")
}

func (j *jsonWriter) floats(before string, n int, at func(int) (float64, bool)) {
	j.text(before)
	j.list(n, func(b []byte, i int) []byte {
		if v, ok := at(i); ok {
			return appendFloat(b, v)
		}
		return append(b, "null"...)
	})
}

func (j *jsonWriter) counts(n int, at func(int) uint64) {
	j.list(n, func(b []byte, i int) []byte { return strconv.AppendUint(b, at(i), 10) })
}

func (j *jsonWriter) integers(n int, at func(int) int64) {
	j.list(n, func(b []byte, i int) []byte { return strconv.AppendInt(b, at(i), 10) })
}

func (j *jsonWriter) spill() {
	if len(j.buf) >= jsonBlock {
		_ = j.flush() // kept in err
	}
}

func (j *jsonWriter) flush() error {
	if j.err == nil {
		_, j.err = j.w.Write(j.buf)
	}
	j.buf = j.buf[:0]
	return j.err
}

// appendFloat writes the shortest number that reads back as the same bits.
func appendFloat(b []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(b, `"NaN"`...)
	case math.IsInf(v, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(b, `"-Infinity"`...)
	}
	format := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(b, v, format, -1, 64)
}
