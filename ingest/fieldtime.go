package ingest

import (
	"time"

	"runledger/ingest/scan"
)

// Times lie in [1970, 2300), what the tables hold.
const endOfTime = 10_413_792_000_000_000 // 2300-01-01, µs since 1970

// readTime expects the client's clock: RFC 3339 as a string, or seconds since 1970.
func (p *parser) readTime() error {
	us, err := p.timeValue()
	p.timeUs, p.hasTime = us, err == nil
	return err
}

func (p *parser) timeValue() (int64, error) {
	from := p.At
	b := p.Peek()
	var us int64
	switch {
	case b == '"':
		raw, plain, err := p.String()
		if err != nil {
			return 0, err
		}
		if !plain {
			raw = scan.Unquote(nil, raw)
		}
		t, err := time.Parse(time.RFC3339Nano, string(raw))
		if err != nil {
			return 0, faultf(codeInvalid, "time %q isn't RFC 3339 (2006-01-02T15:04:05Z); seconds since 1970 are written as a number", clip(string(raw)))
		}
		if year := t.UTC().Year(); year < 1970 || year >= 2300 {
			return 0, p.farAway(from)
		}
		us = t.UnixMicro()
	case b == '-' || b-'0' <= 9:
		var err error
		if us, err = p.Fixed(6); err == scan.ErrRange {
			return 0, p.farAway(from)
		} else if err != nil {
			return 0, err
		}
	default:
		return 0, p.wrong("a time (RFC 3339, or seconds since 1970)")
	}
	if us < 0 || us >= endOfTime {
		return 0, p.farAway(from)
	}
	return us, nil
}

func (p *parser) farAway(from int) error {
	return faultf(codeRange, "time %s: times lie between the years 1970 and 2300; numbers are seconds, with a fraction", clip(string(p.Text[from:p.At])))
}
