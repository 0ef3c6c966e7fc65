package httpch

import (
	"errors"
	"fmt"
	"net/http"

	"runledger/engine/chdb"
)

// Codes of ClickHouse that httpch itself raises.
const (
	codeBadArguments       = 36
	codeNotImplemented     = 48
	codeSyntaxError        = 62
	codeUnknownSetting     = 115
	codeReadOnly           = 164
	codeTooManyQueries     = 202
	codeNetworkError       = 210
	codeInflateFailed      = 354
	codeAuthentication     = 516
	codeUnknownException   = 1002
	codeQueryTooLarge      = 55
	codeQueryWasCancelled  = 394
	codeUnknownCompression = 89
)

var codeNames = map[int]string{
	codeBadArguments:       "BAD_ARGUMENTS",
	codeNotImplemented:     "NOT_IMPLEMENTED",
	codeSyntaxError:        "SYNTAX_ERROR",
	codeUnknownSetting:     "UNKNOWN_SETTING",
	codeReadOnly:           "READONLY",
	codeTooManyQueries:     "TOO_MANY_SIMULTANEOUS_QUERIES",
	codeNetworkError:       "NETWORK_ERROR",
	codeInflateFailed:      "ZLIB_INFLATE_FAILED",
	codeAuthentication:     "AUTHENTICATION_FAILED",
	codeUnknownException:   "UNKNOWN_EXCEPTION",
	codeQueryTooLarge:      "QUERY_IS_TOO_LARGE",
	codeQueryWasCancelled:  "QUERY_WAS_CANCELLED",
	codeUnknownCompression: "UNKNOWN_COMPRESSION_METHOD",
}

// exception is an error in the engine's own form.
func exception(code int, format string, args ...any) *chdb.Error {
	return &chdb.Error{Code: code, Message: fmt.Sprintf("Code: %d. DB::Exception: %s. (%s)", code, fmt.Sprintf(format, args...), codeNames[code])}
}

// asException finds the exception in an error, or makes one of it.
func asException(err error) *chdb.Error {
	var e *chdb.Error
	if errors.As(err, &e) && e.Code != 0 {
		return e
	}
	return exception(codeUnknownException, "%v", err)
}

// httpStatus is the status a ClickHouse server gives an error before the answer has begun.
func httpStatus(code int) int {
	switch code {
	case codeAuthentication, 192, 193, 194: // wrong or missing user or password
		return http.StatusUnauthorized
	case 291, 497: // database or access denied
		return http.StatusForbidden
	case 46, 47, 50, 56, 60, 63, 73, 81, codeUnknownSetting: // unknown function, identifier, type, storage, table, …
		return http.StatusNotFound
	case 6, 8, 15, 25, 26, 27, 32, 33, 38, 41, 44, 53, codeSyntaxError, 69, 70, 72, codeBadArguments, 117, 167, 168, 223, 321, 376, 427, 456, codeInflateFailed:
		return http.StatusBadRequest
	case codeNotImplemented:
		return http.StatusNotImplemented
	case codeQueryTooLarge:
		return http.StatusRequestEntityTooLarge
	case 159: // TIMEOUT_EXCEEDED
		return http.StatusRequestTimeout
	case codeTooManyQueries, 209, 439: // too many queries, socket timeout, no thread to be had
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
