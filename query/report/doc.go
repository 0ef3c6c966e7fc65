// Package report serves reports: notes, runs and graphs that people put together, kept
// as a saved snapshot or live.
//
// A report is a document and its blocks are documents of their own (catalog/reports.go
// says how one action makes both). What a block shows of the data are questions
// (question.go), at most one for a run set and one for each panel; an answer to one is a
// payload (payload.go), canonical bytes in the blob store under their hash. A pinned
// report says in its field "pin" which payloads it has and at which position they were
// asked; nothing that happens to runs, names, tables or the engine later changes them
// (pin.go, data.go). A live report asks again at each look.
//
// To add a kind of block: its line in blockKinds (block.go), what it asks in questionsOf
// (question.go), and how it looks in an export (markdown.go, html.go).
package report
