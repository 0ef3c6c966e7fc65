package survival

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/testenv"
)

// session of the projectors here: the shortest that brokers accept as they come.
const session = 6 * time.Second

// stillTime is how long a projector stands still. Its partitions are given to the
// other after a session, which writes them after another.
func stillTime() time.Duration {
	if *long {
		return time.Minute
	}
	return 2*session + 4*time.Second
}

// takeoverTime is what it may take until all that was acknowledged when a projector
// died can be read.
const takeoverTime = 40 * time.Second

// pair is the split form with two projectors; the first reaches ClickHouse through a
// proxy.
type pair struct {
	*testenv.Split
	first, second *testenv.Runledger
	net           *proxy
}

func startPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{Split: testenv.StartSplit(t, 1)}
	p.second = p.Projectors[0]
	p.net = startProxy(t, p.Engine.Endpoint.Address)
	through := p.Tables()
	through.Address = p.net.address
	p.first = testenv.StartRunledger(t, testenv.RunledgerOptions{Mode: "project", Args: []string{
		"--kafka", p.Kafka.Addr(), "--kafka-allow-unsafe", "--clickhouse", through.DSN(), "--session", session.String()}})
	return p
}

// crew keeps both projectors inserting.
func (p *pair) crew(project string) *crew {
	c := hire(p.Ingest.URL, p.Ingest.Key, project, 8)
	c.steps, c.pause = 1000, 500*time.Millisecond
	return c
}

// shared waits until each projector has half of the partitions.
func (p *pair) shared(t *testing.T) {
	t.Helper()
	eventually(t, patience, func() string {
		if a, b := owned(p.first), owned(p.second); a != 2 || b != 2 {
			return fmt.Sprintf("the projectors have %d and %d partitions", a, b)
		}
		return ""
	})
}

// owned is how many partitions a projector has said last that it has.
func owned(p *testenv.Runledger) (n int) {
	for line := range strings.Lines(p.Log(10_000)) {
		if _, list, ok := strings.Cut(line, `"msg":"projector owns partitions","partitions":[`); ok {
			list, _, _ = strings.Cut(list, "]")
			n = len(strings.FieldsFunc(list, func(r rune) bool { return r == ',' }))
		}
	}
	return n
}

// judge waits until everything is in the tables, and compares them with the log.
func (p *pair) judge(t *testing.T, c *crew) {
	t.Helper()
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, p.Tables(), c)
}

func TestProjectors(t *testing.T) {
	t.Parallel()
	p := startPair(t)
	t.Run("stopped in the middle of an insert", func(t *testing.T) {
		moments := []int{50 << 10}
		if *long {
			moments = []int{0, 10 << 10, 50 << 10, 100 << 10}
		}
		for _, after := range moments {
			p.stopFirst(t, after)
		}
	})
	t.Run("killed", func(inner *testing.T) { p.killFirst(inner, t) })
	if *long {
		t.Run("killed beside an engine that stands still", func(inner *testing.T) { p.killFirstAndEngine(inner, t) })
	}
	// One projector has to have all partitions to hold them still.
	p.first.Stop(t)
	verified(t, p.second.URL, p.second.Key)
	t.Run("newer log", p.newerLog)
}

// stopFirst stops the first projector once so many bytes of an insert have passed.
func (p *pair) stopFirst(t *testing.T, after int) {
	p.shared(t)
	c := p.crew(fmt.Sprintf("admin/stopped%d", after)).start(t)
	c.goesOn(t, patience)
	reached := make(chan struct{})
	p.net.catch(after, func() {
		signal(t, p.first.PID(), syscall.SIGSTOP)
		close(reached)
	})
	t.Cleanup(func() { _ = syscall.Kill(p.first.PID(), syscall.SIGCONT) })
	select {
	case <-reached:
	case <-time.After(patience):
		t.Fatalf("no insert of points has %d bytes", after)
	}
	stopped, before := time.Now(), c.acked()
	c.goesOn(t, patience)
	took := eventually(t, takeoverTime, func() string { return inTables(t, p.Tables(), before) })
	t.Logf("stopped after %d bytes of an insert; everything acknowledged by then could be read after %s", after, took.Round(100*time.Millisecond))
	rest(t.Context(), stillTime()-time.Since(stopped))
	signal(t, p.first.PID(), syscall.SIGCONT)
	p.shared(t)
	p.judge(t, c)
}

// killFirst kills the first projector: the other goes on for it.
func (p *pair) killFirst(t, outer *testing.T) {
	p.shared(t)
	c := p.crew("admin/killed").start(t)
	c.goesOn(t, patience)
	p.first.Kill()
	before := c.acked()
	took := eventually(t, takeoverTime, func() string { return inTables(t, p.Tables(), before) })
	t.Logf("everything acknowledged before the kill could be read %s after it; sessions are %s", took.Round(100*time.Millisecond), session)
	p.judge(t, c)
	if err := p.first.Restart(outer); err != nil { // it lives as long as the outer test
		t.Fatal(err)
	}
}

// killFirstAndEngine lets the engine stand still with an insert in its buffers, until
// the sender's partitions have gone to the other projector: the insert and the new
// owner's questions reach the engine at once.
func (p *pair) killFirstAndEngine(t, outer *testing.T) {
	p.shared(t)
	c := p.crew("admin/both").start(t)
	c.goesOn(t, patience)
	reached := make(chan struct{})
	p.net.catch(0, func() {
		signal(t, p.Engine.PID(), syscall.SIGSTOP)
		close(reached)
	})
	t.Cleanup(func() { _ = syscall.Kill(p.Engine.PID(), syscall.SIGCONT) })
	<-reached
	rest(t.Context(), time.Second) // the rest of the insert is sent
	p.first.Kill()
	rest(t.Context(), 3*session)
	signal(t, p.Engine.PID(), syscall.SIGCONT)
	p.judge(t, c)
	if err := p.first.Restart(outer); err != nil {
		t.Fatal(err)
	}
}

// newerLog appends an action of a newer program: the processes of this one live on and
// say that they don't answer from such a log.
func (p *pair) newerLog(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	log, err := eventlog.OpenKafka(ctx, eventlog.KafkaOptions{Brokers: []string{p.Kafka.Addr()}, AllowUnsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if _, err := log.Append(ctx, eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: newerEvent(t, "run.exploded.v1")}}}); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*testenv.Runledger{p.Ingest, p.Query, p.second} {
		eventually(t, patience, func() string {
			a := ask(t, http.MethodGet, s.URL+"/api/v1/me", s.Key, "")
			if a.status != http.StatusServiceUnavailable || !strings.Contains(string(a.body), `"newer_log"`) {
				return fmt.Sprintf("%s: %d %s", s.URL, a.status, a.body)
			}
			return ""
		})
		if status, parts := unready(t, s.URL); status != http.StatusServiceUnavailable || !strings.Contains(parts[""], "newer log") {
			t.Errorf("readyz of %s: %d %v", s.URL, status, parts)
		}
	}
	lasts(t, time.Second, func() string {
		for _, s := range []*testenv.Runledger{p.Ingest, p.Query, p.second} {
			if a := ask(t, http.MethodGet, s.URL+"/healthz", "", ""); a.status != http.StatusOK {
				return fmt.Sprintf("healthz of %s: %d %s", s.URL, a.status, a.body)
			}
		}
		return ""
	})
}
