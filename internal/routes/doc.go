// Package routes is the list of everything that the program answers to: who may, a
// sample of a request, and which event a change makes. Its tests run the real server
// and try each route as every role on a project of every level, look that no change is
// silent, compare the answers with the description (/openapi.json), and let a fuzzer
// and a generated client loose on it. That the list is complete, a test of
// cmd/runledger checks: a route without a line fails.
//
// To add a route: a line in the table of its subject (projects.go, runs.go,
// workspaces.go, reports.go, people.go, program.go). Samples name things of the tests'
// world by $words (world_test.go); in patterns, {word} is $word unless With says
// otherwise.
package routes
