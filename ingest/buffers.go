package ingest

import "sync"

// bufferSizes are those of the buffers that are kept, in bytes. A body grows from one
// to the next only when it has filled one: what it holds is at most four times what the
// client has sent, so thousands of slow clients hold next to nothing.
var bufferSizes = [...]int64{4 << 10, 16 << 10, 64 << 10, 256 << 10, keepArena}

// buffers keeps memory for bodies, by size.
type buffers [len(bufferSizes)]sync.Pool

// get returns an empty buffer for at least size bytes.
func (p *buffers) get(size int64) []byte {
	for i, s := range bufferSizes {
		if size > s {
			continue
		}
		if b, ok := p[i].Get().(*[]byte); ok {
			return (*b)[:0]
		}
		return make([]byte, 0, s)
	}
	return make([]byte, 0, size)
}

// put takes a buffer back; one of another size is left to the garbage collector.
func (p *buffers) put(b []byte) {
	for i, s := range bufferSizes {
		if int64(cap(b)) == s {
			p[i].Put(&b)
		}
	}
}

// roomFor is the size of the buffer that get returns.
func roomFor(size int64) int64 {
	for _, s := range bufferSizes {
		if size <= s {
			return s
		}
	}
	return size
}

// larger is the size to grow to from a full buffer of a size.
func larger(size int64) int64 {
	if size < keepArena {
		return 4 * size
	}
	return 2 * size
}
