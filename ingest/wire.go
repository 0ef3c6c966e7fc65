package ingest

import (
	"google.golang.org/protobuf/encoding/protowire"

	"runledger/internal/api"
)

// wireField is one field of a protobuf message as it stands in the body.
type wireField struct {
	num  protowire.Number
	typ  protowire.Type
	n    uint64 // of a varint or a fixed64
	text []byte // of a string, message or packed list: a part of the body
}

// eachField calls f for each field of a message. An error of f ends it; bytes that
// are no message are one as well.
func eachField(message []byte, f func(*wireField) error) error {
	var w wireField
	for len(message) > 0 {
		num, typ, n := protowire.ConsumeTag(message)
		if n < 0 {
			return notProtobuf(n)
		}
		message = message[n:]
		w = wireField{num: num, typ: typ}
		switch typ {
		case protowire.VarintType:
			w.n, n = protowire.ConsumeVarint(message)
		case protowire.Fixed64Type:
			w.n, n = protowire.ConsumeFixed64(message)
		case protowire.BytesType:
			w.text, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(num, typ, message)
		}
		if n < 0 {
			return notProtobuf(n)
		}
		message = message[n:]
		if err := f(&w); err != nil {
			return err
		}
	}
	return nil
}

func notProtobuf(n int) error {
	return api.Malformed("The body is no IngestRequest: %v. Nothing of it was stored.", protowire.ParseError(n))
}

// want is the fault for a field of another wire type than t; nil if it has it.
func (w *wireField) want(t protowire.Type, message string) error {
	if w.typ == t {
		return nil
	}
	return faultf(codeType, "field %d of %s has wire type %d, not %d", w.num, message, w.typ, t)
}

func (w *wireField) unknown(message string) error {
	return faultf(codeUnknown, "%s has no field %d; a newer client may have", message, w.num)
}

// maxNumbers is how many numbers a repeated field may have: more than a body of the default
// size can use, since a row has at least a value of 8 bytes.
const maxNumbers = 8 << 20

func (w *wireField) tooMany(message string) error {
	return faultf(codeTooMany, "field %d of %s has more than %d numbers", w.num, message, maxNumbers)
}

// varints appends the numbers of a repeated field, packed or not.
func (w *wireField) varints(to []uint64, message string) ([]uint64, error) {
	if w.typ == protowire.VarintType {
		return append(to, w.n), nil
	}
	if err := w.want(protowire.BytesType, message); err != nil {
		return to, err
	}
	for b := w.text; len(b) > 0; {
		if len(to) >= maxNumbers {
			return to, w.tooMany(message)
		}
		if b[0] < 0x80 {
			to, b = append(to, uint64(b[0])), b[1:]
			continue
		}
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return to, notProtobuf(n)
		}
		to, b = append(to, v), b[n:]
	}
	return to, nil
}

// sints appends the numbers of a repeated sint64.
func (w *wireField) sints(to []int64, message string) ([]int64, error) {
	if w.typ == protowire.VarintType {
		return append(to, protowire.DecodeZigZag(w.n)), nil
	}
	if err := w.want(protowire.BytesType, message); err != nil {
		return to, err
	}
	for b := w.text; len(b) > 0; {
		if len(to) >= maxNumbers {
			return to, w.tooMany(message)
		}
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return to, notProtobuf(n)
		}
		to, b = append(to, protowire.DecodeZigZag(v)), b[n:]
	}
	return to, nil
}
