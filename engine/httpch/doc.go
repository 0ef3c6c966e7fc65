// Package httpch speaks the HTTP interface of ClickHouse on top of libchdb, so that a client of a real
// server, clickhouse-go above all, can't tell the difference.
//
// One request is one statement in one session of the engine:
//
//	ServeHTTP → authorize → parse the request → read the statement → run it → answer
//
// How a statement runs depends on what it is (statement.go):
//   - SELECT in a row-by-row format: stream.go, pieces go to the socket as the engine makes them;
//   - SELECT in a format with a beginning and an end (Parquet, Arrow, JSON, …): pipe.go;
//   - INSERT with rows in the request: insert.go, the rows go to the engine as they arrive;
//   - everything else: exec.go, answered when it is over.
//
// What a real server has and this one hasn't: users and roles, sessions across requests (session_id),
// external tables in multipart bodies, query ids in system.processes, progress headers. All but the last
// two answer an error, never a wrong result.
//
// To support another parameter of the interface: a case in [parseRequest] or, if it is a setting of the
// engine, nothing. To support another compression of bodies: a case in body.go and one in answer.go.
package httpch
