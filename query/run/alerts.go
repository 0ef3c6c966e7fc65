package run

import (
	"bufio"
	"context"
	"time"

	"runledger/query/read"
)

type alertsInput struct{ Of }

type alertsAnswer struct {
	Body struct {
		Position string  `json:"position"`
		Alerts   []Alert `json:"alerts" doc:"Newest first, 10,000 at most"`
	}
}

// Alert that a trainer raised.
type Alert struct {
	Title string    `json:"title"`
	Text  string    `json:"text"`
	Level string    `json:"level" enum:"INFO,WARN,ERROR"`
	At    time.Time `json:"at" doc:"When the log took it"`
}

const alertsSQL = "SELECT title, text, toString(level), at\nFROM alerts\n"

func (p *pages) alerts(ctx context.Context, in *alertsInput) (*alertsAnswer, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	out := &alertsAnswer{}
	out.Body.Position, out.Body.Alerts = at.Position.String(), []Alert{}
	q := read.Query{SQL: alertsSQL + where(at) + "\nORDER BY off DESC, idx DESC\nLIMIT 1 BY off, idx\nLIMIT 10000\nFORMAT RowBinary", Params: paramsOf(run)}
	err = p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			out.Body.Alerts = append(out.Body.Alerts, Alert{Title: rows.Text(), Text: rows.Text(), Level: rows.Text(), At: rows.Millis()})
		}
		return rows.Err()
	})
	return out, err
}
