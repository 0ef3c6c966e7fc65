// Package position holds the place in the whole log up to which an answer or a
// reply reaches: one offset of the actions topic and one a telemetry partition.
package position

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// Position names everything below its offsets: Actions is the next offset of the
// actions topic, Telemetry[p] that of partition p. The zero value is the log's
// beginning; a missing partition counts as 0.
type Position struct {
	Actions   uint64
	Telemetry []uint64
}

// maxPartitions bounds what Parse takes from a client.
const maxPartitions = 1 << 14

// String returns the opaque token that clients see: base64url of varints.
func (p Position) String() string {
	b := binary.AppendUvarint(nil, p.Actions)
	for _, off := range p.Telemetry {
		b = binary.AppendUvarint(b, off)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ErrBad is returned for a token that isn't one.
var ErrBad = errors.New("not a position: use the token of an earlier reply unchanged")

// Parse reads a token made by String.
func Parse(s string) (Position, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) == 0 {
		return Position{}, ErrBad
	}
	var p Position
	first := true
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 || len(p.Telemetry) >= maxPartitions {
			return Position{}, ErrBad
		}
		b = b[n:]
		if first {
			p.Actions, first = v, false
		} else {
			p.Telemetry = append(p.Telemetry, v)
		}
	}
	return p, nil
}

// Reach extends p so that it includes offset off of partition part.
func (p *Position) Reach(part int, off uint64) {
	for len(p.Telemetry) <= part {
		p.Telemetry = append(p.Telemetry, 0)
	}
	p.Telemetry[part] = max(p.Telemetry[part], off+1)
}

// Max returns the position that includes everything in p and in q.
func Max(p, q Position) Position {
	out := Position{Actions: max(p.Actions, q.Actions), Telemetry: append([]uint64(nil), p.Telemetry...)}
	for part, next := range q.Telemetry {
		if next > 0 {
			out.Reach(part, next-1)
		}
	}
	return out
}

// Includes reports whether everything in q is in p.
func (p Position) Includes(q Position) bool {
	if p.Actions < q.Actions {
		return false
	}
	for part, next := range q.Telemetry {
		if next > 0 && (part >= len(p.Telemetry) || p.Telemetry[part] < next) {
			return false
		}
	}
	return true
}
