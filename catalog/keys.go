package catalog

import (
	"slices"
	"time"

	"runledger/event/pb"
)

// Key is an API key; the key itself is nowhere, only its SHA-256. Values are
// replaced, never changed.
type Key struct {
	ID      string // public
	User    UserNo
	Label   string
	Prefix  string // the key's first characters
	Hash    [32]byte
	Created time.Time
	Used    time.Time // last use as written in the log, exact to usedEvery; zero = never
	Revoked bool
}

// usedEvery is how often the use of a key is written down.
const usedEvery = time.Hour

// UserByKeyHash returns the user that a key opens, and the key; nil if none.
func (s *State) UserByKeyHash(hash [32]byte) (*User, *Key) {
	k := s.keys[s.keyByHash[hash]]
	if k == nil || k.Revoked {
		return nil, nil
	}
	return s.UserByNo(k.User), k
}

// KeyByID returns a key by its public id, or nil.
func (s *State) KeyByID(id string) *Key { return s.keys[id] }

// Keys returns the keys of a user that open something, in the order of their creation.
func (s *State) Keys(no UserNo) []*Key {
	u := s.UserByNo(no)
	if u == nil {
		return nil
	}
	var keys []*Key
	for _, id := range u.keys {
		if k := s.keys[id]; !k.Revoked {
			keys = append(keys, k)
		}
	}
	return keys
}

func keyCreated(s *State, a *action, b *pb.KeyCreated) Verdict {
	u, refused := s.keyOwner(a, b.User)
	if u == nil {
		return refused
	}
	if v := s.checkKey(u, b); !v.OK() {
		return v
	}
	if !a.rehearsal {
		s.addKey(a, u, b)
	}
	var d diff
	d.text("user", "", u.Name)
	d.text("key_id", "", b.KeyId)
	d.text("label", "", b.Label)
	d.text("prefix", "", b.Prefix)
	return d.created(object{kind: kindKey, id: b.KeyId}).about(u.No, 0, 0)
}

func keyRevoked(s *State, a *action, b *pb.KeyRevoked) Verdict {
	u, refused := s.keyOwner(a, b.User)
	if u == nil {
		return refused
	}
	k := s.keys[b.KeyId]
	if k == nil || k.User != u.No || k.Revoked {
		return refuse(CodeNotFound, "%q has no key %q", u.Name, b.KeyId).about(u.No, 0, 0)
	}
	if !a.rehearsal {
		s.setRevoked(k, true)
	}
	var d diff
	d.flag("deleted", false, true)
	return d.changed(object{kind: kindKey, id: k.ID}).about(u.No, 0, 0)
}

func keyUsed(s *State, a *action, b *pb.KeyUsed) Verdict {
	k := s.keys[b.KeyId]
	if k == nil || k.Revoked || (!a.admin() && a.actor.No != k.User) {
		return refuse(CodeNotFound, "there's no key %q", b.KeyId)
	}
	if a.At.Sub(k.Used) < usedEvery {
		return Verdict{Outcome: Repeated}.about(k.User, 0, 0)
	}
	if !a.rehearsal {
		used := *k
		used.Used = a.At
		s.keys[k.ID] = &used
	}
	var d diff
	d.time("used", k.Used, a.At)
	return d.accepted().about(k.User, 0, 0)
}

// keyOwner returns the user whose keys the actor wants to change, or the refusal.
func (s *State) keyOwner(a *action, name string) (*User, Verdict) {
	u := s.UserByName(name)
	if u == nil || (!a.admin() && a.actor.No != u.No) {
		return nil, refuse(CodeNotFound, "there's no user %q", name)
	}
	return u, Verdict{}
}

// checkKey judges whether u can get the key.
func (s *State) checkKey(u *User, b *pb.KeyCreated) Verdict {
	for _, err := range []error{checkText("a key's label", b.Label, maxLabel), checkText("a key's prefix", b.Prefix, maxKeyID)} {
		if err != nil {
			return refuse(CodeInvalid, "%v", err).about(u.No, 0, 0)
		}
	}
	switch {
	case b.KeyId == "" || len(b.KeyId) > maxKeyID:
		return refuse(CodeInvalid, "a key's id has 1 to %d bytes", maxKeyID).about(u.No, 0, 0)
	case len(b.Hash) != 32:
		return refuse(CodeInvalid, "a key's hash has 32 bytes").about(u.No, 0, 0)
	case s.keys[b.KeyId] != nil || s.keyByHash[[32]byte(b.Hash)] != "":
		return refuse(CodeExists, "the key is in use").about(u.No, 0, 0)
	case len(s.Keys(u.No)) >= maxKeysPerUser:
		return refuse(CodeTooMany, "%q has %d keys: revoke some first", u.Name, maxKeysPerUser).about(u.No, 0, 0)
	}
	return Verdict{Outcome: Accepted}
}

func (s *State) addKey(a *action, u *User, b *pb.KeyCreated) {
	k := &Key{
		ID: b.KeyId, User: u.No, Label: b.Label, Prefix: b.Prefix,
		Hash: [32]byte(b.Hash), Created: a.At,
	}
	s.keys[k.ID], s.keyByHash[k.Hash] = k, k.ID
	with := *u
	with.keys = append(slices.Clone(u.keys), k.ID)
	s.users[u.No-1] = &with
}

// setRevoked closes a key, or opens it again. Its hash stays taken: nobody else gets it.
func (s *State) setRevoked(k *Key, revoked bool) {
	with := *k
	with.Revoked = revoked
	s.keys[k.ID] = &with
}

func (k *Key) walk(c *codec) {
	c.text(&k.ID)
	number(c, &k.User)
	c.text(&k.Label)
	c.text(&k.Prefix)
	c.bytes(k.Hash[:])
	c.time(&k.Created)
	if !c.content {
		c.time(&k.Used)
	}
	c.flag(&k.Revoked)
}
