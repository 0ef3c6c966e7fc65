// Package chart answers charts: metrics of a run set over an axis, in buckets, exact
// and the same bytes on every repetition. docs/formulas.md has each formula; the
// design of the sums is in docs/adr/0020-exact-sums.md.
//
// A request becomes a plan (which series), the plan and the data's range a frame
// (which buckets), both one statement over all points (statement*.go), whose rows are
// folded (sums.go, fold.go) into the answer.
//
// To add an aggregate: a line in aggregates.go, and if it needs a new column of the
// engine a field of row with its expression in columns.go.
package chart
