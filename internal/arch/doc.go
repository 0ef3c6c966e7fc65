// Package arch holds the house rules that matter, as tests: who imports whom, what
// packages and files may be called, how long files get, and what must never be in
// the repository. The tests read the files in process, so that Go's test cache sees
// what they depend on.
//
// To add a rule: add a test here that names the file and says what to do instead.
package arch
