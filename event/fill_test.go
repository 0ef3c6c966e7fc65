package event

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

// full returns an event of the kind with every field set, secrets to the given text.
func full(t testing.TB, k Kind, secretText string) *pb.Event {
	t.Helper()
	e := &pb.Event{}
	m := e.ProtoReflect()
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if f := fields.Get(i); f.ContainingOneof() == nil {
			fill(m, f, secretText, 0)
		}
	}
	fill(m, fields.ByNumber(k.Field), secretText, 0)
	e.Id = []byte{0x01, 0x95, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, byte(k.Field)}
	e.Type = k.Type
	return e
}

func fill(m protoreflect.Message, f protoreflect.FieldDescriptor, secretText string, depth int) {
	if f.IsList() {
		l := m.Mutable(f).List()
		for i := range 2 {
			l.Append(value(l.NewElement, f, i, secretText, depth))
		}
		return
	}
	m.Set(f, value(func() protoreflect.Value { return m.NewField(f) }, f, 0, secretText, depth))
}

// value is something for one field; i tells the elements of a list apart.
func value(fresh func() protoreflect.Value, f protoreflect.FieldDescriptor, i int, secretText string, depth int) protoreflect.Value {
	n := int64(f.Number())*100 + int64(i)
	text := fmt.Sprintf("%s-%d", f.Name(), i)
	if secret(f) {
		text = secretText
	}
	switch f.Kind() {
	case protoreflect.MessageKind:
		v := fresh()
		fields := v.Message().Descriptor().Fields()
		for j := range fields.Len() {
			if depth < 4 {
				fill(v.Message(), fields.Get(j), secretText, depth+1)
			}
		}
		return v
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text)
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(text))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(1)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind:
		return protoreflect.ValueOfInt32(int32(-n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind:
		return protoreflect.ValueOfInt64(-n)
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(uint64(n))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(n) / 3)
	}
	panic("event: no sample value for a field of kind " + f.Kind().String())
}
