package catalog

import (
	"strings"
	"testing"

	"runledger/event/pb"
)

func report(id, fields string) *pb.Event {
	return &pb.Event{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: id, FieldsJson: []byte(fields)}}}
}

// TestAReportComesWithItsBlocks: one action makes the report and the blocks, which are
// documents like any, in the order given; its undo takes them away, redo brings them back.
func TestAReportComesWithItsBlocks(t *testing.T) {
	f, root, _ := furnished(t)
	before := f.ContentHash()
	v := f.ok(root, report("new", `{"title":"T","blocks":[{"id":"z","fields":{"kind":"a"}},{"id":"b","fields":{"kind":"b"}},{"id":"m"}]}`))
	var order []string
	for _, d := range f.Documents(1, Block, "new", "", false) {
		order = append(order, d.ID+d.Text("kind"))
	}
	if got := strings.Join(order, " "); got != "za bb m" {
		t.Errorf("blocks: %s", got)
	}
	r := f.Document(1, Report, "new")
	if r.Text("title") != "T" || r.Fields["blocks"] != nil || !strings.Contains(string(v.After), `"blocks":[{"id":"z"`) {
		t.Errorf("%+v, after %s", r, v.After)
	}
	after := f.ContentHash()
	undo := f.ok(root, undoing(root, f.Next()-1, v, false, ""))
	if f.ContentHash() != before || f.Document(1, Report, "new") != nil {
		t.Error("something is left of an undone report")
	}
	f.ok(root, undoing(root, f.Next()-1, undo, true, ""))
	if f.ContentHash() != after {
		t.Error("a redone report isn't as before")
	}
}

func TestAReportWithBadBlocksIsRefusedWhole(t *testing.T) {
	f, root, _ := furnished(t)
	f.ok(root, report("first", `{"blocks":[{"id":"b9"}]}`))
	before := f.ContentHash()
	for _, blocks := range []string{`{}`, `[{"id":""}]`, `[{"id":"a/b"}]`, `[{"id":"x"},{"id":"x"}]`, `[{"id":"b9"}]`, `[{"id":"x","fields":[]}]`, `[{"id":"x","fields":{"deleted":1}}]`, `[1]`} {
		f.refused(CodeInvalid, root, report("second", `{"blocks":`+blocks+`}`))
	}
	if f.ContentHash() != before {
		t.Error("a refused report left something")
	}
	v := f.ok(root, report("third", `{"blocks":[]}`))
	if string(v.After) == "" {
		t.Error("nothing after")
	}
}
