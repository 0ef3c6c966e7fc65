// Package export hands out the history of any run set, or its rows of the runs table,
// as NDJSON, CSV, Arrow IPC or Parquet: written by the engine and passed on as it
// comes, without a limit, in constant memory, cancelled with the request.
//
// Status 200 is out before the last row is known. If something fails later the
// connection is cut, so that no client takes a part for the whole: a chunked body
// without its end, or a reset stream.
//
// To add a format: a line in formats.
package export
