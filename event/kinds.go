// Package event is the vocabulary: what can stand in the log. Everyone imports it,
// it imports nothing of ours.
//
// The messages are in proto/runledger/event/v1, generated into pb. To add an event
// type: add its message and its field in Event's oneof, run `make generate`, add a
// line to kinds and a sample in testdata/samples (`go test ./event -update-samples`
// writes the missing one, and never changes one that is there).
package event

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

// Kind is an event type as it is written in the log.
type Kind struct {
	Type      string                   // "run.created.v1"
	Field     protoreflect.FieldNumber // of Event's body
	Telemetry bool                     // topic telemetry, else actions
}

// kinds in the order of a life. Types are wire names: written once, never changed.
var kinds = []Kind{
	{"server.initialized.v1", 20, false},
	{"rules.raised.v1", 21, false},

	{"user.created.v1", 30, false},
	{"user.deleted.v1", 31, false},
	{"key.created.v1", 32, false},
	{"key.revoked.v1", 33, false},
	{"key.used.v1", 34, false},

	{"project.created.v1", 40, false},

	{"run.created.v1", 50, false},
	{"run.renamed.v1", 51, false},
	{"run.tags_set.v1", 52, false},
	{"run.notes_set.v1", 53, false},
	{"run.attributes_set.v1", 54, false},
	{"run.config_edited.v1", 55, false},
	{"run.summary_edited.v1", 56, false},
	{"run.stop_requested.v1", 57, false},
	{"run.deleted.v1", 58, false},
	{"run.undeleted.v1", 59, false},
	{"run.edited.v1", 60, false},

	{"run.points.v1", 80, true},
	{"run.values.v1", 81, true},
	{"run.console.v1", 82, true},
	{"run.system.v1", 83, true},
	{"run.config_set.v1", 84, true},
	{"run.summary_set.v1", 85, true},
	{"run.state_changed.v1", 86, true},
	{"run.heartbeat.v1", 87, true},
	{"run.finished.v1", 88, true},
	{"run.files_added.v1", 89, true},
	{"run.alerted.v1", 90, true},
}

var (
	byField = indexBy(func(k Kind) protoreflect.FieldNumber { return k.Field })
	byType  = indexBy(func(k Kind) string { return k.Type })
)

func indexBy[K comparable](of func(Kind) K) map[K]Kind {
	m := make(map[K]Kind, len(kinds))
	for _, k := range kinds {
		m[of(k)] = k
	}
	return m
}

// Kinds lists every event type.
func Kinds() []Kind { return append([]Kind(nil), kinds...) }

// KindOf returns the kind of a wire name.
func KindOf(wireType string) (Kind, bool) {
	k, ok := byType[wireType]
	return k, ok
}

// ErrUnknown is the error for an event type that this program doesn't know.
type ErrUnknown struct{ Type string }

func (e ErrUnknown) Error() string {
	return fmt.Sprintf("unknown event type %q: written by a newer runledger?", e.Type)
}

// bodyKind returns the kind of the body that e carries.
func bodyKind(e *pb.Event) (Kind, error) {
	m := e.ProtoReflect()
	f := m.WhichOneof(m.Descriptor().Oneofs().ByName("body"))
	if f == nil {
		return Kind{}, ErrUnknown{e.Type}
	}
	return byField[f.Number()], nil
}
