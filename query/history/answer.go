package history

import (
	"math"
	"strconv"
	"time"

	"runledger/internal/jsontext"
)

// appendRow writes a row as JSON.
func appendRow(b []byte, r *Row) []byte {
	b = strconv.AppendInt(append(b, `{"step":`...), r.Step, 10)
	if !r.Time.IsZero() {
		b = append(r.Time.UTC().AppendFormat(append(b, `,"time":"`...), time.RFC3339Nano), '"')
	}
	if !math.IsNaN(r.Runtime) {
		b = appendNumber(append(b, `,"runtime":`...), r.Runtime)
	}
	b = append(b, `,"metrics":{`...)
	for i := range r.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.Values[i].AppendJSON(append(jsontext.AppendString(b, r.Values[i].Key), ':'))
	}
	return append(b, "}}"...)
}
