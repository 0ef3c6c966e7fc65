package survival

import (
	"bufio"
	"context"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/testenv"
)

// onKafka opens a split form's log.
func onKafka(t *testing.T, s *testenv.Split) eventlog.Log {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	log, err := eventlog.OpenKafka(ctx, eventlog.KafkaOptions{Brokers: []string{s.Kafka.Addr()}, AllowUnsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// TestTwoServersRaceOnKafka lets people change the same few things at two servers on
// one log, while now one and now the other is killed; who gets no answer asks the other
// one under the same key.
func TestTwoServersRaceOnKafka(t *testing.T) {
	t.Parallel()
	seed, kills, crew, deeds := testenv.Seed(t), 2, 8, 40
	if *long {
		kills, crew, deeds = 10, 16, 70 // times crew and kills: more than 10,000
	}
	r := rand.New(rand.NewPCG(seed, 0))
	split := testenv.StartSplit(t, 1)
	servers := []*testenv.Runledger{split.Query, split.StartQuery(t)}
	people := newPeople(crew, seed, servers[0].URL, servers[1].URL)
	w := newStage(t, servers[0].URL, split.Ingest.URL, split.Ingest.Key, people, 2, 3)
	c := startCrowd(t, people, w.act)
	for i := range kills {
		c.goesOn(t, deeds)
		rest(t.Context(), time.Duration(r.IntN(500))*time.Millisecond)
		s := servers[i%2]
		s.Kill()
		c.goesOn(t, 3) // at the other one
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
	}
	c.goesOn(t, deeds)
	c.stop(t)

	first, second := w.answersOf(t, servers[0].URL, people), w.answersOf(t, servers[1].URL, people)
	sameAnswers(t, "the two servers", first, second)
	log := onKafka(t, split)
	l := foldLedger(t, log)
	l.keeps(t, people)
	l.audited(t, servers[1].URL, split.Ingest.Key)
	verified(t, split.Projectors[0].URL, split.Ingest.Key)
	servers[0].Kill()
	if err := servers[0].Restart(t); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, "a server that folds from zero", first, w.answersOf(t, servers[0].URL, people))
	newer(t, log, servers[1], people[0])
}

// newer appends what a server doesn't know while somebody listens to it: the stream
// ends, and nothing more is told.
func newer(t *testing.T, log eventlog.Log, s *testenv.Runledger, p *person) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/v1/projects/"+team+"/p0/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.key)
	resp, err := http.DefaultClient.Do(req) // a renamed project has moved
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("live: %v %v", resp, err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() {
		t.Fatal("the stream says nothing")
	}
	if _, err := log.Append(ctx, eventlog.Batch{Topic: eventlog.Actions, Records: []eventlog.Record{{Value: newerEvent(t, "workspace.dreamt.v1")}}}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for lines.Scan() {
	}
	if ctx.Err() != nil {
		t.Errorf("a stream goes on after %s on a log that isn't understood", time.Since(began).Round(time.Second))
	}
	if a := ask(t, http.MethodGet, s.URL+"/api/v1/projects/"+team+"/p0/live", p.key, ""); a.status != http.StatusServiceUnavailable || a.problem(t).Code != catalog.CodeNewerLog {
		t.Errorf("live: %d %s", a.status, a.body)
	}
}
