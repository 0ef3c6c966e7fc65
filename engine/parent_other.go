//go:build !linux

package engine

import "syscall"

// dieWithParent can't be had here; the end of its standard input still tells the child. The embedded engine
// runs on Linux only, but the program that can do without it is to build elsewhere.
func dieWithParent(*syscall.SysProcAttr) {}
