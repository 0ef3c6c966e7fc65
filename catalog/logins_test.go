package catalog

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

func setPassword(name, hash string) *pb.Event {
	return &pb.Event{Body: &pb.Event_UserPasswordSet{UserPasswordSet: &pb.UserPasswordSet{Name: name, Hash: hash}}}
}

func signOut(name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_UserSignedOut{UserSignedOut: &pb.UserSignedOut{Name: name}}}
}

func editUser(name string, admin *bool, email *string) *pb.Event {
	return &pb.Event{Body: &pb.Event_UserEdited{UserEdited: &pb.UserEdited{Name: name, Admin: admin, Email: email}}}
}

// issue makes an address that is good for a while from the fold's next second on.
func (f *fold) issue(name, token string, good time.Duration) *pb.Event {
	hash := HashKey(token)
	return &pb.Event{Body: &pb.Event_UserLoginIssued{UserLoginIssued: &pb.UserLoginIssued{
		Name: name, Hash: hash[:], ExpiresUs: f.at.Add(time.Second + good).UnixMicro(),
	}}}
}

func use(name, token string) *pb.Event {
	hash := HashKey(token)
	return &pb.Event{Body: &pb.Event_UserLoginUsed{UserLoginUsed: &pb.UserLoginUsed{Name: name, Hash: hash[:]}}}
}

const someHash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$PLANTEDPLANTEDPLANTEDPLANTEDPLANTEDPLANTED0"

func TestWhoSetsPasswords(t *testing.T) {
	f := newFold(t)
	ann, bob, root, other := f.user("ann", false), f.user("bob", false), f.user("root", true), f.user("other", true)
	v := f.ok(ann, setPassword("ann", someHash))
	if string(v.Before) != `{"password":false,"sessions":0}` || string(v.After) != `{"password":true,"sessions":1}` || v.Changes != nil {
		t.Errorf("%s %s %v", v.Before, v.After, v.Changes)
	}
	f.refused(CodeNotFound, bob, setPassword("ann", someHash+"1"))
	f.ok(root, setPassword("ann", someHash+"2"))
	f.ok(root, setPassword("other", someHash)) // administrators may do everything; the audit says who
	f.ok(other, setPassword("root", someHash))
	f.refused(CodeNotFound, root, setPassword("nobody", someHash))
	for _, bad := range []string{"plain text", "$argon2i$v=19$x", "$argon2id$" + strings.Repeat("x", maxPasswordHash)} {
		f.refused(CodeInvalid, ann, setPassword("ann", bad))
	}
	if v := f.do(ann, setPassword("ann", someHash+"2")); v.Outcome != Repeated || f.UserByName("ann").Sessions != 2 {
		t.Errorf("the same again: %+v", v)
	}
	f.ok(ann, setPassword("ann", ""))
	if u := f.UserByName("ann"); u.Password != "" || u.Sessions != 3 {
		t.Errorf("%+v", u)
	}
	f.ok(root, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "robot", Service: true}}})
	f.refused(CodeInvalid, root, setPassword("robot", someHash))
	f.refused(CodeInvalid, root, f.issue("robot", "t", time.Hour))
}

func TestWhoEditsUsers(t *testing.T) {
	f := newFold(t)
	ann, root := f.user("ann", false), f.user("root", true)
	f.ok(ann, editUser("ann", nil, proto.String("a@example.org")))
	f.refused(CodeForbidden, ann, editUser("ann", proto.Bool(true), nil))
	f.refused(CodeNotFound, ann, editUser("root", proto.Bool(false), nil))
	f.refused(CodeInvalid, ann, editUser("ann", nil, proto.String(strings.Repeat("x", maxEmail+1))))
	f.refused(CodeConflict, root, editUser("root", proto.Bool(false), nil))
	f.ok(root, editUser("ann", proto.Bool(true), nil))
	f.ok(ann, editUser("root", proto.Bool(false), nil))
	f.refused(CodeForbidden, root, editUser("root", proto.Bool(true), nil))
	if v := f.do(ann, editUser("ann", proto.Bool(true), nil)); v.Outcome != Repeated {
		t.Errorf("%+v", v)
	}
}

func TestAddressesAreGoodOnce(t *testing.T) {
	f := newFold(t)
	ann, bob, root := f.user("ann", false), f.user("bob", false), f.user("root", true)
	f.ok(ann, f.issue("ann", "one", time.Hour))
	f.refused(CodeNotFound, bob, f.issue("ann", "two", time.Hour))
	f.refused(CodeExists, ann, f.issue("ann", "one", time.Hour))
	f.refused(CodeInvalid, ann, f.issue("ann", "three", maxLoginTime+time.Second))
	f.refused(CodeInvalid, ann, f.issue("ann", "three", 0))
	f.refused(CodeNotFound, bob, use("bob", "one")) // it's for ann
	f.refused(CodeNotFound, ann, use("ann", "none"))
	if u, _ := f.UserByLogin(HashKey("one")); u.Name != "ann" {
		t.Errorf("%+v", u)
	}
	f.ok(ann, use("ann", "one"))
	f.refused(CodeNotFound, ann, use("ann", "one"))

	f.ok(root, f.issue("ann", "late", time.Minute))
	f.at = f.at.Add(2 * time.Minute)
	f.refused(CodeNotFound, ann, use("ann", "late"))

	for _, end := range []*pb.Event{signOut("ann"), setPassword("ann", someHash)} {
		f.ok(root, f.issue("ann", "x", time.Hour))
		f.ok(ann, end)
		f.refused(CodeNotFound, ann, use("ann", "x"))
	}
	for i := range maxLoginsPerUser {
		f.ok(ann, f.issue("ann", strings.Repeat("y", i+1), time.Hour))
	}
	f.refused(CodeTooMany, ann, f.issue("ann", "z", time.Hour))
	f.ok(bob, f.issue("bob", "z", time.Hour))
	f.at = f.at.Add(2 * time.Hour)
	f.ok(ann, f.issue("ann", "z2", time.Hour))
	if len(f.logins) != 1 {
		t.Errorf("%d addresses are kept, the expired ones too", len(f.logins))
	}
}

// Whoever was deleted and comes back by an undo finds no session of before.
func TestDeletionEndsSessionsForGood(t *testing.T) {
	f := newFold(t)
	ann, root := f.user("ann", false), f.user("root", true)
	f.ok(ann, f.issue("ann", "x", time.Hour))
	before := f.UserByName("ann").Sessions
	v := f.ok(root, &pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "ann"}}})
	undo := &pb.ActionUndone{Offset: f.Next() - 1}
	for _, c := range v.Changes {
		undo.Changes = append(undo.Changes, &pb.Change{Kind: c.Kind, Ids: c.IDs, FromJson: c.To, ToJson: c.From})
	}
	f.ok(root, &pb.Event{Body: &pb.Event_ActionUndone{ActionUndone: undo}})
	if f.UserByName("ann").Sessions == before {
		t.Error("the sessions of before count again")
	}
	f.refused(CodeNotFound, ann, use("ann", "x"))
}

// The stored text of a password and the hashes of addresses are in no verdict.
func TestVerdictsHoldNoSecrets(t *testing.T) {
	f := newFold(t)
	ann := f.user("ann", false)
	hash := HashKey("secret")
	for _, e := range []*pb.Event{setPassword("ann", someHash), f.issue("ann", "secret", time.Hour), use("ann", "secret"), use("ann", "secret"), setPassword("ann", "PLANTED"), {Body: &pb.Event_KeyCreated{KeyCreated: NewKey("ann", "", strings.Repeat("PLANTED-", 6))}}} {
		v := f.do(ann, e)
		all := append(append([]byte(v.Reason), v.Before...), v.After...)
		for _, c := range v.Changes {
			all = append(append(all, c.From...), c.To...)
		}
		if bytes.Contains(all, []byte("PLANTEDPL")) || bytes.Contains(all, []byte("argon2id$")) || bytes.Contains(all, hash[:]) || bytes.Contains(all, []byte("PLANTED-P")) {
			t.Errorf("%s: %s", e.Type, all)
		}
	}
}

// A key is found by its hash: the state holds neither keys nor tokens, so comparing
// them, whose time would tell how much of a guess is right, isn't even possible.
func TestTheStateHoldsHashesOnly(t *testing.T) {
	f := newFold(t)
	ann := f.user("ann", false)
	key, token := strings.Repeat("planted-key-", 4), "planted-token"
	f.ok(ann, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("ann", "", key)}})
	f.ok(ann, f.issue("ann", token, time.Hour))
	c := &codec{}
	f.walk(c)
	hash := HashKey(key)
	if bytes.Contains(c.out, []byte(key[:12])) || bytes.Contains(c.out, []byte(token)) || !bytes.Contains(c.out, hash[:]) {
		t.Error("the state holds a secret, or not even its hash")
	}
	if u, k := f.UserByKeyHash(hash); u == nil || k == nil || u.Name != "ann" {
		t.Error("the key isn't found by its hash")
	}
}
