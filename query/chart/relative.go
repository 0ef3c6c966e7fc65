package chart

import (
	"bufio"
	"context"
	"slices"
	"strconv"
	"strings"

	"runledger/query/read"
)

// origin is where a run's relative time begins.
type origin struct {
	first int64 // client time of its first row, ms; 0 for a run without rows
	gaps  []gap // by rising time
}

// gap is time in which nobody worked: from the end or the crash of a run until it went on.
type gap struct {
	after int64 // client time, ms: what is later is after the gap
	lost  int64 // ms
}

// shortestGap that counts, in seconds. Shorter ones are the rounding of times.
const shortestGap = 1

// relative is the expression of ms since the run's first row, without gaps.
func (s source) relative(ms string) string {
	firsts, index := make([]int64, len(s.origins)), make([]uint32, len(s.origins))
	after, lost := []string{"[]"}, []string{"[]"}
	for i, o := range s.origins {
		firsts[i] = o.first
		if len(o.gaps) == 0 {
			continue
		}
		index[i] = uint32(len(after))
		a, l := make([]string, len(o.gaps)), make([]string, len(o.gaps))
		for j, g := range o.gaps {
			a[j], l[j] = strconv.FormatInt(g.after, 10), strconv.FormatInt(g.lost, 10)
		}
		after, lost = append(after, "["+strings.Join(a, ",")+"]"), append(lost, "["+strings.Join(l, ",")+"]")
	}
	x := ms + " - " + s.list.MapInt64(firsts)
	if len(after) == 1 {
		return x
	}
	nested := func(lists []string) string {
		return "CAST([" + strings.Join(lists, ",") + "] AS Array(Array(Int64)))[" + s.list.Map(index) + " + 1]"
	}
	return x + " - arraySum((t, l) -> if(" + ms + " > t, l, 0), " + nested(after) + ", " + nested(lost) + ")"
}

// origins finds them, in the order of the list. The first client time is in run_data;
// a run whose row isn't there yet has the first of its points so far. Gaps are told by
// log times, moved by the difference of both clocks at the run's start.
func origins(ctx context.Context, r *read.Reader, list read.RunList) ([]origin, error) {
	out := make([]origin, list.Len())
	found, ahead := map[uint64]bool{}, map[uint64]int64{} // ms that the log's clock is ahead of the run's
	gone := map[uint64]bool{}                             // runs with gaps
	place := func(no uint64) (*origin, bool) {
		i, ok := slices.BinarySearch(list.Nos(), no)
		if !ok {
			return nil, false
		}
		return &out[i], true
	}
	err := each(ctx, r, `SELECT run, toUnixTimestamp64Milli(first_time), toUnixTimestamp64Milli(first_at),
    (toUnixTimestamp64Milli(at) - toUnixTimestamp64Milli(first_at)) / 1000 - seconds > `+strconv.Itoa(shortestGap)+`
FROM run_data FINAL
WHERE first_time != toDateTime64(0, 3, 'UTC') AND `+list.InHome()+" AND "+list.In(), func(rows *read.Rows) {
		no, first, firstAt, gaps := rows.Uint64(), rows.Int64(), rows.Int64(), rows.Uint8() == 1
		if o, ok := place(no); ok {
			o.first, found[no], ahead[no], gone[no] = first, true, firstAt-first, gaps
		}
	})
	if err != nil {
		return nil, err
	}
	if missing := list.Only(func(no uint64) bool { return !found[no] }); missing.Len() > 0 {
		err := each(ctx, r, "SELECT run, toUnixTimestamp64Milli(min(time))\nFROM points\nWHERE "+missing.InHome()+" AND "+missing.In()+"\nGROUP BY run", func(rows *read.Rows) {
			no, first := rows.Uint64(), rows.Int64()
			if o, ok := place(no); ok {
				o.first = first
			}
		})
		if err != nil {
			return nil, err
		}
	}
	broken := list.Only(func(no uint64) bool { return gone[no] })
	if broken.Len() == 0 {
		return out, nil
	}
	return out, each(ctx, r, gapsSQL(broken), func(rows *read.Rows) {
		no, from, to, lost := rows.Uint64(), rows.Int64(), rows.Int64(), rows.Int64()
		if o, ok := place(no); ok {
			o.gaps = append(o.gaps, gap{after: (from+to)/2 - ahead[no], lost: lost})
		}
	})
}

// gapsSQL asks for the gaps of runs: log time went on, compute time didn't.
func gapsSQL(runs read.RunList) string {
	return `SELECT run, before, now, toInt64((now - before) - round((seconds - had) * 1000)) AS lost
FROM
(
    SELECT
        run, off, seconds, toUnixTimestamp64Milli(at) AS now,
        lagInFrame(now, 1, now) OVER w AS before,
        lagInFrame(seconds, 1, seconds) OVER w AS had
    FROM run_versions
    WHERE ` + runs.InHome() + " AND " + runs.In() + `
    WINDOW w AS (PARTITION BY run ORDER BY off)
)
WHERE lost > ` + strconv.Itoa(shortestGap*1000) + `
ORDER BY run, off`
}

func each(ctx context.Context, r *read.Reader, sql string, row func(*read.Rows)) error {
	return r.Ask(ctx, read.Query{SQL: sql + "\nFORMAT RowBinary"}, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			row(rows)
		}
		return rows.Err()
	})
}
