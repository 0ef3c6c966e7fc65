// Package survival breaks the built program in the ways that operation breaks it, one
// file a failure, and looks for what it promises: ingest goes on where it can and says
// 503 where it can't, nothing acknowledged is lost or doubled, and everything catches
// up by itself. Package chaos does the same at random; here each failure is aimed.
//
//	go test ./internal/survival          under a minute a test on a quiet machine
//	go test ./internal/survival -long    the waits that operation has, and many more kills
//
// What is logged and what is done are looked at alike: trainers are a crew
// (crew_test.go), people a crowd on a stage (people_test.go, deeds_test.go), and the log
// knows what each of them was told rightly (settled_test.go, ledger_test.go).
//
// To add a failure: a file with a test that starts what it breaks, a crew that logs to
// it, the break, and then settled and verified; or a crowd, the break, and survived. To
// add something that people do: a case in deeds_test.go.
package survival
