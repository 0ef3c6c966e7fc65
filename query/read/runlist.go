package read

import (
	"slices"
	"strconv"
	"strings"
)

// RunList is the numbers of a run set as SQL takes them. Lists are written into the
// statement as numbers: they come from the catalog, are no text, and would be too
// long for parameters in an address.
type RunList struct {
	nos   []uint64 // rising
	homes []uint32 // rising
}

// NewRunList returns the list of the set's runs.
func NewRunList(runs []Run) RunList {
	var l RunList
	for _, r := range runs {
		l.nos = append(l.nos, uint64(r.No))
		l.homes = append(l.homes, uint32(r.Home))
	}
	slices.Sort(l.nos)
	l.nos = slices.Compact(l.nos)
	slices.Sort(l.homes)
	l.homes = slices.Compact(l.homes)
	return l
}

// Len is the number of runs.
func (l RunList) Len() int { return len(l.nos) }

// Nos are the runs' numbers, rising. Don't change them.
func (l RunList) Nos() []uint64 { return l.nos }

// Only returns the list of those of its runs for which keep holds.
func (l RunList) Only(keep func(uint64) bool) RunList {
	return RunList{nos: slices.DeleteFunc(slices.Clone(l.nos), func(no uint64) bool { return !keep(no) }), homes: l.homes}
}

// maxSpans is up to how many spans of consecutive numbers are quicker to compare
// with than to look up in a set.
const maxSpans = 4

// InHome is the condition on the column home.
func (l RunList) InHome() string {
	if len(l.homes) == 0 {
		return "0"
	}
	if len(l.homes) == 1 {
		return "home = " + strconv.FormatUint(uint64(l.homes[0]), 10)
	}
	return "home IN " + numbers(l.homes)
}

// In is the condition on the column run.
func (l RunList) In() string {
	if len(l.nos) == 0 {
		return "0"
	}
	spans := l.spans(maxSpans)
	if spans == nil {
		return "run IN " + numbers(l.nos)
	}
	terms := make([]string, len(spans))
	for i, s := range spans {
		if s[0] == s[1] {
			terms[i] = "run = " + strconv.FormatUint(s[0], 10)
		} else {
			terms[i] = "run BETWEEN " + strconv.FormatUint(s[0], 10) + " AND " + strconv.FormatUint(s[1], 10)
		}
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "(" + strings.Join(terms, " OR ") + ")"
}

// spans returns the list as spans of consecutive numbers, or nil if there are more
// than most, or none.
func (l RunList) spans(most int) [][2]uint64 {
	var spans [][2]uint64
	for _, no := range l.nos {
		if n := len(spans); n > 0 && spans[n-1][1]+1 == no {
			spans[n-1][1] = no
			continue
		}
		if len(spans) == most {
			return nil
		}
		spans = append(spans, [2]uint64{no, no})
	}
	return spans
}

// Map is an expression of type UInt32 for what a run of the list is mapped to. to is
// in the order of Nos. A run outside of the list gives 0.
func (l RunList) Map(to []uint32) string {
	if len(l.nos) == 0 {
		return "toUInt32(0)"
	}
	first, last := l.nos[0], l.nos[len(l.nos)-1]
	if span := last - first; span <= uint64(4*len(l.nos))+1024 {
		if l.isRising(to) {
			return "toUInt32(run - " + strconv.FormatUint(first-uint64(to[0]), 10) + ")"
		}
		dense := make([]uint32, span+1)
		for i, no := range l.nos {
			dense[no-first] = to[i]
		}
		return "CAST(" + array(dense) + " AS Array(UInt32))[run - " + strconv.FormatUint(first-1, 10) + "]"
	}
	return "toUInt32(transform(run, CAST(" + array(l.nos) + " AS Array(UInt64)), CAST(" + array(to) + " AS Array(UInt32)), CAST(0 AS UInt32)))"
}

// isRising tells whether to is the run's number minus a constant, for every run of an
// unbroken list.
func (l RunList) isRising(to []uint32) bool {
	for i, no := range l.nos {
		if no-l.nos[0] != uint64(i) || to[i] != to[0]+uint32(i) {
			return false
		}
	}
	return uint64(to[0]) <= l.nos[0]
}

func numbers[N uint32 | uint64](list []N) string { return "(" + joined(list) + ")" }

func array[N uint32 | uint64](list []N) string { return "[" + joined(list) + "]" }

func joined[N uint32 | uint64](list []N) string {
	b := make([]byte, 0, 8*len(list))
	for i, n := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(n), 10)
	}
	return string(b)
}

// MapInt64 is Map for numbers with a sign; a run outside of the list gives 0.
func (l RunList) MapInt64(to []int64) string {
	texts := make([]string, len(to))
	for i, n := range to {
		texts[i] = strconv.FormatInt(n, 10)
	}
	return "transform(run, CAST(" + array(l.nos) + " AS Array(UInt64)), CAST([" + strings.Join(texts, ",") + "] AS Array(Int64)), CAST(0 AS Int64))"
}
