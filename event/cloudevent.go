package event

import (
	"encoding/hex"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Attribute is a CloudEvents attribute in Kafka's binary binding: a record header.
type Attribute struct{ Name, Value string }

// Attributes returns the CloudEvents attributes (CloudEvents 1.0, Kafka protocol
// binding) of an encoded event, so that ordinary Kafka tools can show what a record
// is. It reads the envelope's first fields only. Damaged input gives fewer attributes.
func Attributes(value []byte) []Attribute {
	out := []Attribute{{"ce_specversion", "1.0"}, {"ce_source", "runledger"}, {"content-type", "application/protobuf"}}
	for len(value) > 0 {
		num, typ, n := protowire.ConsumeTag(value)
		if n < 0 || num > 5 {
			return out
		}
		value = value[n:]
		size := protowire.ConsumeFieldValue(num, typ, value)
		if size < 0 {
			return out
		}
		switch num {
		case 1:
			if b, n := protowire.ConsumeBytes(value); n > 0 && len(b) == 16 {
				h := hex.EncodeToString(b)
				out = append(out, Attribute{"ce_id", h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]})
			}
		case 2:
			if b, n := protowire.ConsumeBytes(value); n > 0 {
				out = append(out, Attribute{"ce_type", string(b)})
			}
		case 5:
			if us, n := protowire.ConsumeVarint(value); n > 0 {
				out = append(out, Attribute{"ce_time", time.UnixMicro(int64(us)).UTC().Format(time.RFC3339Nano)})
			}
		}
		value = value[size:]
	}
	return out
}
