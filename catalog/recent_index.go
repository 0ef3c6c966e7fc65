package catalog

import "hash/maphash"

// recentIndex finds the number of an entry by its key: a table with open addressing, at
// most three quarters full. A slot takes four bytes where a map's would take thirty.
type recentIndex struct {
	seed  maphash.Seed
	slots []uint32 // usedSlot | the lowest bits of the entry's number; 0: free
	used  int
}

const (
	usedSlot  = 1 << 31
	firstSize = 64 // slots; a power of two
)

// numberIn is the number of the entry that a slot names.
func (r *recent[K]) numberIn(slot uint32) uint64 {
	return r.front + uint64((slot-uint32(r.front))&(usedSlot-1))
}

func (r *recent[K]) home(k K) uint64 {
	return maphash.Comparable(r.index.seed, k) & uint64(len(r.index.slots)-1)
}

func (r *recent[K]) keyOf(no uint64) K {
	e, _, _ := r.entry(no)
	return e.key
}

// makeIndex makes the index of all entries, if there is none.
func (r *recent[K]) makeIndex() {
	if r.index.slots == nil {
		size := firstSize
		for size*3/4 <= r.len() {
			size *= 2
		}
		r.rebuild(size)
	}
}

func (r *recent[K]) rebuild(size int) {
	r.index = recentIndex{seed: maphash.MakeSeed(), slots: make([]uint32, size)}
	for no := r.front; no < r.next; no++ {
		r.place(r.keyOf(no), no)
	}
}

func (r *recent[K]) insert(k K, no uint64) {
	if r.index.used*4 >= len(r.index.slots)*3 {
		r.rebuild(2 * len(r.index.slots)) // with k
		return
	}
	r.place(k, no)
}

func (r *recent[K]) place(k K, no uint64) {
	x := &r.index
	mask := uint64(len(x.slots) - 1)
	at := r.home(k)
	for x.slots[at] != 0 {
		at = (at + 1) & mask
	}
	x.slots[at] = usedSlot | uint32(no)
	x.used++
}

// slot returns where k is, or where it would be.
func (r *recent[K]) slot(k K) uint64 {
	mask := uint64(len(r.index.slots) - 1)
	at := r.home(k)
	for s := r.index.slots[at]; s != 0 && r.keyOf(r.numberIn(s)) != k; s = r.index.slots[at] {
		at = (at + 1) & mask
	}
	return at
}

func (r *recent[K]) find(k K) (no uint64, ok bool) {
	s := r.index.slots[r.slot(k)]
	return r.numberIn(s), s != 0
}

// remove frees the slot of k, and moves up those behind it that were kept from their
// home by it.
func (r *recent[K]) remove(k K) {
	x := &r.index
	if x.slots == nil {
		return
	}
	free := r.slot(k)
	if x.slots[free] == 0 {
		return
	}
	mask := uint64(len(x.slots) - 1)
	for at := (free + 1) & mask; x.slots[at] != 0; at = (at + 1) & mask {
		home := r.home(r.keyOf(r.numberIn(x.slots[at])))
		if (at-home)&mask >= (at-free)&mask {
			x.slots[free], free = x.slots[at], at
		}
	}
	x.slots[free] = 0
	x.used--
}
