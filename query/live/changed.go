package live

import "time"

// changed holds each key once, the one that changed last in front.
type changed[K comparable] struct {
	newest, oldest *item[K]
	by             map[K]*item[K]
}

// item is a key and its last change.
type item[K comparable] struct {
	key          K
	newer, older *item[K]
	change
}

// change is where in the hub's order, when, and where in the log something changed.
type change struct {
	seq uint64
	at  time.Time
	// Offsets that a reader's cursor must have to know of it; 0: of no matter.
	telemetry uint64 // of the run's partition
	actions   uint64
}

// touch notes a change of key; it returns how many keys that adds. Of both sorts of
// offsets the larger stays: a change that is known of one sort may be news of the other.
func (c *changed[K]) touch(key K, ch change) int {
	it, added := c.by[key], 0
	if it == nil {
		if c.by == nil {
			c.by = map[K]*item[K]{}
		}
		it, added = &item[K]{key: key}, 1
		c.by[key] = it
	} else {
		c.unlink(it)
	}
	ch.telemetry, ch.actions = max(ch.telemetry, it.telemetry), max(ch.actions, it.actions)
	it.change = ch
	it.older, it.newer = c.newest, nil
	if c.newest != nil {
		c.newest.newer = it
	} else {
		c.oldest = it
	}
	c.newest = it
	return added
}

func (c *changed[K]) unlink(it *item[K]) {
	if it.newer != nil {
		it.newer.older = it.older
	} else {
		c.newest = it.older
	}
	if it.older != nil {
		it.older.newer = it.newer
	} else {
		c.oldest = it.newer
	}
}

// forget drops what changed before a time and tells gone of each.
func (c *changed[K]) forget(before time.Time, gone func(K, change)) {
	for it := c.oldest; it != nil && it.at.Before(before); it = c.oldest {
		c.unlink(it)
		delete(c.by, it.key)
		gone(it.key, it.change)
	}
}

// since reports whether something changed after seq.
func (c *changed[K]) since(seq uint64) bool { return c.newest != nil && c.newest.seq > seq }

// between returns what changed after from and, as last change, not after to; many: there
// are more than most of them.
func (c *changed[K]) between(from, to uint64, most int) (keys []K, many bool) {
	for it := c.newest; it != nil && it.seq > from; it = it.older {
		if it.seq > to {
			continue // comes with the next event
		}
		if len(keys) == most {
			return nil, true
		}
		keys = append(keys, it.key)
	}
	return keys, false
}

// unknown returns what a cursor doesn't know.
func (c *changed[K]) unknown(knows func(K, change) bool, most int) (keys []K, many bool) {
	for it := c.newest; it != nil; it = it.older {
		if knows(it.key, it.change) {
			continue
		}
		if len(keys) == most {
			return nil, true
		}
		keys = append(keys, it.key)
	}
	return keys, false
}
