package eventlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/protocol/fetch"
)

// fetchVersion is the version of the fetch request used here: every broker since
// Kafka 2.3 has it.
const fetchVersion = 11

// maxAnswer bounds a broker's answer in bytes.
const maxAnswer = 256 << 20

// rawFetch is a fetch request for one partition whose answer keeps the record batches
// as bytes. kafka-go sends it over its own connections (protocol.RawExchanger), to the
// leader of the partition; kafka-go's own fetch loses LogAppendTime.
type rawFetch struct {
	topic    string
	number   int
	from     Offset
	maxBytes int
	maxWait  int32 // ms
	version  int16 // what the connection speaks
}

// rawFetched is the answer.
type rawFetched struct {
	code          kafka.Error
	highWatermark int64
	first         int64  // oldest offset of the partition
	batches       []byte // the last one may be cut off
}

var (
	_ protocol.BrokerMessage = (*rawFetch)(nil)
	_ protocol.RawExchanger  = (*rawFetch)(nil)
)

func (*rawFetch) ApiKey() protocol.ApiKey   { return protocol.Fetch }
func (*rawFetched) ApiKey() protocol.ApiKey { return protocol.Fetch }

// Broker finds the partition's leader.
func (r *rawFetch) Broker(cluster protocol.Cluster) (protocol.Broker, error) {
	return (&fetch.Request{Topics: []fetch.RequestTopic{{
		Topic: r.topic, Partitions: []fetch.RequestPartition{{Partition: int32(r.number)}},
	}}}).Broker(cluster)
}

// Required implements protocol.RawExchanger.
func (r *rawFetch) Required(versions map[protocol.ApiKey]int16) bool {
	r.version = versions[protocol.Fetch]
	return true
}

// RawExchange implements protocol.RawExchanger. A connection carries one exchange at a
// time, so the correlation id needn't differ.
func (r *rawFetch) RawExchange(rw io.ReadWriter) (protocol.Message, error) {
	if r.version < fetchVersion {
		return nil, fmt.Errorf("the broker is too old: it has version %d of fetch, needs %d (Kafka 2.3)", r.version, fetchVersion)
	}
	const correlation = 1
	if _, err := rw.Write(r.encode(correlation)); err != nil {
		return nil, fmt.Errorf("send fetch request: %w", err)
	}
	var size [4]byte
	if _, err := io.ReadFull(rw, size[:]); err != nil {
		return nil, fmt.Errorf("read fetch answer: %w", err)
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxAnswer {
		return nil, fmt.Errorf("fetch answer of %d bytes is too large", n)
	}
	answer := make([]byte, n)
	if _, err := io.ReadFull(rw, answer); err != nil {
		return nil, fmt.Errorf("read fetch answer: %w", err)
	}
	return decodeFetched(answer, correlation)
}

func (r *rawFetch) encode(correlation int32) []byte {
	w := wire{}
	w.i32(0) // size
	w.i16(int16(protocol.Fetch))
	w.i16(fetchVersion)
	w.i32(correlation)
	w.str(clientID)
	w.i32(-1) // replica: a consumer
	w.i32(r.maxWait)
	w.i32(1) // at least a byte
	w.i32(int32(r.maxBytes))
	w.b = append(w.b, 0) // read uncommitted: nobody uses transactions here
	w.i32(0)             // no session
	w.i32(-1)
	w.i32(1) // topics
	w.str(r.topic)
	w.i32(1) // partitions
	w.i32(int32(r.number))
	w.i32(-1) // leader epoch: unknown
	w.i64(int64(r.from))
	w.i64(-1)
	w.i32(int32(r.maxBytes))
	w.i32(0)  // forgotten topics
	w.str("") // rack
	binary.BigEndian.PutUint32(w.b, uint32(len(w.b)-4))
	return w.b
}

func decodeFetched(answer []byte, correlation int32) (*rawFetched, error) {
	r := wireReader{b: answer}
	if got := r.i32(); got != correlation {
		return nil, fmt.Errorf("fetch answer to request %d, sent %d", got, correlation)
	}
	r.i32() // throttle time
	out := &rawFetched{code: kafka.Error(r.i16())}
	r.i32() // session
	if r.i32() != 1 {
		return out, out.absent(r)
	}
	r.str() // topic
	if r.i32() != 1 {
		return out, out.absent(r)
	}
	r.i32() // partition
	if code := kafka.Error(r.i16()); code != 0 {
		out.code = code
	}
	out.highWatermark = r.i64()
	r.i64() // last stable offset
	out.first = r.i64()
	for range max(r.i32(), 0) { // aborted transactions
		r.i64()
		r.i64()
		if r.short {
			break
		}
	}
	r.i32() // preferred read replica
	out.batches = r.bytes()
	if r.short {
		return nil, errors.New("fetch answer is cut off")
	}
	return out, nil
}

// absent is the error for an answer without the partition.
func (f *rawFetched) absent(r wireReader) error {
	if r.short {
		return errors.New("fetch answer is cut off")
	}
	if f.code == 0 {
		return errors.New("fetch answer lacks the partition")
	}
	return nil
}
