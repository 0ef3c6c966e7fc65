// Package load simulates trainers against a server, its own or a user's, and
// measures what the server takes: acknowledged and queryable points a second,
// latencies, freshness, errors.
//
// To add a format: write a file with a type that has encode, and add a line to
// formats. To add a shape of curves: add a line to shapes.
package load
