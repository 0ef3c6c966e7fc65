// Package live tells readers of a project what changed, as it changes: one stream of
// server-sent events a client.
//
// The catalog says which actions were accepted, the progress board which runs the tables
// have more of. The hub (hub.go, intake.go) keeps, by project, each thing that changed
// in the last ten minutes once, newest first (changed.go), so that memory grows with what
// is there and not with how often it changes. A client is a place in that order: what
// changed since is one event (edition.go), however late the client is. The id of an event
// is a cursor of log offsets (cursor.go), understood by every process of an installation.
//
// To tell of another thing: a list in topic, filled in intake.go, a field in Change.
package live
