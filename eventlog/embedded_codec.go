package eventlog

import (
	"encoding/binary"
	"fmt"
	"time"
)

// How the embedded log writes a record into the ordered store. Keys sort by topic,
// partition and offset:
//
//	topic uint8 | partition uint16 | offset uint64        (big endian, 11 bytes)
//
// and values are
//
//	version uint8 = 1 | at uint48, ms since 1970, big endian |
//	key length, key | number of headers, (name length, name, value length, value)* |
//	the record's value up to the end
//
// with unsigned varints for lengths and counts. There's no checksum here: the store
// checksums every block of a table (CRC-32C) and every chunk of its write-ahead log.
const (
	keyLen         = 11
	prefixLen      = 3
	recordVersion  = 1
	recordFixedLen = 7 // version and at
)

// topicNumbers are the first bytes of keys. A number is never reused.
var topicNumbers = map[Topic]byte{Actions: 1, Telemetry: 2}

func appendPrefix(dst []byte, topic byte, partition int) []byte {
	return binary.BigEndian.AppendUint16(append(dst, topic), uint16(partition))
}

func storeKey(p *partition, o Offset) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, keyLen), p.prefix[:]...), o)
}

func keyOffset(key []byte) Offset { return binary.BigEndian.Uint64(key[prefixLen:]) }

// appendRecord encodes a record with an empty at, see setAt.
func appendRecord(dst []byte, r *Record) []byte {
	dst = append(dst, recordVersion, 0, 0, 0, 0, 0, 0)
	dst = appendBytes(dst, r.Key)
	dst = binary.AppendUvarint(dst, uint64(len(r.Headers)))
	for i := range r.Headers {
		dst = binary.AppendUvarint(dst, uint64(len(r.Headers[i].Key)))
		dst = append(dst, r.Headers[i].Key...)
		dst = appendBytes(dst, r.Headers[i].Value)
	}
	return append(dst, r.Value...)
}

func appendBytes(dst, b []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(b))), b...)
}

// setAt fills in the time of an encoded record, in ms since 1970.
func setAt(encoded []byte, ms int64) {
	binary.BigEndian.PutUint16(encoded[1:], uint16(ms>>32))
	binary.BigEndian.PutUint32(encoded[3:], uint32(ms))
}

func recordAt(encoded []byte) int64 {
	return int64(binary.BigEndian.Uint16(encoded[1:]))<<32 | int64(binary.BigEndian.Uint32(encoded[3:]))
}

// timeOf returns the time of ms since 1970.
func timeOf(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// recordReader decodes records. It shares memory among the records of one answer:
// headers come from common slices, and their names, of which there are few, are there once.
type recordReader struct {
	names   map[string]string
	headers []Header
}

// decode fills s from an encoded record, without copying: s aliases b.
func (r *recordReader) decode(b []byte, s *Stored) error {
	if len(b) < recordFixedLen {
		return fmt.Errorf("decode record: %d bytes are too few", len(b))
	}
	if b[0] != recordVersion {
		return fmt.Errorf("decode record: version %d is unknown", b[0])
	}
	s.At = timeOf(recordAt(b))
	d := decoder{rest: b[recordFixedLen:]}
	s.Key = d.bytes()
	if n := d.uvarint(); n > 0 && n <= uint64(len(d.rest)) {
		s.Headers = r.room(int(n))
		for i := range s.Headers {
			s.Headers[i] = Header{Key: r.name(d.bytes()), Value: d.bytes()}
		}
	} else if n > 0 {
		d.short = true
	}
	if d.short {
		return fmt.Errorf("decode record: lengths inside exceed its %d bytes", len(b))
	}
	s.Value = d.rest[:len(d.rest):len(d.rest)]
	return nil
}

// room returns n headers to fill.
func (r *recordReader) room(n int) []Header {
	if cap(r.headers)-len(r.headers) < n {
		r.headers = make([]Header, 0, max(n, min(2*cap(r.headers), 1024)))
	}
	at := len(r.headers)
	r.headers = r.headers[:at+n]
	return r.headers[at : at+n : at+n]
}

func (r *recordReader) name(b []byte) string {
	if name, ok := r.names[string(b)]; ok {
		return name
	}
	if r.names == nil {
		r.names = make(map[string]string)
	}
	name := string(b)
	if len(r.names) < 64 {
		r.names[name] = name
	}
	return name
}

// decoder reads length-prefixed fields; after the first one that doesn't fit, short
// is set and everything reads as empty.
type decoder struct {
	rest  []byte
	short bool
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.short, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// bytes returns nil for an empty field: a record's key and header values don't tell
// empty and absent apart.
func (d *decoder) bytes() []byte {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.short, d.rest = true, nil
		return nil
	}
	if n == 0 {
		return nil
	}
	b := d.rest[:n:n]
	d.rest = d.rest[n:]
	return b
}
