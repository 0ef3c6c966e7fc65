package main

import (
	"errors"
	"os"
	"strconv"
)

// survivesNilDereference makes sure that the library left Go's signal handlers alone: with handlers of its
// own a nil dereference anywhere in this program would hang it for ever instead of panicking.
func survivesNilDereference() (err error) {
	defer func() {
		if recover() == nil {
			err = errors.New("self test: a nil dereference did not panic")
		}
	}()
	var nothing *int
	_, err = os.Stdout.WriteString(strconv.Itoa(*nothing))
	return err
}
