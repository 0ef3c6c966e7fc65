package catalog

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

func appendValue(t *testing.T, log eventlog.Log, value []byte) {
	t.Helper()
	if _, err := log.Append(within(t), eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: value}}}); err != nil {
		t.Fatal(err)
	}
}

func TestALogOfANewerProgramIsNotAnsweredFrom(t *testing.T) {
	unknown, err := proto.Marshal(&pb.Event{Id: event.NewID(), Type: "run.exploded.v1"})
	if err != nil {
		t.Fatal(err)
	}
	raised := withSystem(&pb.Event{Body: &pb.Event_RulesRaised{RulesRaised: &pb.RulesRaised{Rules: newestRules + 1}}})
	if err := event.Stamp(raised, time.Now()); err != nil {
		t.Fatal(err)
	}
	rules, err := event.Encode(raised)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string][]byte{"an unknown type": unknown, "unknown rules": rules} {
		t.Run(name, func(t *testing.T) {
			log := openLog(t)
			c := New(Options{Log: log})
			ended := make(chan error, 1)
			go func() { ended <- c.Run(context.Background()) }()
			if _, err := c.FirstAdmin(within(t), "root", ""); err != nil {
				t.Fatal(err)
			}
			next := c.Next()
			appendValue(t, log, value)
			if err := <-ended; !errors.Is(err, ErrNewerLog) {
				t.Fatalf("run: %v", err)
			}
			if err := c.Fresh(within(t)); !errors.Is(err, ErrNewerLog) {
				t.Errorf("fresh: %v", err)
			}
			if _, _, err := c.Do(within(t), withSystem(createUser("x", false, ""))); !errors.Is(err, ErrNewerLog) {
				t.Errorf("do: %v", err)
			}
			if c.Next() != next {
				t.Error("the fold went past what it doesn't understand")
			}
			if b, err := log.Bounds(within(t), eventlog.Actions, 0); err != nil || b.Next != next+1 {
				t.Errorf("something was appended to a log that isn't understood: %+v %v", b, err)
			}
		})
	}
}

func TestADamagedRecordIsPassedOver(t *testing.T) {
	log := openLog(t)
	a, b := start(t, log), start(t, log)
	for _, value := range [][]byte{nil, []byte("garbage"), {0x0a, 0x01, 0x01}} {
		appendValue(t, log, value)
	}
	telemetry := &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 1}}}
	if _, _, err := a.Do(within(t), telemetry); err == nil {
		t.Error("telemetry among the actions")
	}
	value, err := event.Encode(telemetry)
	if err != nil {
		t.Fatal(err)
	}
	appendValue(t, log, value)
	if key, err := a.FirstAdmin(within(t), "root", ""); err != nil || key == "" {
		t.Fatalf("%q %v", key, err)
	}
	equalHashes(t, a, b)
}

func TestAnotherNumberOfPartitionsIsRefused(t *testing.T) {
	log := openLog(t)
	n, err := log.Partitions(within(t), eventlog.Telemetry)
	if err != nil {
		t.Fatal(err)
	}
	c := New(Options{Log: log})
	r, err := c.firstAction(n + 1)
	if err != nil {
		t.Fatal(err)
	}
	appendValue(t, log, r.Value)
	if err := c.Run(within(t)); err == nil {
		t.Error("runs on a log whose runs lie in other partitions")
	}
}

func TestInvalidTextAndTooLargeAreRefusedAlone(t *testing.T) {
	c := start(t, openLog(t))
	large := withSystem(&pb.Event{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: 1, SetJson: make([]byte, eventlog.MaxRecord)}}})
	v, _, err := c.Do(within(t), withSystem(createUser("\xff", false, "")), large, withSystem(createUser("ann", false, "")))
	if err != nil {
		t.Fatal(err)
	}
	if v[0].Code != CodeInvalid || v[1].Code != CodeTooLarge || v[2].Outcome != Accepted {
		t.Errorf("%+v", v)
	}
}

func TestLagAndUseOfKeys(t *testing.T) {
	c := start(t, openLog(t))
	key, err := c.FirstAdmin(within(t), "root", "")
	if err != nil {
		t.Fatal(err)
	}
	who, ok := c.Authenticate(key)
	if !ok {
		t.Fatal("the key opens nothing")
	}
	used := func() (at time.Time) {
		c.View(func(s *State) { at = s.KeyByID(who.Key).Used })
		return at
	}
	for next := c.Next(); used().IsZero(); next++ {
		if err := c.WaitFor(within(t), next+1); err != nil {
			t.Fatal(err)
		}
	}
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for ctx := within(t); ; <-poll.C {
		if n, since := c.Lag(); n == 0 && since == 0 {
			break
		}
		if ctx.Err() != nil {
			t.Fatal("never ready")
		}
	}
}
