// Package client speaks with a runledger server over its HTTP API: it sends the key,
// turns problems into errors, waits out short overloads, and repeats what is safe to
// repeat. It knows no route: callers name paths and decode what they need, so that a
// field of a newer server is no error.
//
// To call a route: Path for its path, then Get, Send or Stream.
package client
