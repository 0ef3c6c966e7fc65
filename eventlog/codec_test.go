package eventlog

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"reflect"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// anyRecord draws a record as a reader sees it: absent and empty keys and header
// values are the same.
func anyRecord(t *rapid.T) Record {
	some := rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 300), func(b []byte) []byte {
		if len(b) == 0 {
			return nil
		}
		return b
	})
	r := Record{Key: some.Draw(t, "key"), Value: some.Draw(t, "value")}
	for range rapid.IntRange(0, 5).Draw(t, "headers") {
		r.Headers = append(r.Headers, Header{Key: rapid.String().Draw(t, "name"), Value: some.Draw(t, "header")})
	}
	return r
}

func sameRecords(t *rapid.T, got []Stored, want []Record, first Offset, at int64) {
	if len(got) != len(want) {
		t.Fatalf("%d records came back of %d", len(got), len(want))
	}
	for i := range want {
		if len(got[i].Value) == 0 {
			got[i].Value = nil
		}
		if !reflect.DeepEqual(got[i].Record, want[i]) || got[i].Offset != first+Offset(i) || got[i].At.UnixMilli() != at {
			t.Fatalf("record %d came back as %+v, want %+v at %d", i, got[i], want[i], first)
		}
	}
}

func TestEmbeddedRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var reader recordReader
		at := rapid.Int64Range(0, 1<<47).Draw(t, "at")
		for range rapid.IntRange(1, 5).Draw(t, "records") {
			want := anyRecord(t)
			encoded := appendRecord(nil, &want)
			setAt(encoded, at)
			got := Stored{}
			if err := reader.decode(encoded, &got); err != nil {
				t.Fatal(err)
			}
			sameRecords(t, []Stored{got}, []Record{want}, 0, at)
		}
	})
}

func kafkaGroup(records [][]Record) []*waiting {
	var group []*waiting
	for _, batch := range records {
		w := &waiting{}
		for i := range batch {
			w.encoded = appendKafkaRecord(w.encoded, &batch[i])
			w.ends = append(w.ends, len(w.encoded))
		}
		group = append(group, w)
	}
	return group
}

func TestKafkaBatchesComeBack(t *testing.T) {
	encoder, _ := zstd.NewWriter(nil)
	decoder, _ := zstd.NewReader(nil)
	defer decoder.Close()
	rapid.Check(t, func(t *rapid.T) {
		var (
			records [][]Record
			all     []Record
		)
		for range rapid.IntRange(1, 4).Draw(t, "batches") {
			var batch []Record
			for range rapid.IntRange(0, 4).Draw(t, "records") {
				batch = append(batch, anyRecord(t))
			}
			records, all = append(records, batch), append(all, batch...)
		}
		if len(all) == 0 {
			return
		}
		now := time.UnixMilli(rapid.Int64Range(1, 1<<47).Draw(t, "now"))
		e := encoder
		if rapid.Bool().Draw(t, "plain") {
			e = nil
		}
		raw := appendKafkaBatch([]byte("before"), kafkaGroup(records), now, e)
		raw = raw[len("before"):]
		if n := int(binary.BigEndian.Uint32(raw)); n != len(raw)-4 {
			t.Fatalf("its size is given as %d, it has %d", n, len(raw)-4)
		}
		l := &Kafka{decoder: decoder}
		rest := fetchedRest{batches: append(raw[4:], raw[4:20]...)} // the next one is cut off
		got, after, err := l.decode(&rest, 0, 1<<20)
		if err != nil || after != Offset(len(all)) {
			t.Fatalf("decode: %v, goes on at %d", err, after)
		}
		sameRecords(t, got, all, 0, now.UnixMilli())
	})
}

// TestKafkaReadsInPieces takes what a broker sent at once piece by piece, from any
// offset.
func TestKafkaReadsInPieces(t *testing.T) {
	decoder, _ := zstd.NewReader(nil)
	defer decoder.Close()
	rapid.Check(t, func(t *rapid.T) {
		var all []byte
		next := Offset(0)
		for range rapid.IntRange(1, 4).Draw(t, "batches") {
			n := rapid.IntRange(1, 5).Draw(t, "records")
			batch := make([]Record, n)
			for i := range batch {
				batch[i].Value = make([]byte, rapid.IntRange(0, 50).Draw(t, "size"))
			}
			raw := appendKafkaBatch(nil, kafkaGroup([][]Record{batch}), time.UnixMilli(1), nil)[4:]
			binary.BigEndian.PutUint64(raw, next)
			all, next = append(all, raw...), next+Offset(n)
		}
		from := rapid.Uint64Range(0, next-1).Draw(t, "from")
		maxBytes := rapid.IntRange(0, 100).Draw(t, "max")
		l := &Kafka{decoder: decoder}
		rest := fetchedRest{from: from, batches: all}
		for from < next {
			got, after, err := l.decode(&rest, from, maxBytes)
			if err != nil || len(got) == 0 {
				t.Fatalf("from %d of %d: %d records, %v", from, next, len(got), err)
			}
			size := 0
			for i, s := range got {
				if s.Offset != from+Offset(i) {
					t.Fatalf("offset %d at place %d from %d", s.Offset, i, from)
				}
				if size += len(s.Value); size >= maxBytes && i < len(got)-1 && size-len(s.Value) >= maxBytes {
					t.Fatalf("%d records where %d bytes were asked for", len(got), maxBytes)
				}
			}
			if from = after; from != got[len(got)-1].Offset+1 || rest.from != from {
				t.Fatalf("goes on at %d after offset %d", from, got[len(got)-1].Offset)
			}
		}
	})
}

func FuzzEmbeddedRecord(f *testing.F) {
	f.Add(appendRecord(nil, &Record{Key: []byte("k"), Value: []byte("v"), Headers: []Header{{Key: "h", Value: []byte("x")}}}))
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		var (
			reader recordReader
			s      Stored
		)
		if err := reader.decode(b, &s); err != nil {
			return
		}
		again := appendRecord(nil, &s.Record)
		setAt(again, s.At.UnixMilli())
		var twice Stored
		if err := reader.decode(again, &twice); err != nil || !bytes.Equal(twice.Value, s.Value) || !bytes.Equal(twice.Key, s.Key) {
			t.Fatalf("%+v came back as %+v (%v)", s, twice, err)
		}
	})
}

func FuzzKafkaBatch(f *testing.F) {
	f.Add(appendKafkaBatch(nil, kafkaGroup([][]Record{{{Key: []byte("k"), Value: []byte("v")}}}), time.UnixMilli(1), nil)[4:])
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= batchHeader { // a right checksum lets the fuzzer past it
			size := batchLengthFrom + int(binary.BigEndian.Uint32(b[8:]))
			if size >= batchHeader && size <= len(b) {
				binary.BigEndian.PutUint32(b[17:], crc32.Checksum(b[batchCRCFrom:size], castagnoli))
			}
		}
		for {
			batch, rest, ok, err := nextKafkaBatch(b)
			if err != nil || !ok {
				return
			}
			if batch.attributes&attrCodec == codecNone {
				_, _ = batch.records(nil, 0, &recordReader{})
			}
			b = rest
		}
	})
}

func FuzzFetchAnswer(f *testing.F) {
	w := wire{}
	for range 60 {
		w.i32(1)
	}
	f.Add(w.b)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = decodeFetched(b, 1)
	})
}
