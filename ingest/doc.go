// Package ingest is the way in: HTTP requests of trainers become events, and events
// become records of the log. It acknowledges when the log has them on disk.
//
// Columns collects rows into columns, Writer puts events into the log (and creates
// runs), Routes serves POST /api/v1/ingest. The W&B protocol builds upon the first two.
//
// To add a field to a line: add it to line, to fields and to lineShape, and say in
// (*run).add what becomes of it. To add a body format: write a decoder that fills a
// request, and list it in formats.
package ingest
