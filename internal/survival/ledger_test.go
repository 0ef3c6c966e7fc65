package survival

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/testenv"
)

// ledger is the actions of a log, with what a fold from zero says of each.
type ledger struct {
	records  []catalog.Record
	verdicts []catalog.Verdict
	state    *catalog.State
}

// readLedger reads the log of a server that has stopped, and calls each after each action.
func readLedger(t *testing.T, s *testenv.Runledger, each ...func(catalog.Record, *catalog.State)) *ledger {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(s.Data, "log"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	return foldLedger(t, log, each...)
}

func foldLedger(t *testing.T, log eventlog.Log, each ...func(catalog.Record, *catalog.State)) *ledger {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	b, err := log.Bounds(ctx, eventlog.Actions, 0)
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{state: catalog.NewState()}
	for next := b.First; next < b.Next; {
		stored, err := log.Read(ctx, eventlog.Actions, 0, next, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range stored {
			if st.Offset >= b.Next {
				break
			}
			r := catalog.Decode(st)
			l.records = append(l.records, r)
			l.verdicts = append(l.verdicts, l.state.Apply(r))
			for _, f := range each {
				f(r, l.state)
			}
		}
		next = stored[len(stored)-1].Offset + 1
	}
	return l
}

// entry is what the log has under one key of one person.
type entry struct {
	offsets  []uint64
	outcomes []catalog.Outcome
	accepted []uint64
}

func (l *ledger) byKey() map[string]*entry {
	out := map[string]*entry{}
	for i, r := range l.records {
		if r.Event == nil || r.Event.IdempotencyKey == "" {
			continue
		}
		e := out[r.Event.IdempotencyKey]
		if e == nil {
			e = &entry{}
			out[r.Event.IdempotencyKey] = e
		}
		e.offsets, e.outcomes = append(e.offsets, r.Offset), append(e.outcomes, l.verdicts[i].Outcome)
		if l.verdicts[i].Outcome == catalog.Accepted {
			e.accepted = append(e.accepted, r.Offset)
		}
	}
	return out
}

// keeps checks what people were told against the log: everything acknowledged is in
// effect exactly once and in order, nothing refused is, and nothing is in effect that
// nobody asked for.
func (l *ledger) keeps(t *testing.T, people []*person) {
	t.Helper()
	log, asked := l.byKey(), map[string]bool{}
	statuses, accepted, again, hits := map[int]int{}, 0, 0, 0
	for _, p := range people {
		last := uint64(0)
		for _, d := range p.done() {
			e := log[d.key]
			if e == nil {
				e = &entry{}
			}
			if strings.HasPrefix(d.path, "/api/v1/ingest") { // keys are of actions
				continue
			}
			asked[d.key] = true
			statuses[d.status]++
			if d.tries > 1 {
				again++
			}
			if len(e.offsets) > 1 && len(e.accepted) == 1 {
				hits++
			}
			if wrong := e.contradicts(d); wrong != "" {
				t.Errorf("%s: %s; the log has %+v", wrong, d, *e)
			}
			if len(e.accepted) > 0 {
				accepted++
				if e.accepted[0] <= last && last > 0 {
					t.Errorf("out of order: %d after %d: %s", e.accepted[0], last, d)
				}
				last = e.accepted[0]
			}
		}
	}
	for i, r := range l.records {
		if e := r.Event; e != nil && l.verdicts[i].Outcome == catalog.Accepted && e.IdempotencyKey != "" && !asked[e.IdempotencyKey] {
			t.Errorf("action %d (%s, key %s): nobody asked for it", r.Offset, e.Type, e.IdempotencyKey)
		}
	}
	t.Logf("%d requests of %d people: answers %v; %d in effect; %d were sent again, of which %d were in the log already",
		len(asked), len(people), statuses, accepted, again, hits)
	if accepted == 0 {
		t.Error("nothing was done: nothing was tested")
	}
}

// contradicts says how an answer differs from the log; "" if it doesn't.
func (e *entry) contradicts(d deed) string {
	switch {
	case len(e.accepted) > 1:
		return "in effect more than once"
	case d.status >= 500 && d.status != http.StatusInsufficientStorage:
		return "a fault"
	case !d.ok() && d.status != 0 && len(e.accepted) > 0:
		return "refused, but in effect"
	case d.ok() && d.Action != 0 && (len(e.accepted) == 0 || e.accepted[0] != d.Action):
		return "acknowledged with a number that it doesn't have"
	case d.ok() && len(e.offsets) > 0 && e.outcomes[0] == catalog.Refused:
		return "acknowledged, but refused"
	case d.ok() && d.Action == 0 && !d.Repeated && d.method != http.MethodGet && len(e.accepted) == 0 && len(e.offsets) == 0:
		return "acknowledged, but nowhere"
	}
	return ""
}

// audited compares the audit trail with the fold from zero.
func (l *ledger) audited(t *testing.T, url, key string) {
	t.Helper()
	at := position.Position{Actions: l.records[len(l.records)-1].Offset + 1}
	var rows []struct {
		Offset              uint64
		ID, Type, Outcome   string
		Before, After, Body json.RawMessage
	}
	eventually(t, patience, func() string {
		a := ask(t, http.MethodGet, url+"/api/v1/audit?format=ndjson&wait_for="+at.String(), key, "")
		if a.status != http.StatusOK {
			return fmt.Sprintf("audit: %d %s", a.status, a.body)
		}
		rows = rows[:0]
		lines := bufio.NewScanner(bytes.NewReader(a.body))
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			rows = append(rows, struct {
				Offset              uint64
				ID, Type, Outcome   string
				Before, After, Body json.RawMessage
			}{})
			if err := json.Unmarshal(lines.Bytes(), &rows[len(rows)-1]); err != nil {
				return err.Error()
			}
		}
		return ""
	})
	seen := map[uint64]string{}
	for _, r := range rows {
		seen[r.Offset] = r.Type + " " + r.Outcome
	}
	if len(seen) != len(rows) {
		t.Errorf("the audit has %d rows for %d actions", len(rows), len(seen))
	}
	for i, r := range l.records {
		if r.Event == nil {
			continue
		}
		if want := r.Event.Type + " " + l.verdicts[i].Outcome.String(); seen[r.Offset] != want {
			t.Errorf("action %d: the audit has %q, the log %q", r.Offset, seen[r.Offset], want)
		}
	}
}
