package eventlog

import "encoding/binary"

// wire writes the primitive types of Kafka's protocol.
type wire struct{ b []byte }

func (w *wire) i16(v int16)  { w.b = binary.BigEndian.AppendUint16(w.b, uint16(v)) }
func (w *wire) i32(v int32)  { w.b = binary.BigEndian.AppendUint32(w.b, uint32(v)) }
func (w *wire) i64(v int64)  { w.b = binary.BigEndian.AppendUint64(w.b, uint64(v)) }
func (w *wire) str(s string) { w.i16(int16(len(s))); w.b = append(w.b, s...) }

// wireReader reads them; after the first that doesn't fit everything reads as zero.
type wireReader struct {
	b     []byte
	short bool
}

func (r *wireReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.short, r.b = true, nil
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *wireReader) i16() int16 {
	if b := r.take(2); b != nil {
		return int16(binary.BigEndian.Uint16(b))
	}
	return 0
}

func (r *wireReader) i32() int32 {
	if b := r.take(4); b != nil {
		return int32(binary.BigEndian.Uint32(b))
	}
	return 0
}

func (r *wireReader) i64() int64 {
	if b := r.take(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

func (r *wireReader) str() string { return string(r.take(int(r.i16()))) }

// bytes reads bytes whose length may be -1.
func (r *wireReader) bytes() []byte { return r.take(max(int(r.i32()), 0)) }
