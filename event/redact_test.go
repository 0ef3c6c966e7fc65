package event

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

const planted = "planted-SECRET-7f3a"

// TestRedactedEventsHoldNoSecret plants a secret into every field marked so, and
// greps for it in every form in which an event may leave the log.
func TestRedactedEventsHoldNoSecret(t *testing.T) {
	plantedIn := 0
	for _, k := range Kinds() {
		e := full(t, k, planted)
		if bytes.Contains(mustMarshal(t, e), []byte(planted)) {
			plantedIn++
		}
		before := proto.CloneOf(e)
		r := Redact(e)
		asJSON, err := protojson.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		asText, err := prototext.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		secretInJSON := []byte("cGxhbnRlZC1TRUNSRVQt") // base64 of its beginning
		for form, b := range map[string][]byte{"wire": mustMarshal(t, r), "json": asJSON, "text": asText, "printed": fmt.Append(nil, r)} {
			if bytes.Contains(b, []byte(planted)) || bytes.Contains(b, secretInJSON) {
				t.Errorf("%s as %s: %s", k.Type, form, b)
			}
		}
		if !proto.Equal(e, before) {
			t.Errorf("%s: redacting changed the event itself", k.Type)
		}
		if bytes.Contains(mustMarshal(t, e), []byte(planted)) != bytes.Contains(asText, []byte(Hidden)) {
			t.Errorf("%s: a secret isn't shown as %s", k.Type, Hidden)
		}
	}
	if plantedIn < 2 {
		t.Errorf("secrets in %d types only: user.created and key.created have some", plantedIn)
	}
}

// A field of a newer program may be a secret: it goes too.
func TestRedactedEventsHoldNothingUnknown(t *testing.T) {
	e := &pb.Event{Id: NewID(), Type: "key.created.v1", Body: &pb.Event_KeyCreated{KeyCreated: &pb.KeyCreated{User: "ann"}}}
	unknown := protowire.AppendString(protowire.AppendTag(nil, 999, protowire.BytesType), planted)
	e.GetKeyCreated().ProtoReflect().SetUnknown(unknown)
	e.ProtoReflect().SetUnknown(unknown)
	if b := mustMarshal(t, Redact(e)); bytes.Contains(b, []byte(planted)) {
		t.Errorf("%s", b)
	}
}

// TestSecretsAreMarked finds fields that sound like a secret and aren't marked.
func TestSecretsAreMarked(t *testing.T) {
	sounds := regexp.MustCompile(`hash|password|secret|token|salt|credential`)
	harmless := map[protoreflect.FullName]bool{}
	seen := map[protoreflect.FullName]bool{}
	var look func(protoreflect.MessageDescriptor)
	look = func(m protoreflect.MessageDescriptor) {
		if seen[m.FullName()] {
			return
		}
		seen[m.FullName()] = true
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			if sounds.MatchString(string(f.Name())) && f.Message() == nil && !secret(f) && !harmless[f.FullName()] {
				t.Errorf("%s sounds like a secret: mark it [(secret) = true]", f.FullName())
			}
			if f.Message() != nil {
				look(f.Message())
			}
		}
	}
	look((&pb.Event{}).ProtoReflect().Descriptor())
}

func mustMarshal(t *testing.T, m proto.Message) []byte {
	t.Helper()
	b, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
