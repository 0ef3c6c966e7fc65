package session

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// How long a session lives: Idle after its last use, and never longer than Longest
// after the sign-in. A cookie is renewed at most once in renewEvery.
const (
	Idle       = 12 * time.Hour
	Longest    = 30 * 24 * time.Hour
	renewEvery = time.Hour
)

// Ticket is what the cookie holds.
type Ticket struct {
	User    uint32
	Session uint64    // the user's session number when it was issued
	Issued  time.Time // the sign-in
	Expires time.Time
	nonce   [16]byte // no two sign-ins give the same cookie
}

// cookieKey is for what the key is derived: other uses of the signing key have others.
const cookieKey = "runledger session cookie v1"

const (
	ticketVersion = 1
	ticketSize    = 1 + 4 + 8 + 8 + 8 + 16
)

var errTicket = errors.New("that isn't a ticket of this server, or it has expired")

// tickets signs and reads tickets with a key of its own.
type tickets struct{ key []byte }

// newTickets derives the key from the signing key, which has at least 32 bytes.
func newTickets(signingKey []byte) (tickets, error) {
	if len(signingKey) < 32 {
		return tickets{}, errors.New("sign session cookies: the signing key has fewer than 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, signingKey, nil, cookieKey, sha256.Size)
	if err != nil {
		return tickets{}, fmt.Errorf("derive the key of session cookies: %w", err)
	}
	return tickets{key}, nil
}

// issue returns a ticket for a sign-in now.
func issue(user uint32, session uint64, now time.Time) Ticket {
	t := Ticket{User: user, Session: session, Issued: now, Expires: now.Add(Idle)}
	rand.Read(t.nonce[:])
	return t
}

// renewed returns the ticket with a later end, if that's due.
func (t Ticket) renewed(now time.Time) (Ticket, bool) {
	later := now.Add(Idle)
	if last := t.Issued.Add(Longest); later.After(last) {
		later = last
	}
	if later.Sub(t.Expires) < renewEvery {
		return t, false
	}
	t.Expires = later
	return t, true
}

// text signs the ticket for a log: with the same key, another log's users are others.
func (s tickets) text(t Ticket, log string) string {
	b := make([]byte, 0, ticketSize+sha256.Size)
	b = append(b, ticketVersion)
	b = binary.BigEndian.AppendUint32(b, t.User)
	b = binary.BigEndian.AppendUint64(b, t.Session)
	b = binary.BigEndian.AppendUint64(b, uint64(t.Issued.Unix()))
	b = binary.BigEndian.AppendUint64(b, uint64(t.Expires.Unix()))
	b = append(b, t.nonce[:]...)
	return base64.RawURLEncoding.EncodeToString(append(b, s.sign(b, log)...))
}

// read returns the ticket of a text that text made and that hasn't expired.
func (s tickets) read(text, log string, now time.Time) (Ticket, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != ticketSize+sha256.Size || b[0] != ticketVersion {
		return Ticket{}, errTicket
	}
	if !hmac.Equal(b[ticketSize:], s.sign(b[:ticketSize], log)) {
		return Ticket{}, errTicket
	}
	t := Ticket{
		User:    binary.BigEndian.Uint32(b[1:]),
		Session: binary.BigEndian.Uint64(b[5:]),
		Issued:  time.Unix(int64(binary.BigEndian.Uint64(b[13:])), 0),
		Expires: time.Unix(int64(binary.BigEndian.Uint64(b[21:])), 0),
		nonce:   [16]byte(b[29:ticketSize]),
	}
	if !now.Before(t.Expires) || now.After(t.Issued.Add(Longest)) {
		return Ticket{}, errTicket
	}
	return t, nil
}

func (s tickets) sign(b []byte, log string) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write(b)
	m.Write([]byte(log))
	return m.Sum(nil)
}
