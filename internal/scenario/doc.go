// Package scenario tests the whole program by its HTTP interface: text files in
// testdata say what is asked and what is answered. The same files run on `serve` and on
// the split form over a real Kafka.
//
// A file is a list of exchanges:
//
//	# two points, and their chart
//	> POST /api/v1/ingest application/x-ndjson
//	{"project":"admin/$project","run":"a","step":1,"metrics":{"loss":0.5}}
//	< 202
//	{"accepted":1,"position":"$here"}
//	> GET /api/v1/projects/admin/$project?wait_for=$here
//	< 200
//	{"name":"$project"}
//
// The expected answer is a part of the real one: objects may have more members, lists
// may not have more items, and "*" stands for anything. $name in an expected string
// takes what stands there the first time; everywhere else it's put in. $project is a
// name of the file's own. A line "+ Name: value" after ">" is a header (an Authorization of
// one's own takes the place of the admin's), after "<" an expected one. An expected body
// that isn't JSON is a part of the answer's text.
//
// To add a scenario: add a file. To add a shape of the program: add a place and a test
// that runs all files on it.
package scenario
