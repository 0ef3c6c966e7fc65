package ingest

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"runledger/internal/api"
)

// bodies reads request bodies into memory that is accounted for.
type bodies struct {
	limits  Limits
	budget  *budget
	clock   func() time.Time
	refuse  func(reason string)
	buffers buffers
	codecs  codecs
}

// body is a request's body. Close it once nothing refers to its bytes any more.
type body struct {
	data  []byte
	held  int64 // bytes taken from the budget
	owner *bodies
}

func (b *body) close() {
	b.owner.budget.give(b.held)
	b.owner.buffers.put(b.data)
	b.data, b.held = nil, 0
}

// read returns the whole body as it was sent, compressed or not. A body that ends early
// is an error, and so is one that comes too slowly.
func (s *bodies) read(w http.ResponseWriter, r *http.Request) (*body, error) {
	if r.ContentLength > s.limits.Body {
		s.refuse("too_large")
		return nil, s.tooLarge()
	}
	b := &body{owner: s}
	in := &pacedReader{src: r.Body, control: http.NewResponseController(w), clock: s.clock,
		idle: s.limits.BodyIdle, until: s.clock().Add(s.limits.BodyTotal)}
	err := b.fill(r, in, 1, s.limits.Body)
	if err == nil && len(b.data) == 0 {
		err = api.NewProblem(http.StatusBadRequest, "empty", "The body is empty.")
	}
	if err != nil {
		b.close()
		return nil, s.problem(err)
	}
	// The rest may take its time. After an error the deadline stays, so that the server doesn't
	// wait for what is left of the body.
	_ = in.control.SetReadDeadline(time.Time{})
	return b, nil
}

// ReadBody returns a request's body, decompressed, under the same limits and from the same budget
// as those of POST /api/v1/ingest; errors are problems. Call release once nothing refers to
// data any more. For routes that build upon ingest.
func (w *Writer) ReadBody(rw http.ResponseWriter, r *http.Request) (data []byte, release func(), err error) {
	encoding, err := encodingOf(r)
	if err != nil {
		return nil, nil, err
	}
	b, err := w.bodies.read(rw, r)
	if err != nil {
		return nil, nil, err
	}
	if b, err = w.bodies.unpack(r, b, encoding); err != nil {
		return nil, nil, err
	}
	return b.data, b.close, nil
}

// unpack decompresses a body; it is closed then, also after an error.
func (s *bodies) unpack(r *http.Request, packed *body, encoding string) (*body, error) {
	if encoding == "" {
		return packed, nil
	}
	defer packed.close()
	in, err := s.codecs.open(encoding, packed.data)
	if err != nil {
		return nil, s.problem(badCompression(encoding, err))
	}
	defer in.release()
	b := &body{owner: s}
	limit, hint := s.limits.Body, int64(len(packed.data))*4
	most := max(int64(len(packed.data))*s.limits.Ratio, 1<<20)
	err = b.fill(r, in, min(hint, limit, 64<<10), min(limit, most))
	switch {
	case errors.Is(err, errTooLarge) && most < limit:
		s.refuse("compression_ratio")
		err = api.TooLarge("The body expands to more than %d times its size.", s.limits.Ratio)
	case err != nil && !errors.Is(err, errTooLarge) && !errors.Is(err, ErrBusy):
		err = badCompression(encoding, err)
	case err == nil && len(b.data) == 0:
		err = api.NewProblem(http.StatusBadRequest, "empty", "The body is empty.")
	}
	if err != nil {
		b.close()
		return nil, s.problem(err)
	}
	return b, nil
}

func badCompression(encoding string, err error) error {
	return api.Malformed("The body isn't whole %s: %v. Nothing of it was stored.", encoding, err)
}

var errTooLarge = errors.New("body too large")

// fill reads everything; first is the room to begin with.
func (b *body) fill(r *http.Request, in io.Reader, first, limit int64) error {
	if err := b.grow(r, first); err != nil {
		return err
	}
	for {
		if len(b.data) == cap(b.data) {
			if err := b.grow(r, min(larger(int64(cap(b.data))), limit+1)); err != nil {
				return err
			}
		}
		n, err := in.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if int64(len(b.data)) > limit {
			return errTooLarge
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// grow makes room for size bytes, once the budget has them.
func (b *body) grow(r *http.Request, size int64) error {
	size = roomFor(size)
	if err := b.owner.budget.take(r.Context(), size-b.held, b.owner.limits.QueueWait); err != nil {
		return err
	}
	b.held = size
	grown := append(b.owner.buffers.get(size), b.data...)
	b.owner.buffers.put(b.data)
	b.data = grown
	return nil
}

func (s *bodies) tooLarge() error {
	return api.TooLarge("The body has more than %d bytes.", s.limits.Body).
		With("Send it in several requests.")
}

// problem is what a client is told of an error while its body was read.
func (s *bodies) problem(err error) error {
	var known *api.Problem
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, errTooLarge), errors.As(err, &tooLong):
		s.refuse("too_large")
		return s.tooLarge()
	case errors.Is(err, ErrBusy):
		s.refuse("busy")
		return busy()
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.refuse("slow_client")
		return api.NewProblem(http.StatusRequestTimeout, "timeout", "The body came too slowly. Nothing of it was stored.")
	case errors.Is(err, io.ErrUnexpectedEOF):
		s.refuse("half_sent")
		return api.Malformed("The body ended early. Nothing of it was stored.")
	}
	s.refuse("unreadable_body")
	return api.Malformed("The body can't be read: %v. Nothing of it was stored.", err)
}

// busy is what a client is told when the process holds as much as it may.
func busy() *api.Problem {
	return api.Unavailable(time.Second, "The server has as much to do as it can hold. Nothing was stored: repeat the request unchanged.")
}

// pacedReader gives the client time, but not endlessly: idle for the next piece, and
// until then for everything.
type pacedReader struct {
	src     io.Reader
	control *http.ResponseController
	clock   func() time.Time
	idle    time.Duration
	until   time.Time
}

func (p *pacedReader) Read(b []byte) (int, error) {
	deadline := p.clock().Add(p.idle)
	if deadline.After(p.until) {
		deadline = p.until
	}
	_ = p.control.SetReadDeadline(deadline) // not every server has deadlines
	return p.src.Read(b)
}
