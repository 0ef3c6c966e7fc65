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
	{"run.scrubbed.v1", 91, true},

	{"user.edited.v1", 100, false},
	{"user.password_set.v1", 101, false},
	{"user.login_issued.v1", 102, false},
	{"user.login_used.v1", 103, false},
	{"user.signed_out.v1", 104, false},

	{"team.created.v1", 105, false},
	{"team.deleted.v1", 106, false},
	{"team.member_added.v1", 107, false},
	{"team.member_role_set.v1", 108, false},
	{"team.member_removed.v1", 109, false},

	{"project.renamed.v1", 110, false},
	{"project.description_set.v1", 111, false},
	{"project.edited.v1", 112, false},
	{"project.privacy_set.v1", 113, false},
	{"project.access_granted.v1", 114, false},
	{"project.access_revoked.v1", 115, false},
	{"project.deleted.v1", 116, false},
	{"project.undeleted.v1", 117, false},
	{"project.purged.v1", 118, false},

	{"run.color_set.v1", 119, false},
	{"runs.deleted.v1", 120, false},
	{"runs.undeleted.v1", 121, false},
	{"runs.purged.v1", 122, false},
	{"runs.moved.v1", 123, false},
	{"runs.tagged.v1", 124, false},
	{"runs.stop_requested.v1", 125, false},

	{"action.undone.v1", 126, false},

	{"workspace.created.v1", 140, false},
	{"workspace.edited.v1", 141, false},
	{"workspace.deleted.v1", 142, false},
	{"workspace.cleared.v1", 143, false},
	{"workspace.run_visibility_set.v1", 144, false},
	{"workspace.search_set.v1", 145, false},
	{"workspace.filter_set.v1", 146, false},
	{"workspace.grouping_set.v1", 147, false},
	{"workspace.sort_set.v1", 148, false},
	{"workspace.columns_set.v1", 149, false},

	{"section.added.v1", 150, false},
	{"section.renamed.v1", 151, false},
	{"section.moved.v1", 152, false},
	{"section.collapsed_set.v1", 153, false},
	{"section.layout_set.v1", 154, false},
	{"section.panel_size_set.v1", 155, false},
	{"section.resized.v1", 156, false},
	{"section.edited.v1", 157, false},
	{"section.deleted.v1", 158, false},

	{"panel.added.v1", 159, false},
	{"panel.edited.v1", 160, false},
	{"panel.moved.v1", 161, false},
	{"panel.resized.v1", 162, false},
	{"panel.deleted.v1", 163, false},

	{"report.created.v1", 164, false},
	{"report.edited.v1", 165, false},
	{"report.renamed.v1", 166, false},
	{"report.pinned.v1", 167, false},
	{"report.unpinned.v1", 168, false},
	{"report.deleted.v1", 169, false},
	{"report.shared.v1", 170, false},
	{"report.unshared.v1", 171, false},

	{"block.added.v1", 172, false},
	{"block.edited.v1", 173, false},
	{"block.moved.v1", 174, false},
	{"block.deleted.v1", 175, false},

	{"comment.added.v1", 176, false},
	{"comment.edited.v1", 177, false},
	{"comment.deleted.v1", 178, false},

	{"user.settings_set.v1", 179, false},
	{"project.settings_set.v1", 180, false},

	{"action.scrubbed.v1", 200, false},
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
