package ingest

import (
	"cmp"
	"slices"
)

// maxRejected is how many rejected lines a reply lists: the first ones.
const maxRejected = 1000

// rejection is a line that wasn't taken.
type rejection struct {
	Index   int    `json:"index" doc:"Of the line in the body, from 0; blank lines count"`
	Code    string `json:"code" doc:"Why, for programs"`
	Message string `json:"message" doc:"Why, for people"`
}

// rejections lists the first rejected lines and counts all.
type rejections struct {
	list   []rejection
	total  int
	byCode map[string]int
}

func (r *rejections) add(index int, f *fault) {
	r.count(f.code, 1)
	r.list = append(r.list, rejection{index, f.code, f.message})
	r.trim()
}

// addAll adds the lines of a run, whose indexes rise.
func (r *rejections) addAll(indexes []int32, f *fault) {
	r.count(f.code, len(indexes))
	for _, index := range indexes[:min(len(indexes), maxRejected)] {
		r.list = append(r.list, rejection{int(index), f.code, f.message})
	}
	r.trim()
}

func (r *rejections) count(code string, n int) {
	if r.byCode == nil {
		r.byCode = map[string]int{}
	}
	r.byCode[code] += n
	r.total += n
}

func (r *rejections) trim() {
	if len(r.list) > 16*maxRejected {
		r.first()
	}
}

// first returns the first rejected lines, in order.
func (r *rejections) first() []rejection {
	slices.SortFunc(r.list, func(a, b rejection) int { return cmp.Compare(a.Index, b.Index) })
	r.list = r.list[:min(len(r.list), maxRejected)]
	return r.list
}

// all reports whether every rejected line was rejected for that reason.
func (r *rejections) all(code string) bool { return r.total > 0 && r.byCode[code] == r.total }
