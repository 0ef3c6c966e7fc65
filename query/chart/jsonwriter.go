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

func (j *jsonWriter) floats(before string, n int, at func(int) (float64, bool)) {
	j.text(before + "[")
	for i := range n {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		if v, ok := at(i); ok {
			j.buf = appendFloat(j.buf, v)
		} else {
			j.buf = append(j.buf, "null"...)
		}
		j.spill()
	}
	j.text("]")
}

func (j *jsonWriter) counts(n int, at func(int) uint64) {
	j.text("[")
	for i := range n {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf = strconv.AppendUint(j.buf, at(i), 10)
		j.spill()
	}
	j.text("]")
}

func (j *jsonWriter) integers(n int, at func(int) int64) {
	j.text("[")
	for i := range n {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf = strconv.AppendInt(j.buf, at(i), 10)
		j.spill()
	}
	j.text("]")
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
