package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
)

// listen opens the address. A socket is created with mode 0600; one left behind by an engine that was
// killed is replaced, which the lock on the folder makes safe for sockets that belong to it.
func listen(address, password string) (net.Listener, error) {
	path, isUnix := strings.CutPrefix(address, "unix:")
	if !isUnix {
		if password == "" {
			return nil, refuse("listen on %s: an address that others can reach needs a password; set RUNLEDGER_ENGINE_PASSWORD", address)
		}
		return net.Listen("tcp", address)
	}
	if len(path) > 107 {
		return nil, refuse("listen on %s: the path of a socket can have 107 bytes, this one has %d", path, len(path))
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("replace the old socket: %w", err)
	}
	before := syscall.Umask(0o177) // the mode from the first moment; nothing else makes files yet
	defer syscall.Umask(before)
	return net.Listen("unix", path)
}

// where is the address in --listen's form, with the port that a zero stood for.
func where(l net.Listener) string {
	if l.Addr().Network() == "unix" {
		return "unix:" + l.Addr().String()
	}
	return l.Addr().String()
}
