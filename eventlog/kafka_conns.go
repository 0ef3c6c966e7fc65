package eventlog

import (
	"context"
	"net"
	"sync"
	"time"
)

// connections are the network connections of a Kafka log, so that Close can end those
// on which a broker holds an answer back.
type connections struct {
	mu     sync.Mutex
	open   map[*trackedConn]struct{}
	closed bool
}

type trackedConn struct {
	net.Conn
	owner *connections
}

func (c *connections) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 3 * time.Second, KeepAlive: 15 * time.Second}
	conn, err := dialer.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	tracked := &trackedConn{Conn: conn, owner: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		conn.Close()
		return nil, ErrClosed
	}
	if c.open == nil {
		c.open = make(map[*trackedConn]struct{})
	}
	c.open[tracked] = struct{}{}
	return tracked, nil
}

// Close closes the connection; it isn't tracked any more.
func (t *trackedConn) Close() error {
	t.owner.mu.Lock()
	delete(t.owner.open, t)
	t.owner.mu.Unlock()
	return t.Conn.Close()
}

// close closes all connections and refuses new ones.
func (c *connections) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for conn := range c.open {
		conn.Conn.Close() // its user sees an error and closes it again
	}
	return nil
}
