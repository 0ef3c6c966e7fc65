package eventlog

import (
	"bytes"
	"fmt"
	"io"

	"github.com/segmentio/kafka-go/compress"
)

// largestUnzip bounds a record batch in bytes, decompressed.
const largestUnzip = 64 << 20

// fetchedRest is what a broker sent beyond the records that were asked for, for the
// reader who comes back for them.
type fetchedRest struct {
	from    Offset // where it begins
	batches []byte
	opened  []Stored // records of the first batch, decoded
}

// decode takes records of [from, …) off rest until about maxBytes of values. Without
// any it returns where to go on.
func (l *Kafka) decode(rest *fetchedRest, from Offset, maxBytes int) (out []Stored, after Offset, err error) {
	size := 0
	for {
		n := 0
		for n < len(rest.opened) && (size < maxBytes || len(out)+n == 0) {
			size += len(rest.opened[n].Value)
			n++
		}
		out = append(out, rest.opened[:n:n]...)
		if rest.opened = rest.opened[n:]; n > 0 {
			rest.from = out[len(out)-1].Offset + 1
		}
		if len(rest.opened) > 0 || (size >= maxBytes && len(out) > 0) {
			return out, rest.from, nil
		}
		batch, remaining, ok, err := nextKafkaBatch(rest.batches)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			rest.batches = nil
			return out, max(from, rest.from), nil
		}
		rest.batches = remaining
		if batch.next <= from {
			continue
		}
		if rest.opened, err = l.openBatch(&batch, from); err != nil {
			return nil, 0, err
		}
		if len(rest.opened) == 0 {
			rest.from = batch.next
		}
	}
}

// openBatch decompresses and decodes a record batch.
func (l *Kafka) openBatch(b *kafkaBatch, from Offset) ([]Stored, error) {
	var err error
	switch codec := b.attributes & attrCodec; codec {
	case codecNone:
	case codecZstd:
		if b.encoded, err = l.decoder.DecodeAll(b.encoded, nil); err != nil {
			return nil, fmt.Errorf("decompress the batch at %d: %w", b.base, err)
		}
	default:
		if b.encoded, err = unzip(compress.Compression(codec), b.encoded); err != nil {
			return nil, fmt.Errorf("decompress the batch at %d: %w", b.base, err)
		}
	}
	var reader recordReader
	return b.records(nil, from, &reader)
}

// unzip decompresses what a topic with a compression of its own holds.
func unzip(c compress.Compression, b []byte) ([]byte, error) {
	codec := c.Codec()
	if codec == nil {
		return nil, fmt.Errorf("compression %d is unknown", c)
	}
	r := codec.NewReader(bytes.NewReader(b))
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, largestUnzip+1))
	if err == nil && len(out) > largestUnzip {
		err = fmt.Errorf("more than %d bytes", largestUnzip)
	}
	return out, err
}
