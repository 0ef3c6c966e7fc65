package ingest

import (
	"encoding/binary"

	"google.golang.org/protobuf/encoding/protowire"

	"runledger/event/pb"
	"runledger/ingest/scan"
)

// batchField reads one field of a RunBatch.
func (d *decoder) batchField(b *wireBatch, w *wireField) (err error) {
	const message = "RunBatch"
	switch w.num {
	case 3:
		b.steps, err = w.sints(b.steps, message)
		return err
	case 4:
		b.times, err = w.sints(b.times, message)
		return err
	case 10:
		b.systemTimes, err = w.sints(b.systemTimes, message)
		return err
	case 12, 13, 14, 23:
		if err := w.want(protowire.VarintType, message); err != nil {
			return err
		}
		return b.number(w)
	}
	if w.num < 1 || w.num > 24 {
		return w.unknown(message)
	}
	if err := w.want(protowire.BytesType, message); err != nil {
		return err
	}
	switch w.num {
	case 5:
		b.series, err = d.seriesOf(b, b.series, w.text)
	case 11:
		b.systems, err = d.seriesOf(b, b.systems, w.text)
	case 6:
		err = d.membersOf(w.text, &b.config)
	case 7:
		err = d.membersOf(w.text, &b.summary)
	case 8:
		err = d.consoleLine(b, w.text)
	case 9:
		err = d.value(b, w.text)
	default:
		err = d.batchText(b, w)
	}
	return err
}

// number takes state, heartbeat, finish and save_code.
func (b *wireBatch) number(w *wireField) error {
	switch w.num {
	case 12:
		b.state = pb.RunStateChanged_State(w.n)
		if w.n > uint64(pb.RunStateChanged_STATE_PREEMPTING) {
			return faultf(codeInvalid, "there's no state %d", w.n)
		}
	case 13:
		b.heartbeat = w.n != 0
	case 23:
		b.saveCode, b.hasSaveCode = w.n != 0, true
	case 14:
		b.finished, b.exitCode = true, int32(w.n)
		if int64(w.n) != int64(int32(w.n)) {
			return faultf(codeRange, "an exit code is a whole number of 32 bits")
		}
	}
	return nil
}

// batchText takes the fields that are plain text.
func (d *decoder) batchText(b *wireBatch, w *wireField) error {
	if err := utf8Text("a text", w.text); err != nil {
		return err
	}
	if len(w.text) > MaxValue {
		return faultf(codeTooLarge, "a text of %d bytes, at most %d", len(w.text), MaxValue)
	}
	s := d.texts.of(w.text)
	switch w.num {
	case 1:
		b.project = s
	case 2:
		b.run = s
	case 15:
		b.name = s
	case 16:
		b.tags = append(b.tags, s)
	case 17:
		b.notes = s
	case 18:
		b.group = s
	case 19:
		b.jobType = s
	case 20:
		b.parent = s
	case 21:
		b.command = s
	case 22:
		b.commit = s
	case 24:
		b.privacy = s
	}
	return nil
}

// keyOf returns the name of a metric, checked.
func (d *decoder) keyOf(text []byte) (string, error) {
	if s, known := d.texts.texts[string(text)]; known {
		return s, nil
	}
	if len(text) > MaxMetricName {
		return "", faultf(codeTooLarge, "a metric's name of %d bytes, at most %d: %q", len(text), MaxMetricName, clip(string(text)))
	}
	if err := utf8Text("a metric's name", text); err != nil {
		return "", err
	}
	return d.texts.of(text), nil
}

func (d *decoder) seriesOf(b *wireBatch, list []wireSeries, message []byte) ([]wireSeries, error) {
	var s wireSeries
	from := len(b.rowNumbers)
	err := eachField(message, func(w *wireField) (err error) {
		switch w.num {
		case 1:
			if err := w.want(protowire.BytesType, "Series"); err != nil {
				return err
			}
			s.key, err = d.keyOf(w.text)
		case 2:
			s.values, err = w.doubles(s.values)
		case 3:
			b.rowNumbers, err = w.varints(b.rowNumbers, "Series")
		default:
			err = w.unknown("Series")
		}
		return err
	})
	s.rows = b.rowNumbers[from:len(b.rowNumbers):len(b.rowNumbers)]
	return append(list, s), err
}

// doubles appends the bytes of a repeated double; usually all are one part of the body,
// which is returned as it is.
func (w *wireField) doubles(to []byte) ([]byte, error) {
	if w.typ == protowire.Fixed64Type {
		return binary.LittleEndian.AppendUint64(to[:len(to):len(to)], w.n), nil
	}
	if err := w.want(protowire.BytesType, "Series"); err != nil {
		return to, err
	}
	if len(w.text)%8 != 0 {
		return to, notProtobuf(-1)
	}
	if len(to) == 0 {
		return w.text, nil
	}
	return append(to[:len(to):len(to)], w.text...), nil
}

func (d *decoder) value(b *wireBatch, message []byte) error {
	var v wireValue
	err := eachField(message, func(w *wireField) (err error) {
		switch w.num {
		case 1:
			v.row = w.n
			return w.want(protowire.VarintType, "Value")
		case 2, 3:
			if err := w.want(protowire.BytesType, "Value"); err != nil {
				return err
			}
			if w.num == 2 {
				v.key, err = d.keyOf(w.text)
				return err
			}
			v.raw = w.text
			return nil
		}
		return w.unknown("Value")
	})
	if err != nil {
		return err
	}
	d.Cursor = scan.Cursor{Text: v.raw}
	d.Space()
	if v.raw, err = d.rawValue(v.key); err != nil {
		return err
	}
	b.values = append(b.values, v)
	return d.End()
}

func (d *decoder) consoleLine(b *wireBatch, message []byte) error {
	l := &pb.ConsoleLine{Line: unnumbered}
	err := eachField(message, func(w *wireField) error {
		switch w.num {
		case 1:
			l.Line = protowire.DecodeZigZag(w.n)
			if l.Line < 0 || l.Line > 1<<53 {
				return faultf(codeRange, "a line number is a whole number from 0 to 2^53")
			}
		case 2:
			if l.TimeUs = protowire.DecodeZigZag(w.n); l.TimeUs < 0 || l.TimeUs >= endOfTime {
				return faultf(codeRange, "time %d µs lies outside the years 1970 to 2300", l.TimeUs)
			}
		case 3:
			if l.Stream = pb.ConsoleLine_Stream(w.n); w.n > uint64(pb.ConsoleLine_STREAM_STDERR) {
				return faultf(codeInvalid, "there's no stream %d", w.n)
			}
		case 4, 5:
			return consoleText(l, w)
		default:
			return w.unknown("ConsoleLine")
		}
		return w.want(protowire.VarintType, "ConsoleLine")
	})
	b.console = append(b.console, l)
	return err
}

func consoleText(l *pb.ConsoleLine, w *wireField) error {
	if err := w.want(protowire.BytesType, "ConsoleLine"); err != nil {
		return err
	}
	if err := utf8Text("a console line", w.text); err != nil {
		return err
	}
	if len(w.text) > MaxValue {
		return faultf(codeTooLarge, "a console line of %d bytes, at most %d", len(w.text), MaxValue)
	}
	if w.num == 4 {
		l.Text = string(w.text)
	} else {
		l.Label = string(w.text)
	}
	return nil
}
