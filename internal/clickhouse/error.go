package clickhouse

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"
)

// Error is an exception of ClickHouse, from the bare client.
type Error struct {
	Code    int    // ClickHouse's number
	Name    string // and name, such as UNKNOWN_TABLE; "" if the text has none
	Message string // the text without code and name
	Partial bool   // part of the answer was read before it
}

func (e *Error) Error() string {
	return fmt.Sprintf("ClickHouse: %s (code %d, %s)", e.Message, e.Code, e.Name)
}

// Code is the ClickHouse code in err, of either kind of client, or 0: then it isn't an answer of
// ClickHouse, but a broken connection, a cancelled context, a fault of the caller.
func Code(err error) int {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	var theirs *clickhousego.Exception
	if errors.As(err, &theirs) {
		return int(theirs.Code)
	}
	return 0
}

var exceptionText = regexp.MustCompile(`(?s)^Code: (\d+)\. (?:DB::Exception: )?(.*?)(?: \(([A-Z][A-Z0-9_]+)\))?(?: \(version [^)]*(?:\([^)]*\))?\))?\s*$`)

// parseException reads "Code: 60. DB::Exception: text. (UNKNOWN_TABLE) (version …)".
func parseException(text, codeHeader string) *Error {
	e := &Error{Message: strings.TrimSpace(text)}
	if m := exceptionText.FindStringSubmatch(e.Message); m != nil {
		e.Code, _ = strconv.Atoi(m[1]) // digits
		e.Message, e.Name = m[2], m[3]
	}
	if e.Code == 0 {
		e.Code, _ = strconv.Atoi(codeHeader) // no header: unknown, as below
	}
	if e.Code == 0 {
		e.Code = CodeUnknownException
	}
	return e
}
