package filter

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Fault says what is wrong with an expression, and where.
type Fault struct {
	Offset  int    // byte in the text
	Length  int    // bytes that are meant, at least 1
	Message string // a sentence
	Hint    string // what to write instead; may be empty

	Line, Column int    // from 1; columns count characters
	Excerpt      string // the line, with a line below that points at the fault
	Path         string // of the JSON form: where, such as and[0].value; then there's no offset
}

func (f *Fault) Error() string {
	if f.Path != "" || f.Line == 0 {
		return fmt.Sprintf("at %q: %s", f.Path, f.Message)
	}
	return fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Message)
}

// excerptWidth is how many characters of a line are shown on either side of a fault.
const excerptWidth = 60

// locate fills in line, column and excerpt.
func (f *Fault) locate(text string) *Fault {
	f.Offset = min(max(f.Offset, 0), len(text))
	f.Length = max(1, min(f.Length, len(text)-f.Offset))
	before := text[:f.Offset]
	f.Line = strings.Count(before, "\n") + 1
	start := strings.LastIndexByte(before, '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[f.Offset:], '\n'); i >= 0 {
		end = f.Offset + i
	}
	left := []rune(text[start:f.Offset])
	f.Column = len(left) + 1
	right := []rune(text[f.Offset:end])
	carets := max(1, min(utf8.RuneCountInString(text[f.Offset:min(f.Offset+f.Length, end)]), excerptWidth))
	f.Excerpt = excerpt(left, right, carets)
	return f
}

func excerpt(left, right []rune, carets int) string {
	var head, tail string
	if len(left) > excerptWidth {
		left, head = left[len(left)-excerptWidth:], "…"
	}
	if len(right) > excerptWidth {
		right, tail = right[:excerptWidth], "…"
	}
	show := func(rs []rune) string {
		return strings.Map(func(r rune) rune {
			if r < 0x20 || r == 0x7f {
				return ' ' // one column wide, like the character it stands for
			}
			return r
		}, string(rs))
	}
	indent := strings.Repeat(" ", utf8.RuneCountInString(head)+len(left))
	return head + show(left) + show(right) + tail + "\n" + indent + strings.Repeat("^", carets)
}
