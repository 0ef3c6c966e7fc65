// Package history gives the rows of one run in the order of steps: what was logged at a
// step, numbers and everything else, of a value logged twice the later in the log.
//
// Rows reads a run of any length in constant memory: window by window of steps, each a
// query of its own, all at one position. Sampled picks a few of them evenly.
//
// To add a column of a row: Row, the statements in window.go, and answer.go.
package history
