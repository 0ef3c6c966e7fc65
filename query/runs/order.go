package runs

import (
	"container/list"
	"crypto/rand"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/internal/position"
)

// orderID names a kept order.
type orderID [16]byte

// order is the matching runs of a first page, in order.
type order struct {
	id      orderID
	project catalog.ProjectNo
	query   queryHash
	at      position.Position // of the first page
	runs    []uint64
	used    time.Time
}

// orders keeps the orders of first pages for those who page on. Each process keeps its
// own, in memory: within bounds of bytes and age, the longest unused goes first. Short
// rests of an order travel in the cursor instead, see cursor.go.
type orders struct {
	clock   func() time.Time
	metrics *metrics

	mu    sync.Mutex
	byID  map[orderID]*list.Element
	used  *list.List // of *order, the latest used first
	bytes int
}

const (
	ordersBytes = 64 << 20
	ordersAge   = 30 * time.Minute
)

func newOrders(clock func() time.Time, m *metrics) *orders {
	return &orders{clock: clock, metrics: m, byID: map[orderID]*list.Element{}, used: list.New()}
}

// keep takes an order and returns its name.
func (o *orders) keep(k order) orderID {
	_, _ = rand.Read(k.id[:]) // never fails
	o.mu.Lock()
	defer o.mu.Unlock()
	k.used = o.clock()
	o.byID[k.id] = o.used.PushFront(&k)
	o.bytes += k.size()
	for o.bytes > ordersBytes || o.used.Back().Value.(*order).used.Before(k.used.Add(-ordersAge)) {
		o.drop(o.used.Back())
	}
	o.show()
	return k.id
}

// find returns an order that is still there, or nil. Its runs aren't to be changed.
func (o *orders) find(id orderID) *order {
	o.mu.Lock()
	defer o.mu.Unlock()
	e := o.byID[id]
	if e == nil {
		return nil
	}
	k := e.Value.(*order)
	now := o.clock()
	if k.used.Before(now.Add(-ordersAge)) {
		o.drop(e)
		o.show()
		return nil
	}
	k.used = now
	o.used.MoveToFront(e)
	return k
}

func (o *orders) drop(e *list.Element) {
	k := o.used.Remove(e).(*order)
	delete(o.byID, k.id)
	o.bytes -= k.size()
}

func (o *orders) show() {
	o.metrics.orders.Set(float64(o.used.Len()))
	o.metrics.orderBytes.Set(float64(o.bytes))
}

func (k *order) size() int { return 8*cap(k.runs) + 256 }
