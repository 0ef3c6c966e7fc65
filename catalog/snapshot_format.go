package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/zstd"

	"runledger/eventlog"
)

// A snapshot is a state as bytes: a cache, so that a start needn't fold the whole log.
// Equal states give equal bytes.
//
//	magic     8 bytes
//	header    its length (4 bytes, big endian), then snapshotHeader by the codec
//	body      State.walk by the codec, compressed with zstd
//	size      of the body before compression, 8 bytes, big endian
//	checksum  SHA-256 of all before it
//
// It is read only if every byte is as it was written, by a program with the same walks
// and rules, of this very log. Anything else is as good as none.

// snapshotFormat is raised when a walk changes what it writes.
const snapshotFormat = 2

const snapshotMagic = "rlfold\x00\n"

// Why a snapshot isn't used.
var (
	errSnapshotDamaged = errors.New("damaged")
	errSnapshotFormat  = errors.New("of another format or of other rules")
	errSnapshotForeign = errors.New("of another log")
)

// snapshotHeader says what a snapshot is of.
type snapshotHeader struct {
	Format uint32
	Rules  uint32 // newestRules of who wrote it
	LogID  string
	Next   eventlog.Offset
	Last   [32]byte // lastRecord of the record before Next
}

func (h *snapshotHeader) walk(c *codec) {
	number(c, &h.Format)
	number(c, &h.Rules)
	c.text(&h.LogID)
	number(c, &h.Next)
	c.bytes(h.Last[:])
}

// lastRecord identifies the record that a snapshot ends with, so that one of a log that
// went another way since isn't taken for one of this.
func lastRecord(r eventlog.Stored) [32]byte {
	b := binary.BigEndian.AppendUint64(nil, r.Offset)
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMilli()))
	return sha256.Sum256(append(b, r.Value...))
}

// summing passes on what is written and sums it up.
type summing struct {
	w   io.Writer
	sum hash.Hash
}

func (s summing) Write(p []byte) (int, error) {
	s.sum.Write(p)
	return s.w.Write(p)
}

// writeSnapshot writes a state that nobody changes meanwhile.
func writeSnapshot(to io.Writer, s *State, last [32]byte) error {
	h := snapshotHeader{Format: snapshotFormat, Rules: newestRules, LogID: s.logID, Next: s.next, Last: last}
	w := summing{to, sha256.New()}
	head := &codec{}
	h.walk(head)
	front := binary.BigEndian.AppendUint32([]byte(snapshotMagic), uint32(len(head.out)))
	if _, err := w.Write(append(front, head.out...)); err != nil {
		return err
	}
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return err
	}
	size := 0
	body := &codec{flow: func(b []byte) error { size += len(b); _, err := z.Write(b); return err }}
	s.walk(body)
	body.flush()
	if err := errors.Join(body.err, z.Close()); err != nil {
		return err
	}
	if _, err := w.Write(binary.BigEndian.AppendUint64(nil, uint64(size))); err != nil {
		return err
	}
	_, err = to.Write(w.sum.Sum(nil))
	return err
}

// openSnapshot checks the bytes of a snapshot and returns what it is of and its body.
func openSnapshot(b []byte) (h snapshotHeader, body []byte, err error) {
	const least = len(snapshotMagic) + 4 + 8 + sha256.Size
	if len(b) < least || string(b[:len(snapshotMagic)]) != snapshotMagic {
		return h, nil, errSnapshotDamaged
	}
	rest, sum := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if is := sha256.Sum256(rest); !bytes.Equal(is[:], sum) {
		return h, nil, errSnapshotDamaged
	}
	rest = rest[len(snapshotMagic):]
	n := binary.BigEndian.Uint32(rest)
	if rest = rest[4:]; uint64(n) > uint64(len(rest)) {
		return h, nil, errSnapshotDamaged
	}
	c := &codec{reading: true, in: rest[:n]}
	number(c, &h.Format)
	number(c, &h.Rules)
	if c.err == nil && (h.Format != snapshotFormat || h.Rules != newestRules) {
		return h, nil, fmt.Errorf("%w: format %d, rules %d", errSnapshotFormat, h.Format, h.Rules)
	}
	c = &codec{reading: true, in: rest[:n], texts: map[string]string{}}
	if h.walk(c); c.err != nil || len(c.in) > 0 {
		return h, nil, errSnapshotDamaged
	}
	return h, rest[n:], nil
}

// readSnapshot makes the state of a body. Though the bytes are those that were written,
// a fault of the program that wrote them must not keep this one from starting.
func readSnapshot(h snapshotHeader, body []byte) (s *State, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fmt.Errorf("%w: %v", errSnapshotDamaged, p)
		}
	}()
	if len(body) < 8 {
		return nil, errSnapshotDamaged
	}
	body, size := body[:len(body)-8], binary.BigEndian.Uint64(body[len(body)-8:])
	z, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(size+64<<20), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	raw, err := z.DecodeAll(body, make([]byte, 0, size))
	if err != nil || uint64(len(raw)) != size {
		return nil, fmt.Errorf("%w: its body: %v", errSnapshotDamaged, err)
	}
	s = NewState()
	c := &codec{reading: true, in: raw, texts: map[string]string{}}
	if s.walk(c); c.err != nil {
		return nil, fmt.Errorf("%w: %w", errSnapshotDamaged, c.err)
	}
	if len(c.in) > 0 || s.next != h.Next || s.logID != h.LogID {
		return nil, errSnapshotDamaged
	}
	s.makeIndexes()
	return s, nil
}
