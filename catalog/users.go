package catalog

import (
	"time"

	"runledger/event/pb"
)

// User is a person or a machine account. Values are replaced, never changed.
type User struct {
	No       UserNo
	Name     string
	Admin    bool
	Email    string
	Created  time.Time
	Deleted  bool
	Service  bool   // a machine's account: no password, no page
	Password string // argon2id text; empty: none. Secret
	Sessions uint64 // number of the sessions that count; raised to end all
	Version  uint64 // offset of the last accepted action on it + 1
	By       UserNo // who did that

	keys []string // public ids, in the order of their creation; revoked ones too
}

// UserByName returns a user that isn't deleted, or nil.
func (s *State) UserByName(name string) *User {
	u := s.UserByNo(s.userByName[name])
	if u == nil || u.Deleted {
		return nil
	}
	return u
}

// UserByNo returns a user, deleted or not, or nil.
func (s *State) UserByNo(no UserNo) *User {
	if no == 0 || int(no) > len(s.users) {
		return nil
	}
	return s.users[no-1]
}

// Users returns all users, deleted ones too, by number.
func (s *State) Users() []*User { return append([]*User(nil), s.users...) }

func userCreated(s *State, a *action, b *pb.UserCreated) Verdict {
	if !a.admin() {
		return refuse(CodeForbidden, "only an administrator creates users")
	}
	if err := CheckEntityName(b.Name); err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	if err := checkText("an e-mail address", b.Email, maxEmail); err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	if no := s.userByName[b.Name]; no != 0 {
		return refuse(CodeExists, "there is or was a user %q; names aren't given again", b.Name).about(no, 0, 0)
	}
	if s.entities[b.Name] != nil {
		return refuse(CodeExists, "the name %q is taken", b.Name)
	}
	u := &User{
		No: UserNo(len(s.users) + 1), Name: b.Name, Admin: b.Admin, Email: b.Email,
		Service: b.Service, Created: a.At, Version: a.version(), By: a.actorNo(),
	}
	if b.Key != nil {
		if v := s.checkKey(u, b.Key); !v.OK() {
			return v.about(0, 0, 0)
		}
	}
	var d diff
	d.text("name", "", u.Name)
	d.flag("admin", false, u.Admin)
	d.text("email", "", u.Email)
	d.flag("service", false, u.Service)
	d.text("key_id", "", b.Key.GetKeyId())
	if !a.rehearsal {
		s.addUser(a, u, b.Key)
	}
	return d.created(u.object()).about(u.No, 0, 0)
}

// addUser adds a user with the personal entity and, if there is one, the first key.
func (s *State) addUser(a *action, u *User, key *pb.KeyCreated) {
	s.users = append(s.users, u)
	s.userByName[u.Name] = u.No
	s.entities[u.Name] = &Entity{Name: u.Name, Kind: Personal, Owner: u.No, Created: a.At}
	if key != nil {
		s.addKey(a, u, key)
	}
}

func userDeleted(s *State, a *action, b *pb.UserDeleted) Verdict {
	if !a.admin() {
		return refuse(CodeForbidden, "only an administrator deletes users")
	}
	old := s.UserByName(b.Name)
	if old == nil {
		return refuse(CodeNotFound, "there's no user %q", b.Name)
	}
	if v, stale := a.stale(old.Version); stale {
		return v.about(old.No, 0, 0)
	}
	if s.lastAdmin(old) {
		return refuse(CodeConflict, "%q is the last administrator", b.Name).about(old.No, 0, 0)
	}
	return s.changeUser(a, old, func(u *User, d *diff) {
		d.flag("deleted", false, true)
		u.Deleted = true
	})
}

// changeUser replaces a user by a changed copy.
func (s *State) changeUser(a *action, old *User, edit func(*User, *diff)) Verdict {
	u, d := *old, diff{}
	edit(&u, &d)
	if !d.empty() && !a.rehearsal {
		s.putUser(a, &u)
	}
	return d.changed(old.object()).about(old.No, 0, 0)
}

func (s *State) putUser(a *action, u *User) {
	if u.Deleted && !s.users[u.No-1].Deleted { // who comes back by an undo signs in anew
		u.Sessions++
		s.dropLogins(func(l login) bool { return l.User == u.No })
	}
	u.Version, u.By = a.version(), a.actorNo()
	s.users[u.No-1] = u
}

func (u *User) object() object { return object{kind: kindUser, id: u.Name} }

// lastAdmin tells whether the user is the only person who administers the installation.
func (s *State) lastAdmin(u *User) bool {
	n := 0
	for _, o := range s.users {
		n += count(o.Admin && !o.Deleted && !o.Service)
	}
	return n == 1 && u.Admin && !u.Deleted && !u.Service
}

func (u *User) walk(c *codec) {
	number(c, &u.No)
	c.text(&u.Name)
	c.flag(&u.Admin)
	c.text(&u.Email)
	c.time(&u.Created)
	c.flag(&u.Deleted)
	c.flag(&u.Service)
	c.text(&u.Password)
	if !c.content {
		number(c, &u.Sessions)
	}
	c.version(&u.Version, &u.By)
	if !c.content { // the keys themselves are content
		c.strings(&u.keys)
	}
}
