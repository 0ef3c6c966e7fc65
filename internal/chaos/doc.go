// Package chaos kills the program's processes at random while trainers log to it, and
// then looks for what it promises: every acknowledged point is there exactly once,
// nothing that wasn't acknowledged is there twice, the tables are what the log says,
// and a rebuild gives the same.
//
//	make chaos KILLS=300 SEED=7
//
// A world is what is killed: one machine (world_one.go), the split form on a real Kafka
// (world_split.go). To add a victim: a line in its world. To add a way of logging: a
// file with a speaker, and a line in speakers.
package chaos
