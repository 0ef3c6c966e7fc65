package live

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"strings"

	"runledger/internal/position"
)

// reach says up to where changes are known: next offsets of the log, as in positions.
type reach struct {
	fold   uint64   // of actions, by the fold
	facts  uint64   // of actions, by the tables; at most fold
	points []uint64 // of telemetry partitions, by the tables of points
	rows   []uint64 // … and by those of run rows; at most points
}

func (r reach) clone() reach {
	r.points, r.rows = slices.Clone(r.points), slices.Clone(r.rows)
	return r
}

// covers reports whether a cursor knows everything below r.
func (c reach) covers(r reach) bool {
	return c.fold >= r.fold && c.facts >= r.facts && coversAll(c.points, r.points) && coversAll(c.rows, r.rows)
}

func coversAll(have, want []uint64) bool {
	for part, next := range want {
		if nextOf(have, part) < next {
			return false
		}
	}
	return true
}

func nextOf(list []uint64, part int) uint64 {
	if part < len(list) {
		return list[part]
	}
	return 0
}

// raise sets list[part] to next at least.
func raise(list *[]uint64, part int, next uint64) {
	for len(*list) <= part {
		*list = append(*list, 0)
	}
	(*list)[part] = max((*list)[part], next)
}

// position is what a reader may wait for: everything that was told is below it.
func (r reach) position() position.Position {
	return position.Position{Actions: r.fold, Telemetry: r.points}
}

// cursorMark tells cursors from positions, whose letters don't have it.
const cursorMark = "c."

// cursor is r as a client keeps it: it holds for all processes on the same log.
func (r reach) cursor(log uint32) string {
	b := binary.AppendUvarint(nil, uint64(log))
	b = binary.AppendUvarint(b, r.fold)
	b = binary.AppendUvarint(b, r.fold-min(r.facts, r.fold))
	for part, next := range r.points {
		b = binary.AppendUvarint(b, next)
		b = binary.AppendUvarint(b, next-min(nextOf(r.rows, part), next))
	}
	return cursorMark + base64.RawURLEncoding.EncodeToString(b)
}

var errCursor = errors.New("not a cursor of this log")

// parseCursor reads a cursor, or the position of another answer.
func parseCursor(s string, log uint32) (reach, error) {
	rest, ok := strings.CutPrefix(s, cursorMark)
	if !ok {
		p, err := position.Parse(s)
		return reach{fold: p.Actions, facts: p.Actions, points: p.Telemetry, rows: p.Telemetry}, err
	}
	b, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || len(b) > maxCursor {
		return reach{}, errCursor
	}
	var numbers []uint64
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return reach{}, errCursor
		}
		numbers, b = append(numbers, v), b[n:]
	}
	if len(numbers) < 3 || len(numbers)%2 == 0 || numbers[0] != uint64(log) {
		return reach{}, errCursor
	}
	r := reach{fold: numbers[1], facts: numbers[1] - min(numbers[2], numbers[1])}
	for i := 3; i < len(numbers); i += 2 {
		r.points = append(r.points, numbers[i])
		r.rows = append(r.rows, numbers[i]-min(numbers[i+1], numbers[i]))
	}
	return r, nil
}

// maxCursor bounds what is read: some thousand partitions.
const maxCursor = 64 << 10

// logNumber tells this log from most others.
func logNumber(id string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()
}
