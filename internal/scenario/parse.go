package scenario

import (
	"fmt"
	"strconv"
	"strings"
)

// exchange is one request and what is expected of its answer.
type exchange struct {
	line         int // in the file
	method, path string
	headers      [][2]string
	body         string

	status          int
	expectedHeaders [][2]string
	expected        string // JSON, text, or empty: whatever it is
}

// parse reads a file.
func parse(text string) ([]exchange, error) {
	var list []exchange
	var part *string // where lines of text belong
	var headers *[][2]string
	for n, line := range strings.Split(text, "\n") {
		fail := func(what string) error { return fmt.Errorf("line %d: %s: %q", n+1, what, line) }
		switch {
		case strings.HasPrefix(line, "> "):
			list = append(list, exchange{line: n + 1})
			e := &list[len(list)-1]
			if err := e.request(line[2:]); err != nil {
				return nil, fail(err.Error())
			}
			part, headers = &e.body, &e.headers
		case strings.HasPrefix(line, "< "):
			if len(list) == 0 || list[len(list)-1].status != 0 {
				return nil, fail("an answer without a request")
			}
			e := &list[len(list)-1]
			status, err := strconv.Atoi(strings.TrimSpace(line[2:]))
			if err != nil {
				return nil, fail("a status is a number")
			}
			e.status = status
			part, headers = &e.expected, &e.expectedHeaders
		case strings.HasPrefix(line, "+ "):
			name, value, ok := strings.Cut(line[2:], ": ")
			if !ok || headers == nil {
				return nil, fail("a header is + Name: value")
			}
			*headers = append(*headers, [2]string{name, value})
		case strings.HasPrefix(line, "#"):
		case part != nil:
			*part += line + "\n"
		case strings.TrimSpace(line) != "":
			return nil, fail("text before the first request")
		}
	}
	for i := range list {
		list[i].body = strings.TrimRight(list[i].body, "\n")
		list[i].expected = strings.TrimSpace(list[i].expected)
		if list[i].status == 0 {
			return nil, fmt.Errorf("line %d: a request without an answer", list[i].line)
		}
	}
	return list, nil
}

// request reads "METHOD PATH [CONTENT-TYPE]".
func (e *exchange) request(s string) error {
	f := strings.Fields(s)
	if len(f) < 2 || len(f) > 3 {
		return fmt.Errorf("a request is > METHOD PATH [CONTENT-TYPE]")
	}
	e.method, e.path = f[0], f[1]
	if len(f) == 3 {
		e.headers = append(e.headers, [2]string{"Content-Type", f[2]})
	}
	return nil
}
