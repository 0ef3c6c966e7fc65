// Package containers tests the images that ship, as containers: one with everything, and the split form beside
// Kafka and an engine that stands for a ClickHouse server. What only containers show is tested here: an image holds
// all that its program needs, volumes outlive containers, the user within may write them, processes find each
// other by name and lose sight of each other.
//
// The images are built by the tests, out of this checkout and files of this machine; nothing is pulled. It is a
// module of its own so that the product's go.mod stays readable. docs/containers.md says what a machine needs.
//
// To add a part: a function beside those in parts_test.go, and its image in images_test.go.
package containers
