package run

import (
	"bufio"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/query/read"
)

type consoleInput struct {
	Of
	FromLine int64  `query:"from_line" minimum:"0" doc:"First line, counted from 0"`
	Tail     int    `query:"tail" minimum:"0" maximum:"100000" doc:"Only the last so many lines; from_line is then ignored"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100000" default:"10000" doc:"Lines a page"`
	Accept   string `header:"Accept" doc:"text/plain gives the text alone"`
}

// Line of a trainer's output.
type Line struct {
	Line   int64      `json:"line"`
	Time   *time.Time `json:"time,omitempty" doc:"The client's clock"`
	Stream string     `json:"stream" enum:"stdout,stderr"`
	Label  string     `json:"label,omitempty" doc:"Which writer of a run with several"`
	Text   string     `json:"text"`
}

// Console is a page of output.
type Console struct {
	Position string `json:"position"`
	Lines    []Line `json:"lines" doc:"By number; numbers may have gaps. Of a line written again (progress bars) the last writing counts"`
	NextLine *int64 `json:"next_line,omitempty" doc:"from_line of the next page; absent on the last"`
}

// Of each line the last writing wins; the limit is one more than the page.
const consoleSQL = "SELECT line, time, toString(stream), toString(label), text\nFROM console\n"

func (p *pages) console(ctx context.Context, in *consoleInput) (*huma.StreamResponse, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	order, limit, from := "line, off DESC, idx DESC", in.Limit, in.FromLine
	if in.Tail > 0 {
		order, limit, from = "line DESC, off DESC, idx DESC", in.Tail, 0
	}
	q := read.Query{SQL: consoleSQL + where(at) + " AND line >= {from:Int64}\nORDER BY " + order + "\nLIMIT 1 BY line\nLIMIT " +
		strconv.Itoa(limit+1) + "\nFORMAT RowBinary", Params: paramsOf(run)}
	q.Params["from"] = from
	page := Console{Position: at.Position.String(), Lines: []Line{}}
	if page.Lines, err = p.lines(ctx, q); err != nil {
		return nil, err
	}
	if len(page.Lines) > limit {
		next := page.Lines[limit].Line
		page.Lines = page.Lines[:limit]
		if in.Tail == 0 {
			page.NextLine = &next
		}
	}
	if in.Tail > 0 {
		slices.Reverse(page.Lines)
	}
	if strings.Contains(in.Accept, "text/plain") {
		return plainText(page.Lines), nil
	}
	return jsonAnswer(page), nil
}

func (p *pages) lines(ctx context.Context, q read.Query) ([]Line, error) {
	list := []Line{}
	err := p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			l := Line{Line: rows.Int64()}
			if us := rows.Int64(); us != 0 {
				at := time.UnixMicro(us).UTC()
				l.Time = &at
			}
			l.Stream, l.Label, l.Text = rows.Text(), rows.Text(), rows.Text()
			list = append(list, l)
		}
		return rows.Err()
	})
	return list, err
}
