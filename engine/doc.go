// Package engine runs the embedded ClickHouse as a child process and says where to reach it.
//
// The child is cmd/runledger-engine: only it loads the library (package chdb) and speaks the HTTP interface
// over it (package httpch), so a crash in C++ or a memory limit ends the child and not the server, and the
// server needs no C library. Everything else in the program is given an [Endpoint] and can't tell whether it
// leads to the child or to a real server.
//
// To add a setting of the child: a flag in cmd/runledger-engine/flags.go, a line in its config.go, and, if
// the server is to set it, a field in [Options] and a line in command.go.
package engine
