package run

import (
	"bufio"
	"context"
	"encoding/json"
	"math"
	"strconv"

	"runledger/query/read"
)

type systemInput struct {
	Of
	Keys    []string `query:"keys,explode" doc:"Only this metric; repeat the parameter for more. Default: all"`
	Buckets int      `query:"buckets" minimum:"1" maximum:"10000" default:"500" doc:"At most so many buckets of equal time a metric"`
	Full    bool     `query:"full" doc:"Every sample instead of buckets"`
}

type systemAnswer struct {
	Body System
}

// System is machine metrics over time.
type System struct {
	Position string   `json:"position"`
	Series   []Series `json:"series" doc:"By key"`
}

// Series is a machine metric. All lists are as long as time_ms.
type Series struct {
	Key    string   `json:"key"`
	TimeMs []int64  `json:"time_ms" doc:"ms since 1970 of the first sample of each bucket, the client's clock"`
	Mean   []Number `json:"mean"`
	Min    []Number `json:"min"`
	Max    []Number `json:"max"`
	Count  []uint64 `json:"count" doc:"Samples in the bucket"`
}

// Number is a float64; what JSON doesn't have is "NaN", "Infinity", "-Infinity".
type Number float64

// MarshalJSON writes it so that it reads back to the same bits.
func (n Number) MarshalJSON() ([]byte, error) {
	switch v := float64(n); {
	case math.IsNaN(v):
		return []byte(`"NaN"`), nil
	case math.IsInf(v, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return json.Marshal(v)
	}
}

// systemSQL takes each sample once (a repeated delivery leaves equal rows until a
// merge) and puts it into its bucket: the span of all samples in equal parts.
func systemSQL(at read.Moment, keys bool, buckets int, full bool) string {
	in := where(at)
	if keys {
		in += " AND key IN {keys:Array(String)}"
	}
	bucket := "toInt64(t)"
	if !full {
		bucket = "toInt64(least(" + strconv.Itoa(buckets-1) + ", floor((t - lo) * " + strconv.Itoa(buckets) + ".0 / (hi - lo + 1))))"
	}
	return "WITH samples AS (SELECT toString(key) AS k, toUnixTimestamp64Milli(time) AS t, value AS v, off, idx\nFROM system\n" + in +
		"\nLIMIT 1 BY k, off, idx),\n  (SELECT min(t) FROM samples) AS lo, (SELECT max(t) FROM samples) AS hi\n" +
		"SELECT k, min(t), arraySum(arraySort(groupArray(v))) / count(), min(v), max(v), count()\nFROM samples\nGROUP BY k, " + bucket +
		" AS b\nORDER BY k, b\nFORMAT RowBinary"
}

func (p *pages) system(ctx context.Context, in *systemInput) (*systemAnswer, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	q := read.Query{SQL: systemSQL(at, len(in.Keys) > 0, in.Buckets, in.Full), Params: paramsOf(run)}
	if len(in.Keys) > 0 {
		q.Params["keys"] = in.Keys
	}
	out := &systemAnswer{System{Position: at.Position.String(), Series: []Series{}}}
	err = p.Reader.Heavy(ctx, func() error {
		return p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
			rows := read.NewRows(body)
			for rows.Next() {
				out.Body.add(rows)
			}
			return rows.Err()
		})
	})
	return out, err
}

// add reads one bucket.
func (s *System) add(rows *read.Rows) {
	key := rows.Text()
	if n := len(s.Series); n == 0 || s.Series[n-1].Key != key {
		s.Series = append(s.Series, Series{Key: key})
	}
	x := &s.Series[len(s.Series)-1]
	x.TimeMs = append(x.TimeMs, rows.Int64())
	x.Mean = append(x.Mean, Number(rows.Float64()))
	x.Min = append(x.Min, Number(rows.Float64()))
	x.Max = append(x.Max, Number(rows.Float64()))
	x.Count = append(x.Count, rows.Uint64())
}
