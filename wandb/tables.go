package wandb

import (
	"bufio"
	"context"
	"fmt"
	"time"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/internal/jsontext"
	"runledger/query/read"
)

// RunTables reads run_data. It implements Tables.
type RunTables struct {
	Reader *read.Reader
	Grace  time.Duration // a run that says nothing for so long has crashed; default read.Grace
	Clock  func() time.Time
}

const runDataSQL = `SELECT state, exit_code IS NULL, ifNull(exit_code, 0), at, config_text, summary_text, history_lines, event_lines, console_lines
FROM run_data FINAL
WHERE home = {home:UInt32} AND run = {run:UInt64}
FORMAT RowBinary`

// RunData returns what the trainer says of a run, with people's edits over it.
func (t RunTables) RunData(ctx context.Context, run *catalog.Run) (RunData, error) {
	var d RunData
	q := read.Query{SQL: runDataSQL, Params: clickhouse.Params{"home": uint32(run.Home), "run": uint64(run.No)}}
	err := t.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			d.State = rows.Text()
			none, code := rows.Uint8(), int32(rows.Uint32())
			if none == 0 {
				d.ExitCode = &code
			}
			d.LastActive = rows.Millis()
			d.Config, d.Summary = []byte(rows.Text()), []byte(rows.Text())
			d.HistoryLines, d.EventLines, d.ConsoleLines = rows.Uint64(), rows.Uint64(), rows.Uint64()
		}
		return rows.Err()
	})
	if err != nil {
		return d, fmt.Errorf("read what run %d's trainer says: %w", run.No, err)
	}
	if d.Config, err = layered(d.Config, run.ConfigEdit); err != nil {
		return d, fmt.Errorf("config of run %d: %w", run.No, err)
	}
	if d.Summary, err = layered(d.Summary, run.SummaryEdit); err != nil {
		return d, fmt.Errorf("summary of run %d: %w", run.No, err)
	}
	d.State = t.stateNow(d)
	return d, nil
}

// stateNow is the state with the one that nobody tells: crashed.
func (t RunTables) stateNow(d RunData) string {
	grace, clock := t.Grace, t.Clock
	if grace == 0 {
		grace = read.Grace
	}
	if clock == nil {
		clock = time.Now
	}
	if (d.State == "running" || d.State == "preempting") && clock().Sub(d.LastActive) > grace {
		return "crashed"
	}
	return d.State
}

// layered puts a person's layer over an object: its members win, its nulls hide.
func layered(object, layer []byte) ([]byte, error) {
	if len(object) == 0 {
		object = []byte("{}")
	}
	if len(layer) == 0 {
		return object, nil
	}
	edits := map[string][]byte{}
	err := jsontext.Object(layer, func(k string, v []byte) error {
		edits[k] = v
		return nil
	})
	if err != nil {
		return nil, err
	}
	out, err := mapObject(string(object), func(k string, v []byte) ([]byte, error) {
		if _, edited := edits[k]; edited {
			return nil, nil
		}
		return v, nil
	})
	if err != nil {
		return nil, err
	}
	added, err := mapObject(string(layer), func(_ string, v []byte) ([]byte, error) {
		if string(v) == "null" {
			return nil, nil
		}
		return v, nil
	})
	switch {
	case err != nil || len(added) == 2:
		return out, err
	case len(out) == 2:
		return added, nil
	}
	return append(append(out[:len(out)-1], ','), added[1:]...), nil
}
