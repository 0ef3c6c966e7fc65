package eventlog

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Record batches of Kafka (magic 2), as documented at
// https://kafka.apache.org/documentation/#recordbatch. They're read and written here
// rather than by kafka-go because it ignores LogAppendTime when it reads, and can't
// send the bytes of a compressed batch a second time.
const (
	batchHeader     = 61 // up to the first record
	batchLengthFrom = 12 // batchLength counts what follows it
	batchCRCFrom    = 21 // the checksum covers what follows it
	batchMagic      = 2

	attrCodec         = 0x07
	attrLogAppendTime = 0x08
	attrControl       = 0x20

	codecNone = 0
	codecZstd = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendKafkaRecord encodes a record from its key on: what precedes depends on its
// place in a batch.
func appendKafkaRecord(dst []byte, r *Record) []byte {
	if len(r.Key) == 0 {
		dst = binary.AppendVarint(dst, -1)
	} else {
		dst = append(binary.AppendVarint(dst, int64(len(r.Key))), r.Key...)
	}
	dst = append(binary.AppendVarint(dst, int64(len(r.Value))), r.Value...)
	dst = binary.AppendVarint(dst, int64(len(r.Headers)))
	for i := range r.Headers {
		dst = append(binary.AppendVarint(dst, int64(len(r.Headers[i].Key))), r.Headers[i].Key...)
		dst = append(binary.AppendVarint(dst, int64(len(r.Headers[i].Value))), r.Headers[i].Value...)
	}
	return dst
}

// appendKafkaBatch encodes the batches of a group as one record batch, after the
// length that precedes it in a request.
func appendKafkaBatch(dst []byte, group []*waiting, now time.Time, enc *zstd.Encoder) []byte {
	var records []byte
	n := 0
	for _, w := range group {
		start := 0
		for _, end := range w.ends {
			records = appendPlaced(records, n, w.encoded[start:end])
			start = end
			n++
		}
	}
	at := len(dst) + 4
	dst = append(dst, make([]byte, 4+batchHeader)...)
	codec := codecNone
	if enc != nil {
		dst, codec = enc.EncodeAll(records, dst), codecZstd
	} else {
		dst = append(dst, records...)
	}
	b, ms := dst[at:], uint64(now.UnixMilli())
	binary.BigEndian.PutUint32(dst[at-4:], uint32(len(b)))
	binary.BigEndian.PutUint32(b[8:], uint32(len(b)-batchLengthFrom))
	binary.BigEndian.PutUint32(b[12:], ^uint32(0)) // leader epoch: unknown
	b[16] = batchMagic
	binary.BigEndian.PutUint16(b[21:], uint16(codec))
	binary.BigEndian.PutUint32(b[23:], uint32(n-1))
	binary.BigEndian.PutUint64(b[27:], ms)
	binary.BigEndian.PutUint64(b[35:], ms)
	for i := 43; i < 57; i++ {
		b[i] = 0xff // producer id, epoch, sequence: none
	}
	binary.BigEndian.PutUint32(b[57:], uint32(n))
	binary.BigEndian.PutUint32(b[17:], crc32.Checksum(b[batchCRCFrom:], castagnoli))
	return dst
}

// appendPlaced adds an encoded record as number n of a batch.
func appendPlaced(dst []byte, n int, encoded []byte) []byte {
	var delta [binary.MaxVarintLen64]byte
	place := binary.PutVarint(delta[:], int64(n))
	dst = binary.AppendVarint(dst, int64(2+place+len(encoded)))
	dst = append(dst, 0, 0) // attributes, time after the batch's
	dst = append(dst, delta[:place]...)
	return append(dst, encoded...)
}

// kafkaBatch is the header of a record batch, and its records as they were sent.
type kafkaBatch struct {
	base, next Offset // next is the one after the last, also where records are gone
	attributes uint16
	firstAt    int64 // ms since 1970
	maxAt      int64
	count      int
	encoded    []byte
}

// nextKafkaBatch splits the first record batch off b. ok is false where b doesn't
// hold a whole one: brokers cut their answers anywhere.
func nextKafkaBatch(b []byte) (batch kafkaBatch, rest []byte, ok bool, err error) {
	if len(b) < batchHeader {
		return batch, nil, false, nil
	}
	size := batchLengthFrom + int(binary.BigEndian.Uint32(b[8:]))
	if b[16] != batchMagic {
		return batch, nil, false, fmt.Errorf("record batch of format %d, want %d", b[16], batchMagic)
	}
	if size < batchHeader {
		return batch, nil, false, fmt.Errorf("record batch of %d bytes", size)
	}
	if len(b) < size {
		return batch, nil, false, nil
	}
	base := binary.BigEndian.Uint64(b)
	if crc32.Checksum(b[batchCRCFrom:size], castagnoli) != binary.BigEndian.Uint32(b[17:]) {
		return batch, nil, false, fmt.Errorf("checksum of the record batch at %d is wrong", base)
	}
	return kafkaBatch{
		base: base, next: base + Offset(binary.BigEndian.Uint32(b[23:])) + 1,
		attributes: binary.BigEndian.Uint16(b[21:]),
		firstAt:    int64(binary.BigEndian.Uint64(b[27:])),
		maxAt:      int64(binary.BigEndian.Uint64(b[35:])),
		count:      int(binary.BigEndian.Uint32(b[57:])),
		encoded:    b[batchHeader:size:size],
	}, b[size:], true, nil
}

// records appends the batch's records from offset from on. They alias b.encoded.
func (b *kafkaBatch) records(into []Stored, from Offset, reader *recordReader) ([]Stored, error) {
	if b.attributes&attrControl != 0 {
		return into, nil
	}
	d := decoder{rest: b.encoded}
	into = slices.Grow(into, min(b.count, len(b.encoded)/8+1))
	for i := range b.count {
		size := d.varint()
		if size < 0 || size > int64(len(d.rest)) {
			return into, fmt.Errorf("record %d of the batch at %d is cut off", i, b.base)
		}
		r := decoder{rest: d.rest[:size:size]}
		d.rest = d.rest[size:]
		s, err := b.record(&r, reader)
		if err != nil {
			return into, fmt.Errorf("record %d of the batch at %d: %w", i, b.base, err)
		}
		if s.Offset >= from {
			into = append(into, s)
		}
	}
	return into, nil
}

func (b *kafkaBatch) record(d *decoder, reader *recordReader) (s Stored, err error) {
	d.skip(1) // attributes
	at := b.firstAt + d.varint()
	if b.attributes&attrLogAppendTime != 0 {
		at = b.maxAt
	}
	s.At = timeOf(at)
	s.Offset = b.base + Offset(d.varint())
	s.Key = d.kafkaBytes()
	s.Value = d.kafkaBytes()
	if n := d.varint(); n > 0 && n <= int64(len(d.rest)) {
		s.Headers = reader.room(int(n))
		for i := range s.Headers {
			s.Headers[i] = Header{Key: reader.name(d.kafkaBytes()), Value: d.kafkaBytes()}
		}
	} else if n != 0 {
		d.short = true
	}
	if d.short {
		return s, fmt.Errorf("lengths inside exceed its size")
	}
	return s, nil
}

// kafkaBytes reads a field whose length is signed: -1 stands for absent.
func (d *decoder) kafkaBytes() []byte {
	n := d.varint()
	if n <= 0 {
		return nil
	}
	if n > int64(len(d.rest)) {
		d.short, d.rest = true, nil
		return nil
	}
	b := d.rest[:n:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.short, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) skip(n int) {
	if n > len(d.rest) {
		d.short, n = true, len(d.rest)
	}
	d.rest = d.rest[n:]
}
