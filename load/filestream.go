package load

import (
	"net/url"
	"strconv"
)

// fileStream speaks as the W&B SDK does: lines of the run's history by their offset.
// A repeated request is harmless because of the offset.
type fileStream struct{}

func (fileStream) encode(t target, r *run, rows []row) *request {
	b := append(make([]byte, 0, 64+len(rows)*len(r.keys)*40), `{"files":{"wandb-history.jsonl":{"offset":`...)
	b = strconv.AppendInt(b, r.lines, 10)
	b = append(b, `,"content":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, string(appendHistoryLine(nil, r, row)))
	}
	b = append(b, `]}}}`...)
	r.lines += int64(len(rows))
	return &request{
		url: t.url + "/files/" + url.PathEscape(t.entity) + "/" + url.PathEscape(t.project) + "/" +
			url.PathEscape(r.id) + "/file_stream",
		contentType: "application/json", body: b,
		points: len(rows) * len(r.keys), steps: len(rows), run: r.index,
	}
}

// appendHistoryLine writes one line of wandb-history.jsonl.
func appendHistoryLine(b []byte, r *run, row row) []byte {
	b = append(b, `{"_step":`...)
	b = strconv.AppendInt(b, row.step, 10)
	b = append(b, `,"_timestamp":`...)
	b = strconv.AppendFloat(b, float64(row.timeMs)/1000, 'e', -1, 64)
	b = append(b, `,"_runtime":`...)
	b = strconv.AppendFloat(b, float64(row.timeMs-r.startMs)/1000, 'g', -1, 64)
	for m, v := range row.values {
		b = append(b, ',')
		b = strconv.AppendQuote(b, r.keys[m])
		b = append(b, ':')
		b = appendNumber(b, v)
	}
	return append(b, '}')
}
