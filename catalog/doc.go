// Package catalog knows what exists and who may do what: a deterministic fold over
// the actions topic, held in memory by every process that needs it.
//
// A command appends its event and waits until the own fold has passed it; the fold
// alone decides (permission, precondition, limits, existence), so that racing
// commands are settled by their order in the log, alike in every process. State is
// the fold; Catalog runs it against a log.
//
// The fold uses no clock, no randomness, no I/O and no map order: ids and times are
// in the records. An event type or a rules number that this program doesn't know
// stops it for good ("newer_log").
//
// To add an action: add its event (see package event), write its decision in the
// file of its noun, and list it in rules1 (decide.go). A decision first checks
// everything and only then changes the state. New fields of a noun belong into its
// hash method; a test finds the forgotten ones. Changed rules get a new number and a
// table of their own; the old ones stay.
package catalog
