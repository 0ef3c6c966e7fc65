// Package projections turns the log into tables: telemetry into points, rows,
// console, …, and a row a run; actions into run_facts and audit.
//
// Per partition, a reader decodes records, one goroutine applies them to the runs'
// states and collects rows (apply.go), one inserts (insert.go). What a table holds
// is a pure function of the log: (state, event) → (state, rows). Where a table
// stands is read from the table; checkpoints are lower bounds only.
//
// To add a table: its .sql, one .go with its rows and how an event becomes rows, one
// line in tables.go.
package projections
