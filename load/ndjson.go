package load

import (
	"fmt"
	"net/url"
	"strconv"
)

// ndjson speaks the native format: a line a step. Writer and number in the query make
// a repetition harmless.
type ndjson struct{}

func (ndjson) encode(t target, r *run, rows []row) *request {
	head := fmt.Appendf(nil, `{"project":%q,"run":%q,"step":`, t.entity+"/"+t.project, r.id)
	b := make([]byte, 0, len(rows)*(len(head)+40+len(r.keys)*34))
	for _, row := range rows {
		b = append(b, head...)
		b = strconv.AppendInt(b, row.step, 10)
		b = append(b, `,"time":`...)
		b = appendSeconds(b, row.timeMs)
		b = append(b, `,"metrics":{`...)
		b = appendValues(b, r, row.values)
		b = append(b, "}}\n"...)
	}
	return &request{
		url:         t.url + "/api/v1/ingest?writer=" + url.QueryEscape(r.writer(t)) + "&seq=" + strconv.FormatUint(r.nextSeq(), 10),
		contentType: "application/x-ndjson", body: b,
		points: len(rows) * len(r.keys), steps: len(rows), run: r.index,
	}
}

// appendSeconds writes milliseconds as seconds with three decimals.
func appendSeconds(b []byte, ms int64) []byte {
	return fmt.Appendf(b, "%d.%03d", ms/1000, ms%1000)
}
