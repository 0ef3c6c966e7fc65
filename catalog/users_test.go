package catalog

import (
	"strings"
	"testing"

	"runledger/event/pb"
)

func createUser(name string, admin bool, key string) *pb.Event {
	b := &pb.UserCreated{Name: name, Admin: admin}
	if key != "" {
		b.Key = NewKey("", "", key)
	}
	return &pb.Event{Body: &pb.Event_UserCreated{UserCreated: b}}
}

func deleteUser(name string) *pb.Event {
	return &pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: name}}}
}

func TestUsersAndTheirKeys(t *testing.T) {
	f := newFold(t)
	root := f.user("root", true)
	key := NewAPIKey()
	f.ok(root, createUser("ann", false, key))
	u, k := f.UserByKeyHash(HashKey(key))
	if u == nil || u.Name != "ann" || k.Prefix != key[:4] {
		t.Fatalf("%+v %+v", u, k)
	}
	ann := Principal{User: u, Key: k.ID}.Actor(pb.Actor_KIND_TRAINER)
	f.ok(ann, createProject("ann", "p"))

	f.refused(CodeExists, root, createUser("ann", false, ""))
	f.refused(CodeExists, root, createUser("bob", false, key)) // and bob isn't created without it
	f.refused(CodeForbidden, ann, createUser("bob", false, ""))
	f.refused(CodeInvalid, root, createUser("a b", false, ""))
	f.refused(CodeForbidden, ann, deleteUser("root"))
	f.refused(CodeConflict, root, deleteUser("root"))

	f.ok(root, &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "ann", KeyId: k.ID}}})
	f.refused(CodeUnauthenticated, ann, createProject("ann", "q")) // it raced with the revocation
	if u, _ := f.UserByKeyHash(HashKey(key)); u != nil {
		t.Error("a revoked key opens")
	}
	f.ok(root, createUser("eve", true, ""))
	f.ok(root, deleteUser("ann"))
	ann.Key = ""
	f.refused(CodeUnauthenticated, ann, createProject("ann", "q"))
	f.refused(CodeExists, root, createUser("ann", false, "")) // names aren't given again
	if f.UserByName("ann") != nil || f.UserByNo(u.No) == nil {
		t.Error("a deleted user is found by number only")
	}
	f.refused(CodeInvalid, nil, createProject("ann", "q"))
	f.refused(CodeUnauthenticated, &pb.Actor{Kind: pb.Actor_KIND_USER, User: 99}, createProject("ann", "q"))
}

func TestForeignKeysAreInvisible(t *testing.T) {
	f := newFold(t)
	ann, bob := f.user("ann", false), f.user("bob", false)
	f.ok(bob, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("bob", "", NewAPIKey())}})
	id := f.Keys(f.UserByName("bob").No)[0].ID
	f.refused(CodeNotFound, ann, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: NewKey("bob", "", NewAPIKey())}})
	f.refused(CodeNotFound, ann, &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "bob", KeyId: id}}})
	f.refused(CodeNotFound, ann, &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "ann", KeyId: id}}})
}

func TestNames(t *testing.T) {
	checks := map[string]func(string) error{
		"entity": CheckEntityName, "project": CheckProjectName, "run": CheckRunID, "display": CheckDisplayName, "key": CheckAPIKey,
	}
	good := map[string][]string{
		"entity":  {"a", "A-1_b", strings.Repeat("x", 60)},
		"project": {"a", "ü & $", strings.Repeat("x", 128), "..."},
		"run":     {"a", "100%", "a.b c", "ünïcode", strings.Repeat("x", 128)},
		"display": {"x", "any\nthing", strings.Repeat("x", 512)},
		"key":     {strings.Repeat("a", 40), strings.Repeat("Z", 128), "local-" + strings.Repeat("0_", 20)},
	}
	bad := map[string][]string{
		"entity":  {"", "-a", "_a", "a b", "ü", "a/b", strings.Repeat("x", 61)},
		"project": {"", "a/b", `a\b`, "a#b", "a?b", "a%b", "a:b", "a\x00", "a\u0085", "\xff", ".", "..", " ", "\u200b", "a\u202eb", strings.Repeat("x", 129)},
		"run":     {"", "a/b", "a:b", "a;b", "a,b", "a#b", "a?b", "a'b", "a\n", ".", "..", "\xff", strings.Repeat("x", 129)},
		"display": {"", "\xff", strings.Repeat("x", 513)},
		"key":     {"", strings.Repeat("a", 39), strings.Repeat("a", 129), strings.Repeat("a", 39) + "/", strings.Repeat("a", 39) + "ü"},
	}
	for kind, check := range checks {
		for _, name := range good[kind] {
			if err := check(name); err != nil {
				t.Errorf("%s %q: %v", kind, name, err)
			}
		}
		for _, name := range bad[kind] {
			if check(name) == nil {
				t.Errorf("%s %q is accepted", kind, name)
			}
		}
	}
	if key := NewAPIKey(); CheckAPIKey(key) != nil || len(key) != 40 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		t.Errorf("a generated key: %q", key)
	}
}

// Names made from numbers aren't in the log, so they must never change.
func TestDefaultDisplayNamesStay(t *testing.T) {
	for no, want := range map[RunNo]string{1: "snug-acorn-1", 2: "warm-badger-2", 1 << 40: "brief-moon-1099511627776"} {
		if got := DefaultDisplayName(no); got != want {
			t.Errorf("run %d: %q, want %q", no, got, want)
		}
	}
}
