package chdb

import (
	"strconv"
	"strings"
)

// Error is a ClickHouse exception. Message is the whole text: "Code: 60. DB::Exception: … (UNKNOWN_TABLE)".
type Error struct {
	Code    int // ClickHouse's number; 0 where the text has none
	Message string
}

func (e *Error) Error() string { return e.Message }

func parseError(message string) error {
	if message == "" {
		return nil
	}
	e := &Error{Message: message}
	if rest, ok := strings.CutPrefix(message, "Code: "); ok {
		number, _, _ := strings.Cut(rest, ".")
		e.Code, _ = strconv.Atoi(number) // not a number: 0, which is what it means
	}
	return e
}
