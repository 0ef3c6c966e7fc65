package eventlog_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/testenv"
)

const testSession = 1500 * time.Millisecond

// member is an owner in this process that takes whatever it gets.
type member struct {
	log    *eventlog.Kafka
	owners eventlog.Owners
	got    chan *eventlog.Assignment
	ended  chan error
}

func join(t *testing.T, o eventlog.KafkaOptions) *member {
	t.Helper()
	log := openKafka(t, o)
	owners, err := log.Owners(eventlog.KafkaOwnersOptions{SessionTimeout: testSession})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{log: log, owners: owners, got: make(chan *eventlog.Assignment, 100), ended: make(chan error, 1)}
	go func() {
		for {
			a, err := owners.Next(context.Background())
			if err != nil {
				m.ended <- err
				return
			}
			m.got <- a
			<-a.Lost
		}
	}()
	t.Cleanup(func() { m.leave(t) })
	return m
}

func (m *member) leave(t *testing.T) {
	t.Helper()
	if err := errors.Join(m.owners.Close(), m.log.Close()); err != nil {
		t.Errorf("leave: %v", err)
	}
}

// await returns the next assignment with n partitions.
func (m *member) await(t *testing.T, n int) *eventlog.Assignment {
	t.Helper()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	for {
		select {
		case a := <-m.got:
			if len(a.Partitions) == n {
				return a
			}
		case err := <-m.ended:
			t.Fatalf("the member stopped: %v", err)
		case <-deadline.C:
			t.Fatalf("no assignment of %d partitions", n)
		}
	}
}

func TestOwnersShareAndTakeOver(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	o.Partitions = 4
	first := join(t, o)
	all := first.await(t, 4)
	if left := time.Until(all.LeaseUntil()); left <= 0 || left > testSession/2 {
		t.Errorf("a new owner's lease lasts %s", left)
	}
	second := join(t, o)
	b := second.await(t, 2)
	a := first.await(t, 2)
	if both := slices.Sorted(slices.Values(append(slices.Clone(a.Partitions), b.Partitions...))); !slices.Equal(both, []int{0, 1, 2, 3}) {
		t.Errorf("two owners have %v and %v", a.Partitions, b.Partitions)
	}
	select {
	case <-all.Lost:
	default:
		t.Error("the first owner's assignment isn't lost after another")
	}
	began := time.Now()
	second.leave(t)
	if err := <-second.ended; !errors.Is(err, eventlog.ErrClosed) {
		t.Errorf("Next of an owner that left: %v", err)
	}
	first.await(t, 4)
	t.Logf("taken over %s after the other left", time.Since(began).Round(time.Millisecond))
}

func TestOwnersLeaseLasts(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	a := join(t, kafkaOptions(addr)).await(t, 3)
	for end := time.Now().Add(2 * testSession); time.Now().Before(end); time.Sleep(20 * time.Millisecond) { // poll
		if !time.Now().Before(a.LeaseUntil()) {
			t.Fatal("the lease of a healthy owner ended")
		}
	}
}

// TestOwnersLeaseEndsWithTheBroker: without proof there is no lease, long before the
// group could deal the partitions out again.
func TestOwnersLeaseEndsWithTheBroker(t *testing.T) {
	broker := testenv.OwnKafka(t, "")
	m := join(t, kafkaOptions(broker.Addr()))
	a := m.await(t, 3)
	broker.Signal(t, syscall.SIGSTOP)
	halted := time.Now()
	for time.Now().Before(a.LeaseUntil()) {
		time.Sleep(5 * time.Millisecond) // poll
	}
	if took := time.Since(halted); took >= testSession {
		t.Errorf("the lease ended %s after the broker went silent", took)
	}
	broker.Signal(t, syscall.SIGCONT)
	for deadline := time.Now().Add(30 * time.Second); !time.Now().Before(a.LeaseUntil()); time.Sleep(5 * time.Millisecond) { // poll
		select {
		case a = <-m.got: // a new generation is as good as the old one
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal("the owner has no lease though the broker goes on")
		}
	}
}

// childOwner is set, to the options of a log, in the process that TestMain turns into
// an owner.
const childOwner = "RUNLEDGER_OWNER_OPTIONS"

// report is what the child prints, over and over.
type report struct {
	At         int64 // ns since 1970, before it looked at the lease
	Generation int32
	Partitions int
	Held       bool
}

func childOwns(text string) {
	var o eventlog.KafkaOptions
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	log, err := eventlog.OpenKafka(context.Background(), o)
	if err != nil {
		panic(err)
	}
	owners, err := log.Owners(eventlog.KafkaOwnersOptions{SessionTimeout: testSession})
	if err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	for {
		a, err := owners.Next(context.Background())
		if err != nil {
			panic(err)
		}
		for lost := false; !lost; {
			r := report{At: time.Now().UnixNano(), Generation: a.Generation, Partitions: len(a.Partitions)}
			r.Held = time.Now().Before(a.LeaseUntil())
			if out.Encode(r) != nil {
				return
			}
			select {
			case <-a.Lost:
				lost = true
			case <-time.After(time.Millisecond):
			}
		}
	}
}

// startOwner starts a process that owns, and returns what it reports.
func startOwner(t *testing.T, o eventlog.KafkaOptions) (*os.Process, *bufio.Scanner) {
	t.Helper()
	options, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childOwner+"="+string(options))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
	return child.Process, bufio.NewScanner(out)
}

func nextReport(t *testing.T, lines *bufio.Scanner) report {
	t.Helper()
	if !lines.Scan() {
		t.Fatalf("the owner ended: %v", lines.Err())
	}
	var r report
	if err := json.NewDecoder(strings.NewReader(lines.Text())).Decode(&r); err != nil {
		t.Fatalf("%q: %v", lines.Text(), err)
	}
	return r
}

func TestOwnersKilledIsReplaced(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	process, lines := startOwner(t, o)
	for r := nextReport(t, lines); !r.Held || r.Partitions != 3; {
		r = nextReport(t, lines)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	join(t, o).await(t, 3)
	t.Logf("taken over %s after SIGKILL, session %s", time.Since(killed).Round(time.Millisecond), testSession)
}

// TestOwnersHaltedStops halts an owner until another has its partitions. When it goes
// on, it must find its lease over before anything else.
func TestOwnersHaltedStops(t *testing.T) {
	addr, _ := testenv.Kafka(t)
	o := kafkaOptions(addr)
	process, lines := startOwner(t, o)
	r := nextReport(t, lines)
	for ; !r.Held || r.Partitions != 3; r = nextReport(t, lines) {
	}
	generation := r.Generation
	if err := process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	other := join(t, o)
	other.await(t, 3)
	goesOn := time.Now().UnixNano()
	if err := process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for r = nextReport(t, lines); r.Generation == generation; r = nextReport(t, lines) {
		if r.At >= goesOn && r.Held {
			t.Fatalf("%s after it went on the owner believes to hold what another has",
				time.Duration(r.At-goesOn))
		}
	}
	t.Log(fmt.Sprint("then it had ", r.Partitions, " partitions in generation ", r.Generation))
}
