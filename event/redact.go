package event

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

// Hidden stands wherever a secret was.
const Hidden = "***"

// Redact returns a copy of e in which every field marked (secret) in the .proto
// reads "***" and fields that this program doesn't know are gone. Only such a copy may
// leave the log: audit, exports, streams, logs.
func Redact(e *pb.Event) *pb.Event {
	c := proto.Clone(e).(*pb.Event)
	redact(c.ProtoReflect())
	return c
}

func redact(m protoreflect.Message) {
	m.SetUnknown(nil)
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case secret(f):
			m.Set(f, hiddenValue(f))
		case f.IsMap():
		case f.Message() != nil && f.IsList():
			for i := range v.List().Len() {
				redact(v.List().Get(i).Message())
			}
		case f.Message() != nil:
			redact(v.Message())
		}
		return true
	})
}

func secret(f protoreflect.FieldDescriptor) bool {
	s, _ := proto.GetExtension(f.Options(), pb.E_Secret).(bool)
	return s
}

func hiddenValue(f protoreflect.FieldDescriptor) protoreflect.Value {
	if f.Kind() == protoreflect.BytesKind {
		return protoreflect.ValueOfBytes([]byte(Hidden))
	}
	return protoreflect.ValueOfString(Hidden)
}
