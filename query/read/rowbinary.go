package read

import (
	"encoding/binary"
	"io"
	"math"
	"time"
)

// The columns of a row, each call reads the next. After an error they give zeros.

// Uint8 reads a UInt8 or a Bool.
func (r *Rows) Uint8() uint8 { return r.read(1)[0] }

// Uint16 reads a UInt16.
func (r *Rows) Uint16() uint16 { return binary.LittleEndian.Uint16(r.read(2)) }

// Uint32 reads a UInt32.
func (r *Rows) Uint32() uint32 { return binary.LittleEndian.Uint32(r.read(4)) }

// Uint64 reads a UInt64.
func (r *Rows) Uint64() uint64 { return binary.LittleEndian.Uint64(r.read(8)) }

// Int64 reads an Int64.
func (r *Rows) Int64() int64 { return int64(r.Uint64()) }

// Float64 reads a Float64.
func (r *Rows) Float64() float64 { return math.Float64frombits(r.Uint64()) }

// Uint128 reads a UInt128, low word first.
func (r *Rows) Uint128() [2]uint64 {
	b := r.read(16)
	return [2]uint64{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])}
}

// Uint256 reads a UInt256, low word first.
func (r *Rows) Uint256() (w [4]uint64) {
	b := r.read(32)
	for i := range w {
		w[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return w
}

// Millis reads a DateTime64(3).
func (r *Rows) Millis() time.Time { return time.UnixMilli(r.Int64()).UTC() }

// maxText bounds a String that Text takes; longer ones mean that columns were mixed up.
const maxText = 1 << 30

// Len reads the length of a String or an Array.
func (r *Rows) Len() int {
	if r.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(r.in)
	if err != nil || n > maxText {
		r.err = errTruncated
		return 0
	}
	return int(n)
}

// Text reads a String.
func (r *Rows) Text() string {
	b := make([]byte, r.Len())
	if r.err != nil {
		return ""
	}
	if _, err := io.ReadFull(r.in, b); err != nil {
		r.err = errTruncated
		return ""
	}
	return string(b)
}
