package wandb

import (
	"strings"
	"time"

	"runledger/event/pb"
)

// consoleFile is the logical file of the trainer's output. Its lines may be sent
// again with another text (terminals rewrite), so they are never told apart by number.
const consoleFile = "output.log"

// isoMicro is how the client writes the time of a line, in UTC.
const isoMicro = "2006-01-02T15:04:05.999999"

// consoleLine reads "[ERROR ]<UTC time> <text>". A line of another form is all text.
// Writers of a shared run may put "[label] " before the text; a text may begin with a
// bracket by itself, so that stays text.
func consoleLine(number int64, line string) *pb.ConsoleLine {
	out := &pb.ConsoleLine{Line: number, Stream: pb.ConsoleLine_STREAM_STDOUT}
	rest, isErr := strings.CutPrefix(line, "ERROR ")
	stamp, text, spaced := strings.Cut(rest, " ")
	at, err := time.Parse(isoMicro, stamp)
	if err != nil || len(stamp) < len("2006-01-02T15:04:05") {
		out.Text = valid(line)
		return out
	}
	if isErr {
		out.Stream = pb.ConsoleLine_STREAM_STDERR
	}
	out.TimeUs = at.UnixMicro()
	if spaced {
		out.Text = valid(text)
	}
	return out
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
