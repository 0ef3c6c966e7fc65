package ingest

import (
	"errors"
	"fmt"

	"runledger/ingest/scan"
)

// Why a line is rejected; the catalog's codes (not_found, deleted, invalid, …) come
// through besides.
const (
	codeMalformed = "malformed"     // not JSON
	codeType      = "wrong_type"    // a value of another type than the field has
	codeUnknown   = "unknown_field" // a field that there isn't
	codeMissing   = "missing_field" // a field that must be there
	codeRange     = "out_of_range"  // a number or time that can't be held
	codeTooLarge  = "too_large"     // a line, name or value with too many bytes
	codeInvalid   = "invalid"       // anything else that breaks a rule
	codeTooMany   = "too_many_runs" // more runs in a request than allowed
)

// fault is why a line, or a run's part of a request, is rejected.
type fault struct{ code, message string }

func (f *fault) Error() string { return f.code + ": " + f.message }

func faultf(code, format string, args ...any) *fault {
	return &fault{code, fmt.Sprintf(format, args...)}
}

// tooManyItems: a request whose parts are many and tiny takes more memory than its bytes
// tell.
func tooManyItems(most int) *fault {
	return faultf(codeTooMany, "a request holds at most %d series, config and summary keys, console lines and rows of values together; send it in parts", most)
}

// faultOf returns the fault that an error of a parser is.
func faultOf(err error) *fault {
	var f *fault
	var e *scan.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &e) && e.Range:
		return &fault{codeRange, e.Error()}
	}
	return &fault{codeMalformed, err.Error()}
}
