// Package survival breaks the built program in the ways that operation breaks it, one
// file a failure, and looks for what it promises: ingest goes on where it can and says
// 503 where it can't, nothing acknowledged is lost or doubled, and everything catches
// up by itself. Package chaos does the same at random; here each failure is aimed.
//
//	go test ./internal/survival          under 90 s on a quiet machine
//	go test ./internal/survival -long    the waits that operation has: a minute
//
// To add a failure: a file with a test that starts what it breaks, a crew that logs to
// it, the break, and then settled and verified.
package survival
