package clickhouse

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	tag   = "0123456789abcdef"
	block = "\r\n__exception__\r\n" + tag + "\r\nCode: 395. DB::Exception: too far. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 26.7.2.1 (embedded))\n99 " + tag + "\r\n__exception__\r\n"
)

// The block is found wherever the pieces of a body are cut, and data is passed on whole.
func TestExceptionBlockIsFoundInAnyPieces(t *testing.T) {
	lookalike := "\r\n__exception__\r\nfedcba9876543210\r\n"
	for _, data := range []string{"", "rows\r\n", strings.Repeat("x", 200_000), lookalike, "\r\n__exception__\r\n" + tag[:8]} {
		for name, cut := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "bytes": iotest.OneByteReader, "halves": iotest.HalfReader, "error with data": iotest.DataErrReader,
		} {
			got, err := io.ReadAll(newExceptionReader(io.NopCloser(cut(strings.NewReader(data+block))), tag))
			var e *Error
			if string(got) != data || !errors.As(err, &e) || e.Code != 395 || e.Message != "too far." || !e.Partial || e.Name != "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO" {
				t.Errorf("%s, %d bytes: got %d bytes, %#v", name, len(data), len(got), err)
			}
			got, err = io.ReadAll(newExceptionReader(io.NopCloser(cut(strings.NewReader(data))), tag))
			if string(got) != data || err != nil {
				t.Errorf("%s, %d bytes without a block: got %d bytes, %v", name, len(data), len(got), err)
			}
		}
	}
}

// A body that breaks off is an error, not an end.
func TestBrokenBodyIsAnError(t *testing.T) {
	body := io.MultiReader(strings.NewReader("rows"), iotest.ErrReader(io.ErrUnexpectedEOF))
	got, err := io.ReadAll(newExceptionReader(io.NopCloser(body), tag))
	if string(got) != "rows" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestParseException(t *testing.T) {
	for text, want := range map[string]Error{
		"Code: 60. DB::Exception: Table x does not exist. (UNKNOWN_TABLE) (version 26.7.2.1 (embedded))\n":  {Code: 60, Name: "UNKNOWN_TABLE", Message: "Table x does not exist."},
		"Code: 241. DB::Exception: limit (for query) exceeded (MEMORY_LIMIT_EXCEEDED)":                      {Code: 241, Name: "MEMORY_LIMIT_EXCEEDED", Message: "limit (for query) exceeded"},
		"Code: 62. DB::Exception: Syntax error\nline two. (SYNTAX_ERROR) (version 24.8.1 (official build))": {Code: 62, Name: "SYNTAX_ERROR", Message: "Syntax error\nline two."},
		"Code: 1000. Poco::Exception: odd": {Code: 1000, Message: "Poco::Exception: odd"},
		"no code at all":                   {Code: CodeUnknownException, Message: "no code at all"},
	} {
		if got := parseException(text, ""); *got != want {
			t.Errorf("%q: got %+v", text, *got)
		}
	}
	if got := parseException("", "241"); got.Code != 241 {
		t.Errorf("from the header: %+v", *got)
	}
}

func FuzzExceptionReader(f *testing.F) {
	f.Add("data", 3)
	f.Add(block, 1)
	f.Fuzz(func(t *testing.T, data string, size int) {
		r := newExceptionReader(io.NopCloser(strings.NewReader(data)), tag)
		p := make([]byte, max(1, min(size, 1000)))
		var got []byte
		for {
			n, err := r.Read(p)
			got = append(got, p[:n]...)
			if err != nil {
				break
			}
		}
		if !strings.HasPrefix(data, string(got)) || !strings.Contains(data, tag) && string(got) != data {
			t.Fatalf("%q became %q", data, got)
		}
	})
}
