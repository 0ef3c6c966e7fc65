// Package chdb binds the part of libchdb's C interface that the embedded engine needs, without cgo.
//
// libchdb is ClickHouse as a library: [Load] opens it once per process, [Connect] opens a session, and a
// session runs one statement at a time: [Session.Query] for a statement with a small answer,
// [Session.Stream] for a SELECT read piece by piece, [Session.Insert] for rows sent piece by piece.
//
// Rules of the library that callers must follow:
//   - one data folder per process; the engine stops when the last session closes, so keep one open;
//   - calls on one session must not overlap; different sessions run in parallel;
//   - a statement that failed stays registered in its session until the session's next statement or its
//     end, so throw a session away after any error;
//   - memory handed out by [Result.Bytes] belongs to the library and dies with [Result.Free].
//
// To bind another C function: a field in [symbols], a line in its table, a method where it belongs.
package chdb
