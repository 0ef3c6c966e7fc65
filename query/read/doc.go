// Package read is what every read of telemetry needs: the moment it shows (as_of),
// waiting for what was just written (wait_for), bounds on what a query may take, the
// set of runs it is about, and the points that count.
//
// To add a parameter that all reads take: a field of Params, and what it means in
// Reader.Moment.
package read
