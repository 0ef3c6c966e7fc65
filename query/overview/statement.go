package overview

import (
	"strconv"
	"time"

	"runledger/query/read"
)

// statement counts the runs that have data, by the state that they would have without,
// and by their own: how many, when last active, compute seconds. Seconds are exact to a
// millisecond, so their sum is the same in any order.
func statement(list read.RunList, runs []read.Run, at read.Moment, now time.Time) read.Query {
	columns := []string{"at", "state", "seconds"}
	where := list.InHome() + " AND " + list.In()
	rows := "SELECT run, at, state, seconds FROM run_data FINAL WHERE " + where
	if at.Pinned {
		rows = read.PastRows("run_data", columns, where+" AND "+at.Below())
	}
	moment := "fromUnixTimestamp64Milli(" + strconv.FormatInt(now.UnixMilli(), 10) + ")"
	state := read.StateSQL("state", "at", "without = 1", moment+" - INTERVAL "+strconv.Itoa(int(read.Grace.Seconds()))+" SECOND")
	without := make([]uint32, 0, list.Len())
	groups := make(map[uint64]uint32, len(runs))
	for _, r := range runs {
		groups[uint64(r.No)] = uint32(r.Group)
	}
	for _, no := range list.Nos() {
		without = append(without, groups[no])
	}
	return read.Query{SQL: "SELECT toUInt32(without) AS w, s, count(), max(at), toFloat64(sum(toDecimal64(seconds, 3) + if(s IN ('running', 'stopping', 'preempting'), toDecimal64(greatest(0, date_diff('millisecond', at, " +
		moment + ")) / 1000, 3), toDecimal64(0, 3))))\nFROM (\n  SELECT at, seconds, " + list.Map(without) + " AS without, " + state + " AS s\n  FROM (\n" + rows +
		"\n  )\n)\nGROUP BY w, s\nFORMAT RowBinary"}
}
