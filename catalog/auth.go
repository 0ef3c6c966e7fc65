package catalog

import (
	"crypto/rand"
	"crypto/sha256"
	"strconv"

	"runledger/event/pb"
)

// Principal is who makes a request, and by what right: an API key or a session.
type Principal struct {
	User    *User
	Key     string // public id of the API key; empty with a session
	Session bool   // a browser's session cookie
}

// Means names what a limit for one client counts by: the key, or the user's sessions.
func (p Principal) Means() string {
	if p.Key == "" {
		return "user " + strconv.FormatUint(uint64(p.User.No), 10)
	}
	return p.Key
}

// Actor is the principal as it stands in events.
func (p Principal) Actor(kind pb.Actor_Kind) *pb.Actor {
	return &pb.Actor{Kind: kind, User: uint32(p.User.No), Name: p.User.Name, Key: p.Key}
}

// System is the program itself as it stands in events.
func System() *pb.Actor { return &pb.Actor{Kind: pb.Actor_KIND_SYSTEM, Name: "runledger"} }

// Authenticate returns who an API key belongs to, as far as the fold is. A "no" is
// told to nobody before Fresh.
func (c *Catalog) Authenticate(key string) (Principal, bool) {
	if len(key) < minAPIKey || len(key) > maxAPIKey {
		return Principal{}, false
	}
	hash := HashKey(key)
	c.mu.RLock()
	u, k := c.state.UserByKeyHash(hash)
	c.mu.RUnlock()
	if u == nil || u.Deleted {
		return Principal{}, false
	}
	c.noteUse(k)
	return Principal{User: u, Key: k.ID}, true
}

// HashKey is what the log holds of an API key. A key is random and long, so a plain
// SHA-256 is enough, and cheap enough for every request.
func HashKey(key string) [32]byte { return sha256.Sum256([]byte(key)) }

// NewAPIKey returns a random key: 40 characters of a-z and 0-9, which every W&B SDK
// accepts.
func NewAPIKey() string { return randomText(40) }

// NewKey returns the event body that gives a key to a user.
func NewKey(user, label, key string) *pb.KeyCreated {
	hash := HashKey(key)
	return &pb.KeyCreated{User: user, KeyId: "k-" + randomText(12), Label: label, Hash: hash[:], Prefix: key[:4]}
}

func randomText(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	out := make([]byte, 0, n)
	for random := make([]byte, 2*n); len(out) < n; {
		rand.Read(random)
		for _, b := range random {
			// 252 = 7 × 36: what lies above would make some letters likelier.
			if b < 252 && len(out) < n {
				out = append(out, letters[int(b)%len(letters)])
			}
		}
	}
	return string(out)
}
