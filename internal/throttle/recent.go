package throttle

// recent keeps the values that were used last, at most a number of them.
type recent[V any] struct {
	most   int
	byKey  map[string]*entry[V]
	newest entry[V] // of the ring: newest.next is the one used last, newest.prev the oldest
}

type entry[V any] struct {
	key        string
	value      V
	prev, next *entry[V]
}

func newRecent[V any](most int) *recent[V] {
	r := &recent[V]{most: most, byKey: map[string]*entry[V]{}}
	r.newest.prev, r.newest.next = &r.newest, &r.newest
	return r
}

// get returns the value of a key, or nil.
func (r *recent[V]) get(key string) *V {
	e := r.byKey[key]
	if e == nil {
		return nil
	}
	r.unlink(e)
	r.link(e)
	return &e.value
}

// make returns the value of a key, a zero one if there's none; then the oldest goes.
func (r *recent[V]) make(key string) *V {
	if v := r.get(key); v != nil {
		return v
	}
	if len(r.byKey) >= r.most {
		r.drop(r.newest.prev.key)
	}
	e := &entry[V]{key: key}
	r.byKey[key] = e
	r.link(e)
	return &e.value
}

func (r *recent[V]) drop(key string) {
	if e := r.byKey[key]; e != nil {
		r.unlink(e)
		delete(r.byKey, key)
	}
}

func (r *recent[V]) link(e *entry[V]) {
	e.prev, e.next = &r.newest, r.newest.next
	e.prev.next, e.next.prev = e, e
}

func (r *recent[V]) unlink(e *entry[V]) { e.prev.next, e.next.prev = e.next, e.prev }
