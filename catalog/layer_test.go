package catalog

import (
	"strings"
	"testing"

	"runledger/event/pb"
)

func TestAPersonsLayer(t *testing.T) {
	f, root, _ := furnished(t)
	config := func(set string, removed ...string) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: 1, SetJson: []byte(set), Removed: removed}}}
	}
	layer := func() string { return string(f.RunByNo(1).ConfigEdit) }

	v := f.ok(root, config(`{"lr": 0.10, "opt" : {"name":"sgd"}}`))
	if layer() != `{"lr":0.10,"opt":{"name":"sgd"}}` || string(v.Before) != `{}` {
		t.Errorf("%s, before %s", layer(), v.Before)
	}
	v = f.ok(root, config(`{"lr":0.2,"opt":{"name":"sgd"}}`, "gone"))
	if layer() != `{"gone":null,"lr":0.2,"opt":{"name":"sgd"}}` || string(v.After) != `{"config.gone":null,"config.lr":0.2}` || string(v.Before) != `{"config.lr":0.10}` {
		t.Errorf("%s, before %s after %s", layer(), v.Before, v.After)
	}
	if v := f.do(root, config(`{"lr":0.2}`)); v.Outcome != Repeated {
		t.Errorf("nothing new: %+v", v)
	}
	for _, bad := range []string{`[]`, `1`, `{`, `{"a":1} x`, "{\"\xff\":1}"} {
		f.refused(CodeInvalid, root, config(bad))
	}
	f.refused(CodeInvalid, root, config(`{"a":"`+strings.Repeat("x", maxLayer)+`"}`))
}
