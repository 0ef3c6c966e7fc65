package event

import (
	"bytes"
	"os"
	"testing"

	"google.golang.org/protobuf/proto"
)

// FuzzDecode: whatever a record holds, decoding it doesn't panic, and what decodes
// encodes to something that decodes to the same.
func FuzzDecode(f *testing.F) {
	for _, k := range Kinds() {
		if value, err := os.ReadFile(samplePath(k)); err == nil {
			f.Add(value)
			f.Add(value[:len(value)/2])
		}
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		Attributes(value)
		e, err := Decode(value)
		if err != nil {
			return
		}
		once, err := Encode(e)
		if err != nil {
			t.Fatalf("decoded but not encoded: %v", err)
		}
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("encoded but not decoded: %v", err)
		}
		twice, err := Encode(again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%x became %x (%v)", once, twice, err)
		}
		if _, err := proto.Marshal(Redact(e)); err != nil {
			t.Fatalf("redacted: %v", err)
		}
	})
}
