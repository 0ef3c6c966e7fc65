// Package requirements tests the program over HTTP, row by row of what a project page
// must be able to do: a test is named by its row's id, TestReq_OV_7_….
//
// All tests share one server; each makes users and projects of its own (see cast). To
// add a row: a test in the file of its group.
package requirements
