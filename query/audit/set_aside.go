package audit

import (
	"bufio"
	"context"
	"strconv"
	"time"

	"runledger/query/read"
)

type asideInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"10000" default:"100" doc:"Newest so many"`
}

type asideAnswer struct {
	Body struct {
		Records []Aside `json:"records" doc:"Newest first"`
	}
}

// Aside is a record that couldn't be applied. It is still in the log: a rebuild by a
// program that understands it picks it up.
type Aside struct {
	Topic     string    `json:"topic"`
	Partition uint16    `json:"partition"`
	Offset    uint64    `json:"offset"`
	At        time.Time `json:"at"`
	Type      string    `json:"type,omitempty"`
	Reason    string    `json:"reason"`
	Error     string    `json:"error"`
	Size      uint64    `json:"size" doc:"Bytes"`
}

func (t *trail) setAside(ctx context.Context, in *asideInput) (*asideAnswer, error) {
	if err := adminOnly(ctx); err != nil {
		return nil, err
	}
	out := &asideAnswer{}
	out.Body.Records = []Aside{}
	q := read.Query{SQL: "SELECT toString(topic), part, off, at, toString(type), toString(reason), error, size\nFROM set_aside FINAL\nORDER BY at DESC, off DESC\nLIMIT " +
		strconv.Itoa(in.Limit) + "\nFORMAT RowBinary"}
	err := t.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			out.Body.Records = append(out.Body.Records, Aside{Topic: rows.Text(), Partition: rows.Uint16(), Offset: rows.Uint64(), At: rows.Millis(),
				Type: rows.Text(), Reason: rows.Text(), Error: rows.Text(), Size: rows.Uint64()})
		}
		return rows.Err()
	})
	return out, err
}
