package catalog

import (
	"errors"
	"strings"
	"time"

	"runledger/event/pb"
)

// How people get in: passwords, one-time addresses, and the session number that says
// which sessions count. A session is a cookie of the user's number and session number;
// everything that ends sessions raises that number.

// login is a one-time address that was issued and not used yet.
type login struct {
	User    UserNo
	Expires time.Time // compared with log time
}

const (
	maxLoginsPerUser = 20
	maxLoginTime     = 7 * 24 * time.Hour
	maxPasswordHash  = 256 // bytes
	loginTokenSize   = 40  // characters
)

// NewLoginToken returns the secret of a one-time address; the log holds its HashKey.
func NewLoginToken() string { return randomText(loginTokenSize) }

// UserByLogin returns whom a one-time address that hasn't been used logs in, and until
// when; nil if it is none.
func (s *State) UserByLogin(hash [32]byte) (*User, time.Time) {
	l, ok := s.logins[hash]
	if !ok {
		return nil, time.Time{}
	}
	return s.UserByNo(l.User), l.Expires
}

// userEdited: an administrator changes anything; users change their own address.
func userEdited(s *State, a *action, b *pb.UserEdited) Verdict {
	old, refused := s.keyOwner(a, b.Name)
	if old == nil {
		return refused
	}
	if v, stale := a.stale(old.Version); stale {
		return v.about(old.No, 0, 0)
	}
	if err := checkText("an e-mail address", b.GetEmail(), maxEmail); err != nil {
		return refuse(CodeInvalid, "%v", err).about(old.No, 0, 0)
	}
	if b.Admin != nil && *b.Admin != old.Admin {
		if v := s.checkAdmin(a, old, *b.Admin); !v.OK() {
			return v.about(old.No, 0, 0)
		}
	}
	return s.changeUser(a, old, func(u *User, d *diff) {
		if b.Admin != nil {
			d.flag("admin", old.Admin, *b.Admin)
			u.Admin = *b.Admin
		}
		if b.Email != nil {
			d.text("email", old.Email, *b.Email)
			u.Email = *b.Email
		}
	})
}

func (s *State) checkAdmin(a *action, u *User, admin bool) Verdict {
	switch {
	case !a.admin():
		return refuse(CodeForbidden, "only an administrator makes administrators")
	case !admin && s.lastAdmin(u):
		return refuse(CodeConflict, "%q is the last administrator", u.Name)
	}
	return Verdict{Outcome: Accepted}
}

// userPasswordSet: a user sets the own password, an administrator anybody's, another
// administrator's too: administrators may do everything, and the audit says who it was.
// It ends all sessions of the user and the addresses that weren't used yet. It can't
// be undone: what the password was is nowhere to be told.
func userPasswordSet(s *State, a *action, b *pb.UserPasswordSet) Verdict {
	old, refused := s.loginOwner(a, b.Name)
	if old == nil {
		return refused
	}
	if err := checkPasswordHash(b.Hash); err != nil {
		return refuse(CodeInvalid, "%v", err).about(old.No, 0, 0)
	}
	if b.Hash == old.Password {
		return Verdict{Outcome: Repeated}.about(old.No, 0, 0)
	}
	var d diff
	d.flag("password", old.Password != "", b.Hash != "")
	return s.endSessions(a, old, &d, func(u *User) { u.Password = b.Hash })
}

func userSignedOut(s *State, a *action, b *pb.UserSignedOut) Verdict {
	old, refused := s.keyOwner(a, b.Name)
	if old == nil {
		return refused
	}
	return s.endSessions(a, old, &diff{}, func(*User) {})
}

// endSessions raises a user's session number and forgets the user's addresses. The
// user's version stays: it is of what people edit.
func (s *State) endSessions(a *action, old *User, d *diff, edit func(*User)) Verdict {
	u := *old
	edit(&u)
	u.Sessions++
	d.number("sessions", old.Sessions, u.Sessions)
	if !a.rehearsal {
		s.users[u.No-1] = &u
		s.dropLogins(func(l login) bool { return l.User == u.No })
	}
	return d.accepted().about(u.No, 0, 0)
}

// userLoginIssued: by the user or an administrator.
func userLoginIssued(s *State, a *action, b *pb.UserLoginIssued) Verdict {
	u, refused := s.loginOwner(a, b.Name)
	if u == nil {
		return refused
	}
	expires := time.UnixMicro(b.ExpiresUs).UTC()
	switch {
	case len(b.Hash) != 32:
		return refuse(CodeInvalid, "an address' hash has 32 bytes").about(u.No, 0, 0)
	case !expires.After(a.At) || expires.After(a.At.Add(maxLoginTime)):
		return refuse(CodeInvalid, "an address is good for at most %s", maxLoginTime).about(u.No, 0, 0)
	}
	if _, taken := s.logins[[32]byte(b.Hash)]; taken {
		return refuse(CodeExists, "there's such an address already").about(u.No, 0, 0)
	}
	if s.countLogins(u.No, a.At) >= maxLoginsPerUser {
		return refuse(CodeTooMany, "%q has %d addresses that weren't used: wait until they expire", u.Name, maxLoginsPerUser).about(u.No, 0, 0)
	}
	if !a.rehearsal {
		s.dropLogins(func(l login) bool { return !l.Expires.After(a.At) })
		s.logins[[32]byte(b.Hash)] = login{u.No, expires}
	}
	var d diff
	d.time("login_until", time.Time{}, expires)
	return d.accepted().about(u.No, 0, 0)
}

// userLoginUsed: by whoever has the address, in the user's name; once.
func userLoginUsed(s *State, a *action, b *pb.UserLoginUsed) Verdict {
	u, refused := s.loginOwner(a, b.Name)
	if u == nil {
		return refused
	}
	var l login
	if len(b.Hash) == 32 {
		l = s.logins[[32]byte(b.Hash)]
	}
	if l.User != u.No || !l.Expires.After(a.At) {
		return refuse(CodeNotFound, "the address was used, or has expired").about(u.No, 0, 0)
	}
	if !a.rehearsal {
		delete(s.logins, [32]byte(b.Hash))
	}
	var d diff
	d.time("login_until", l.Expires, time.Time{})
	return d.accepted().about(u.No, 0, 0)
}

// loginOwner is keyOwner for what only people have.
func (s *State) loginOwner(a *action, name string) (*User, Verdict) {
	u, refused := s.keyOwner(a, name)
	if u != nil && u.Service {
		return nil, refuse(CodeInvalid, "%q is a service account: it has API keys only", name).about(u.No, 0, 0)
	}
	return u, refused
}

func (s *State) countLogins(u UserNo, now time.Time) int {
	n := 0
	for _, l := range s.logins {
		if l.User == u && l.Expires.After(now) {
			n++
		}
	}
	return n
}

func (s *State) dropLogins(gone func(login) bool) {
	for hash, l := range s.logins {
		if gone(l) {
			delete(s.logins, hash)
		}
	}
}

// checkPasswordHash looks at the form alone; empty takes the password away.
func checkPasswordHash(text string) error {
	if text != "" && !strings.HasPrefix(text, "$argon2id$") || len(text) > maxPasswordHash {
		return errors.New("a password is stored as the text form of argon2id")
	}
	return nil
}
