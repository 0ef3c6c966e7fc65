package ingest

import (
	"math"

	"runledger/ingest/scan"
)

func (p *parser) readMetrics() error {
	p.metrics, p.raws = p.metrics[:0], p.raws[:0]
	return p.eachMetric(func(key string) error {
		p.metrics = append(p.metrics, metric{key: key, number: true})
		return p.metricValue(&p.metrics[len(p.metrics)-1])
	})
}

// readSystem expects metrics of the machine, which are numbers.
func (p *parser) readSystem() error {
	p.system = p.system[:0]
	return p.eachMetric(func(key string) error {
		from, raws := p.At, len(p.raws)
		m := metric{key: key, number: true}
		err := p.metricValue(&m)
		if err == nil && !m.number {
			err = faultf(codeType, "system metric %q is %s, not a number", clip(key), clip(string(p.Text[from:p.At])))
		}
		p.raws = p.raws[:raws] // a machine has no numbers that must be exact beyond float64
		p.system = append(p.system, m)
		return err
	})
}

// eachMetric expects an object; value expects the value of one of its names.
func (p *parser) eachMetric(value func(key string) error) error {
	if p.Peek() != '{' {
		return p.wrong("an object of names and values")
	}
	p.At++
	for n := 0; ; n++ {
		more, err := p.More('}', n == 0)
		if err != nil || !more {
			return err
		}
		if n >= p.maxItems {
			return tooManyItems(p.maxItems)
		}
		key, err := p.metricName(n)
		if err != nil {
			return err
		}
		if err := p.Colon(); err != nil {
			return err
		}
		if err := value(key); err != nil {
			return err
		}
	}
}

// metricName expects the n-th name, which is probably the n-th of the last line.
func (p *parser) metricName(n int) (string, error) {
	if n < len(p.names) && p.names[n].plain {
		key := p.names[n].key
		end := p.At + 1 + len(key)
		if end < len(p.Text) && p.Text[p.At] == '"' && p.Text[end] == '"' && string(p.Text[p.At+1:end]) == key {
			p.At = end + 1
			return key, nil
		}
	}
	raw, plain, err := p.String()
	if err != nil {
		return "", err
	}
	if !plain {
		raw = scan.Unquote(nil, raw)
	}
	if len(raw) > MaxMetricName {
		return "", faultf(codeTooLarge, "a metric's name of %d bytes, at most %d: %q", len(raw), MaxMetricName, clip(string(raw)))
	}
	name := keyName{p.texts.of(raw), plain}
	if n < len(p.names) {
		p.names[n] = name
	} else if n == len(p.names) {
		p.names = append(p.names, name)
	}
	return name.key, nil
}

// metricValue expects a value: a number, also as NaN, Infinity, -Infinity, bare or
// quoted; or anything else, which is kept as JSON text. An integer that float64 can't
// hold is kept as both.
func (p *parser) metricValue(m *metric) (err error) {
	switch b := p.Peek(); {
	case b-'0' <= 9 || b == '-':
		from, exact := p.At, true
		m.value, exact, err = p.Number()
		if !exact && err == nil {
			p.keepText(m, p.Text[from:p.At])
		}
		return err
	case b == 'N':
		m.value = math.NaN()
		return p.Word("NaN")
	case b == 'I':
		m.value = math.Inf(1)
		return p.Word("Infinity")
	case b == '"':
		return p.quotedMetric(m)
	}
	raw, err := p.rawValue(m.key)
	m.number = false
	p.keepText(m, raw)
	return err
}

// keepText notes the JSON text of m.
func (p *parser) keepText(m *metric, raw []byte) {
	p.raws = append(p.raws, raw)
	m.raw = int32(len(p.raws))
}

func (p *parser) quotedMetric(m *metric) error {
	from := p.At
	raw, _, err := p.String()
	if err != nil {
		return err
	}
	switch string(raw) {
	case "NaN":
		m.value = math.NaN()
	case "Infinity":
		m.value = math.Inf(1)
	case "-Infinity":
		m.value = math.Inf(-1)
	default:
		m.number = false
		p.keepText(m, p.Text[from:p.At])
		return checkValueSize(m.key, p.Text[from:p.At])
	}
	return nil
}

// rawValue expects any value and returns its JSON text, compacted.
func (p *parser) rawValue(key string) ([]byte, error) {
	from := len(p.arena)
	arena, err := p.Compact(p.arena)
	if err != nil {
		return nil, err
	}
	p.arena = arena
	raw := arena[from:len(arena):len(arena)]
	return raw, checkValueSize(key, raw)
}

func checkValueSize(key string, raw []byte) error {
	if len(raw) > MaxValue {
		return faultf(codeTooLarge, "the value of %q has %d bytes, at most %d", clip(key), len(raw), MaxValue)
	}
	return nil
}

// readMembers expects an object and keeps its members as JSON text.
func (p *parser) readMembers(to *[]member) error {
	*to = (*to)[:0]
	if p.Peek() != '{' {
		return p.wrong("an object")
	}
	p.At++
	for n := 0; ; n++ {
		more, err := p.More('}', n == 0)
		if err != nil || !more {
			return err
		}
		if n >= p.maxItems {
			return tooManyItems(p.maxItems)
		}
		name, plain, err := p.String()
		if err != nil {
			return err
		}
		if !plain {
			name = scan.Unquote(nil, name)
		}
		if len(name) > MaxMetricName {
			return faultf(codeTooLarge, "a name of %d bytes, at most %d: %q", len(name), MaxMetricName, clip(string(name)))
		}
		key := p.texts.of(name)
		if err := p.Colon(); err != nil {
			return err
		}
		raw, err := p.rawValue(key)
		if err != nil {
			return err
		}
		*to = append(*to, member{key, raw})
	}
}
