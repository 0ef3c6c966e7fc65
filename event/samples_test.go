package event

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

var updateSamples = flag.Bool("update-samples", false, "write the samples that are missing; one that is there is never changed")

const samplesDir = "testdata/samples"

func samplePath(k Kind) string { return filepath.Join(samplesDir, k.Type+".binpb") }

// TestSamples reads a record of each type as it was once written: it must decode,
// and encode to the same bytes, for ever.
func TestSamples(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.Type, func(t *testing.T) {
			value, err := os.ReadFile(samplePath(k))
			if os.IsNotExist(err) && *updateSamples {
				value = writeSample(t, k)
			} else if err != nil {
				t.Fatalf("%v (go test ./event -update-samples writes missing samples)", err)
			}
			e, err := Decode(value)
			if err != nil {
				t.Fatal(err)
			}
			if e.Type != k.Type {
				t.Fatalf("it's a %s", e.Type)
			}
			again, err := Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, value) {
				t.Errorf("it encodes to other bytes:\n%x\n%x", again, value)
			}
			if n := len(e.ProtoReflect().GetUnknown()); n > 0 {
				t.Errorf("%d bytes of it aren't understood any more", n)
			}
		})
	}
}

func writeSample(t *testing.T, k Kind) []byte {
	t.Helper()
	value, err := Encode(full(t, k, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(samplePath(k), value, 0o644); err != nil {
		t.Fatal(err)
	}
	return value
}

// Each sample belongs to a type that is still known.
func TestNoSampleIsLost(t *testing.T) {
	files, err := os.ReadDir(samplesDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, ok := KindOf(strings.TrimSuffix(f.Name(), ".binpb")); !ok {
			t.Errorf("%s: the log may hold this type, but no kind is called so", f.Name())
		}
	}
}

// Each body in the schema has a kind and the other way round, with a name that
// belongs to it, and numbers and names occur once.
func TestKindsAndBodiesMatch(t *testing.T) {
	body := (&pb.Event{}).ProtoReflect().Descriptor().Oneofs().ByName("body").Fields()
	if body.Len() != len(kinds) || len(byType) != len(kinds) || len(byField) != len(kinds) {
		t.Errorf("%d bodies, %d kinds, %d types, %d fields", body.Len(), len(kinds), len(byType), len(byField))
	}
	for _, k := range kinds {
		f := body.ByNumber(k.Field)
		if f == nil {
			t.Errorf("%s: there's no body %d", k.Type, k.Field)
			continue
		}
		// run.tags_set.v1 is the body run_tags_set.
		if name := strings.TrimSuffix(strings.ReplaceAll(k.Type, ".", "_"), "_v1"); name != string(f.Name()) {
			t.Errorf("%s has the body %s", k.Type, f.Name())
		}
		if k.Telemetry != (k.Field >= 80 && k.Field < 100) {
			t.Errorf("%s: bodies from 80 to 99 are telemetry", k.Type)
		}
	}
}

func TestUnfitEventsDontEncode(t *testing.T) {
	k, _ := KindOf("run.created.v1")
	for name, spoil := range map[string]func(*pb.Event){
		"no body":      func(e *pb.Event) { e.Body = nil },
		"no id":        func(e *pb.Event) { e.Id = nil },
		"other type":   func(e *pb.Event) { e.Type = "run.renamed.v1" },
		"invalid text": func(e *pb.Event) { e.GetRunCreated().RunId = "\xff" },
	} {
		e := full(t, k, "s")
		spoil(e)
		if _, err := Encode(e); err == nil {
			t.Errorf("%s: encoded", name)
		}
	}
}

func TestUnknownAndDamagedAreToldApart(t *testing.T) {
	marshal := func(e *pb.Event) []byte {
		b, err := proto.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if _, err := Decode(marshal(&pb.Event{Id: NewID(), Type: "run.exploded.v1"})); err != (ErrUnknown{"run.exploded.v1"}) {
		t.Errorf("a newer type: %v", err)
	}
	k, _ := KindOf("run.created.v1")
	e := full(t, k, "s")
	e.Type = "run.renamed.v1"
	for name, value := range map[string][]byte{
		"garbage":            []byte("garbage"),
		"another's body":     marshal(e),
		"no body":            marshal(&pb.Event{Id: NewID(), Type: "run.created.v1"}),
		"half":               marshal(full(t, k, "s"))[:40],
		"an id of 3 bytes":   marshal(&pb.Event{Id: []byte("abc"), Type: "run.deleted.v1", Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{}}}),
		"nothing (no type)":  {},
		"a type, no id, set": marshal(&pb.Event{Type: "run.deleted.v1", Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{}}}),
	} {
		_, err := Decode(value)
		if _, unknown := err.(ErrUnknown); err == nil || (unknown && name != "nothing (no type)") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
