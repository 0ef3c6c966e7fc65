package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// flags are the command line. Sizes are bytes, or a number with KiB, MiB or GiB.
type flags struct {
	Data    string `required:"" placeholder:"DIR" help:"Folder of the data. One engine at a time may use it."`
	Listen  string `required:"" placeholder:"ADDR" help:"unix:PATH for a socket only this user can open, or host:port, which needs a password."`
	Library string `env:"RUNLEDGER_LIBCHDB" placeholder:"FILE" help:"libchdb.so; without it the usual places are searched."`

	User     string `default:"default" help:"User name clients must give where there is a password."`
	Password string `env:"RUNLEDGER_ENGINE_PASSWORD" placeholder:"(by environment)" help:"Password clients must give. Set it by environment: other users can read command lines."`

	MaxMemory       size          `default:"4GiB" help:"Memory of the engine; a query beyond it fails with code 241 and all else goes on."`
	MaxGroupMemory  size          `default:"1GiB" help:"Memory of one GROUP BY or ORDER BY, beyond which it goes on in temporary files."`
	MarkCache       size          `default:"96MiB" help:"Cache of the marks of columns."`
	MergeThreads    int           `default:"2" help:"Threads that merge parts in the background."`
	MaxQueries      int           `default:"64" help:"Queries at once; more wait in line."`
	QueueWait       time.Duration `default:"5s" help:"How long a query waits in line before it is refused with code 202."`
	StopGrace       time.Duration `default:"10s" help:"How long running queries get at an orderly stop."`
	ExitWithStdin   bool          `help:"Stop when standard input ends, which ties the engine to its parent."`
	OldPartsSeconds int           `default:"480" help:"How long parts replaced by a merge stay on disk; a crash of the machine within it can be healed from them."`
}

// size is a number of bytes.
type size uint64

// UnmarshalText reads "4GiB", "96MiB", "512KiB" or plain bytes.
func (s *size) UnmarshalText(text []byte) error {
	number, shift := string(text), 0
	for suffix, by := range map[string]int{"KiB": 10, "MiB": 20, "GiB": 30} {
		if n, ok := strings.CutSuffix(number, suffix); ok {
			number, shift = n, by
			break
		}
	}
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil || n == 0 || n<<shift>>shift != n {
		return fmt.Errorf("%q is not a size: write 1048576, 512KiB, 96MiB or 4GiB", text)
	}
	*s = size(n << shift)
	return nil
}
