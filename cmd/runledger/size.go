package main

import (
	"fmt"
	"strconv"
	"strings"
)

// byteSize is a number of bytes as people write it: 512MiB, 2GiB, 1000.
type byteSize int64

var sizeUnits = []struct {
	suffix string
	bytes  int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}, {"", 1}}

func (b *byteSize) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	for _, u := range sizeUnits {
		digits, ok := strings.CutSuffix(s, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n < 0 || n > (1<<62)/u.bytes {
			return fmt.Errorf("%q isn't a size: write it as 512MiB", s)
		}
		*b = byteSize(n * u.bytes)
		return nil
	}
	return fmt.Errorf("%q isn't a size: write it as 512MiB", s)
}
