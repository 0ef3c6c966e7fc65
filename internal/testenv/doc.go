// Package testenv gives tests the real parts they run on.
//
//	func TestSomething(t *testing.T) {
//		at := testenv.Engine(t) // an empty database of a real engine, gone after the test
//		conn, err := clickhouse.Open(at)
//		…
//	}
//
// Parts are started when first asked for and shared by the tests of a package run. What a machine lacks
// skips the test with a line that says what to install, and fails it where CI is set (Mandatory).
//
// To add a part: a file with a function that takes testing.TB and returns what a test connects to, started
// behind a sync.Once and ended with the test process.
package testenv
