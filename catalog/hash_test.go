package catalog

import (
	"crypto/sha256"
	"reflect"
	"slices"
	"testing"
	"time"
	"unsafe"
)

func digest(feed func(*hasher)) [32]byte {
	h := &hasher{sum: sha256.New()}
	feed(h)
	h.flush()
	return [32]byte(h.sum.Sum(nil))
}

// TestTheHashSeesEveryField sets each field of each noun to something and wants
// another hash: a forgotten field would let replicas differ unseen.
func TestTheHashSeesEveryField(t *testing.T) {
	seesAll(t, func(u *User) func(*hasher) { return u.hash })
	seesAll(t, func(k *Key) func(*hasher) { return k.hash })
	seesAll(t, func(e *Entity) func(*hasher) { return e.hash })
	seesAll(t, func(p *Project) func(*hasher) { return p.hash })
	seesAll(t, func(r *Run) func(*hasher) { return r.hash })
	seesAll(t, func(a *Attributes) func(*hasher) { return a.hash })
	seesAll(t, func(m *remembered) func(*hasher) { return m.hash })
}

func seesAll[T any](t *testing.T, hash func(*T) func(*hasher)) {
	t.Helper()
	var zero T
	typ := reflect.TypeFor[T]()
	for i := range typ.NumField() {
		v := new(T)
		f := reflect.ValueOf(v).Elem().Field(i)
		f = reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem() // unexported ones too
		something(t, f)
		if digest(hash(v)) == digest(hash(&zero)) {
			t.Errorf("the hash doesn't see %s.%s", typ.Name(), typ.Field(i).Name)
		}
	}
}

// something sets v to a value that isn't zero.
func something(t *testing.T, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.Unix(1, 0)
		return
	case *Attributes:
		x.Sweep = "s"
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString("x")
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Array:
		v.Index(0).SetUint(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	default:
		t.Fatalf("no something for %s", v.Type())
	}
}

// TestTheHashKnowsTheState fails when State gets a field: add it to State.Hash (or
// know why it follows from the others), then here.
func TestTheHashKnowsTheState(t *testing.T) {
	hashed := []string{"next", "now", "newer", "logID", "partitions", "rules", "users", "keys", "entities", "projects", "runs", "ids", "idem"}
	follows := []string{"userByName", "keyByHash", "projectByName"} // indexes of the above
	for f := range reflect.TypeFor[State]().Fields() {
		if !slices.Contains(hashed, f.Name) && !slices.Contains(follows, f.Name) {
			t.Errorf("State.%s is new: is it in the hash?", f.Name)
		}
	}
}
