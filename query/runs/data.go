package runs

import (
	"bufio"
	"context"
	"time"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// data is what a run's trainer said, as of a row of run_data or run_versions.
type data struct {
	part                uint16
	off                 uint64
	at, firstAt         time.Time
	state               string
	exitCode            *int32
	seconds             float64
	points              uint64
	firstStep, lastStep int64
	consoleLines        uint64
	config, summary     []byte // exact texts, where they were asked for
}

// dataOf returns the rows of runs; runs without telemetry have none.
func (t *Table) dataOf(ctx context.Context, s source, runs []uint64, texts texts) (map[uint64]data, error) {
	found := make(map[uint64]data, len(runs))
	q := read.Query{SQL: dataStatement(s, texts), Params: clickhouse.Params{"project": uint32(s.project), "runs": runs}}
	err := t.reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			no := rows.Uint64()
			d := data{part: rows.Uint16(), off: rows.Uint64(), at: rows.Millis(), firstAt: rows.Millis(), state: rows.Text()}
			if rows.Uint8() == 0 {
				code := int32(rows.Uint32())
				d.exitCode = &code
			}
			d.seconds, d.points, d.firstStep, d.lastStep = rows.Float64(), rows.Uint64(), rows.Int64(), rows.Int64()
			d.consoleLines = rows.Uint64()
			if texts.config {
				d.config = []byte(rows.Text())
			}
			if texts.summary {
				d.summary = []byte(rows.Text())
			}
			found[no] = d
		}
		return rows.Err()
	})
	return found, err
}

// texts says which of the long columns are read.
type texts struct{ config, summary bool }

func dataStatement(s source, texts texts) string {
	list := []string{"part", "at", "first_at", "state", "exit_code", "seconds", "points", "first_step", "last_step", "console_lines"}
	outer := "SELECT run, part, off, at, first_at, toString(state), exit_code, seconds, points, first_step, last_step, console_lines"
	if texts.config {
		list, outer = append(list, "config_text"), outer+", config_text"
	}
	if texts.summary {
		list, outer = append(list, "summary_text"), outer+", summary_text"
	}
	where := s.home + " AND run IN {runs:Array(UInt64)}"
	if s.at.Pinned {
		return outer + "\nFROM (\n" + read.PastRows("run_data", list, where+" AND "+s.at.Below()) + "\n)\nFORMAT RowBinary"
	}
	// Not FINAL: it would read the texts of whole granules in both parts before it picks.
	return outer + "\nFROM run_data\nPREWHERE " + where + "\nORDER BY run, off DESC\nLIMIT 1 BY run\nFORMAT RowBinary"
}

// stateOf is the run's state as it is shown; see columns.state.
func (s source) stateOf(f facts, d data, reported bool) string {
	switch d.state {
	case "finished", "failed", "killed":
		return d.state
	}
	last := f.created
	if reported {
		last = d.at
	}
	switch {
	case last.Before(time.UnixMilli(s.now.Add(-s.grace).UnixMilli())):
		return "crashed"
	case f.stop:
		return "stopping"
	case d.state == "preempting":
		return d.state
	}
	return "running"
}
