package catalog

import (
	"reflect"
	"slices"
	"testing"
	"time"
	"unsafe"
)

func digest(feed func(*codec)) [32]byte {
	c := newHasher()
	feed(c)
	return c.digest()
}

// TestTheHashSeesEveryField sets each field of each noun to something and wants
// another hash: a forgotten field would let replicas differ unseen.
func TestTheHashSeesEveryField(t *testing.T) {
	seesAll(t, func(u *User) func(*codec) { return u.walk })
	seesAll(t, func(k *Key) func(*codec) { return k.walk })
	seesAll(t, func(e *Entity) func(*codec) { return e.walk })
	seesAll(t, func(p *Project) func(*codec) { return p.walk })
	seesAll(t, func(r *Run) func(*codec) { return r.walk })
	seesAll(t, func(a *Attributes) func(*codec) { return a.walk })
	seesAll(t, func(d *Document) func(*codec) { return d.walk })
	seesAll(t, func(m *remembered) func(*codec) { return m.walk })
}

func seesAll[T any](t *testing.T, hash func(*T) func(*codec)) {
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
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem())
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

// TestTheHashKnowsTheState fails when State gets a field: add it to State.walk (or to
// State.index, if it follows from the others), then here.
func TestTheHashKnowsTheState(t *testing.T) {
	hashed := []string{"next", "now", "newer", "logID", "partitions", "rules", "users", "keys", "entities", "logins", "projects", "aliases", "runs", "docs", "stacks", "ids", "idem"}
	follows := []string{"userByName", "keyByHash", "projectByName", "children", "purges"} // indexes of the above
	for f := range reflect.TypeFor[State]().Fields() {
		if !slices.Contains(hashed, f.Name) && !slices.Contains(follows, f.Name) {
			t.Errorf("State.%s is new: is it in the hash?", f.Name)
		}
	}
}
