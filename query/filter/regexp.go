package filter

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
)

// maxRegexp is how many bytes a regular expression has at most.
const maxRegexp = 4096

// compileRegexp checks an RE2 expression and returns it for the engine, which reads the
// same syntax but for one default: there, a dot matches a line's end too.
func compileRegexp(text string) (string, *bad) {
	if len(text) > maxRegexp {
		return "", &bad{message: fmt.Sprintf("A regular expression has at most %d bytes.", maxRegexp)}
	}
	re, err := syntax.Parse(text, syntax.Perl)
	if err == nil {
		_, err = syntax.Compile(re.Simplify())
	}
	if err == nil {
		return "(?-s)" + text, nil
	}
	b := &bad{message: "The regular expression can't be read: " + err.Error() + "."}
	var fault *syntax.Error
	if errors.As(err, &fault) {
		b.message = fmt.Sprintf("The regular expression can't be read: %s.", fault.Code)
		b.offset, b.length = strings.Index(text, fault.Expr), max(1, len(fault.Expr))
		if b.offset < 0 || fault.Code == syntax.ErrMissingParen {
			b.offset, b.length = 0, max(1, len(text))
		}
	}
	return "", b
}

// CheckRegexp reads a regular expression that isn't part of a filter, such as a
// search; the *Fault says where it's wrong.
func CheckRegexp(text string) (string, error) {
	re, b := compileRegexp(text)
	if b == nil {
		return re, nil
	}
	return "", (&Fault{Offset: b.offset, Length: b.length, Message: b.message, Hint: b.hint}).locate(text)
}
