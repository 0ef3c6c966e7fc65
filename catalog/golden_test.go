package catalog

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

var makeGolden = flag.Bool("make-golden", false, "write the golden logs that are missing; one that is there is never changed")

// goldenFiles are logs kept for ever, and what every program since must make of them: the
// verdict on each record and the state's hash in the end. A line of a file is a
// record (ms since 1970, base64 of the value, verdict); the last one is the hash.
var goldenFiles = map[string]func() []*pb.Event{
	"testdata/golden/rules1.log":   goldenEvents,
	"testdata/golden/scrubbed.log": scrubbedEvents,
}

func TestGoldenLog(t *testing.T) {
	seen := map[string]bool{}
	for file, events := range goldenFiles {
		if _, err := os.Stat(file); os.IsNotExist(err) && *makeGolden {
			writeGolden(t, file, events())
		}
		foldGolden(t, file, seen)
	}
	for typ := range rules1 {
		if !seen[typ] {
			t.Errorf("the golden logs have no %s: add a further golden log", typ)
		}
	}
}

func foldGolden(t *testing.T, file string, seen map[string]bool) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := NewState()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		field := strings.Split(lines.Text(), "\t")
		if field[0] == "hash" {
			if h := s.Hash(); hex.EncodeToString(h[:]) != field[1] {
				t.Errorf("the state hash is %x, was %s", h, field[1])
			}
			break
		}
		stored := storedOf(t, s.Next(), field[0], field[1])
		r := Decode(stored)
		if got := verdictLine(s.Apply(r)); got != field[2] {
			t.Errorf("offset %d %s: %s, was %s", stored.Offset, r.Event.GetType(), got, field[2])
		}
		if r.Event != nil {
			seen[r.Event.Type] = true
		}
	}
}

func storedOf(t *testing.T, off eventlog.Offset, ms, value string) eventlog.Stored {
	t.Helper()
	var at int64
	if _, err := fmt.Sscan(ms, &at); err != nil {
		t.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	return eventlog.Stored{Offset: off, At: time.UnixMilli(at).UTC(), Record: eventlog.Record{Value: b}}
}

func verdictLine(v Verdict) string {
	return fmt.Sprintf("%s %s user=%d project=%d run=%d before=%s after=%s", v.Outcome, v.Code, v.User, v.Project, v.Run, v.Before, v.After)
}

// goldenEvents tell one of each action, and some refusals and repetitions.
func goldenEvents() []*pb.Event {
	key := func(user, text string) *pb.KeyCreated {
		hash := HashKey(text)
		return &pb.KeyCreated{User: user, KeyId: "k-" + text, Label: "label", Hash: hash[:], Prefix: text}
	}
	user := func(no uint32, e *pb.Event) *pb.Event {
		e.Actor = &pb.Actor{Kind: pb.Actor_KIND_USER, User: no, Name: "whoever"}
		return e
	}
	sys := withSystem
	list := []*pb.Event{
		sys(createUser("early", false, "")), // before the first action: refused
		sys(&pb.Event{Body: &pb.Event_ServerInitialized{ServerInitialized: &pb.ServerInitialized{LogId: "golden", TelemetryPartitions: 4, Rules: 1}}}),
		sys(&pb.Event{Body: &pb.Event_RulesRaised{RulesRaised: &pb.RulesRaised{Rules: 1}}}),
		sys(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "root", Admin: true, Email: "r@example.org", Key: key("", "root")}}}),
		user(1, createUser("ann", false, "")),
		user(2, createUser("bob", false, "")), // refused
		user(2, &pb.Event{Body: &pb.Event_KeyCreated{KeyCreated: key("ann", "ann")}}),
		sys(&pb.Event{Body: &pb.Event_KeyUsed{KeyUsed: &pb.KeyUsed{KeyId: "k-ann"}}}),
		sys(&pb.Event{Body: &pb.Event_KeyUsed{KeyUsed: &pb.KeyUsed{KeyId: "k-ann"}}}), // repeated
		user(2, withKey(createProject("ann", "größe"), "idem")),
		user(2, withKey(createProject("ann", "größe"), "idem")),
		user(2, &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{
			Entity: "ann", Project: "größe", RunId: "r1", Tags: []string{"a", "b", "a"}, Notes: "line\n\"two\"", Wandb: true,
			Attributes: &pb.RunAttributes{Group: proto.String("g"), JobType: proto.String("j"), Host: proto.String("h"),
				Program: proto.String("p"), Commit: proto.String("c"), Repo: proto.String("r"), Sweep: proto.String("s")},
		}}}),
		user(2, createRun("ann", "größe", "r1")),
		user(2, createRun("ann", "größe", "r2")),
		user(2, createRun("ann", "größe", "bad/id")),
	}
	for _, e := range append(everyAction("k-ann"), everyOtherAction()...) {
		if e.GetUserCreated() == nil && e.GetUserDeleted() == nil && e.GetKeyCreated() == nil && e.GetKeyRevoked() == nil && e.GetKeyUsed() == nil {
			if c := e.GetRunCreated(); c != nil {
				c.Project = "größe"
			}
			list = append(list, user(2, e))
		}
	}
	return append(list,
		user(2, &pb.Event{Body: &pb.Event_RunUndeleted{RunUndeleted: &pb.RunUndeleted{Run: 1}}}),
		user(1, &pb.Event{Expect: 1, Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: 1, DisplayName: "late"}}}),
		user(2, &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "ann", KeyId: "k-ann"}}}),
		user(1, deleteUser("ann")),
		user(2, rename(1, "gone")),
	)
}

func writeGolden(t *testing.T, file string, events []*pb.Event) {
	s := NewState()
	var b strings.Builder
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	add := func(value []byte) {
		at = at.Add(1234 * time.Millisecond)
		line := fmt.Sprintf("%d\t%s", at.UnixMilli(), base64.StdEncoding.EncodeToString(value))
		field := strings.Split(line, "\t")
		v := s.Apply(Decode(storedOf(t, s.Next(), field[0], field[1])))
		fmt.Fprintf(&b, "%s\t%s\n", line, verdictLine(v))
	}
	for i, e := range events {
		e.Id = binary.BigEndian.AppendUint64(make([]byte, 8), uint64(i+1))
		if err := event.Stamp(e, at); err != nil {
			t.Fatal(err)
		}
		value, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		add(value)
		if i%9 == 0 {
			add(value) // the log holds it twice
		}
	}
	add([]byte("damaged"))
	fmt.Fprintf(&b, "hash\t%x\n", s.Hash())
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
