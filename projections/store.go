package projections

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	ch "runledger/internal/clickhouse"
)

// store is one generation of the tables in ClickHouse.
type store struct {
	conn   driver.Conn
	client *ch.Client
	schema Schema
}

// errLease: this process may no longer write; another may own the partitions.
var errLease = errors.New("lost the partitions: the lease ended")

// encode makes one Native block (revision 0: no block info).
func encode(in proto.Input) ([]byte, error) {
	var buf proto.Buffer
	err := encodeInto(&buf, in)
	return buf.Buf, err
}

func encodeInto(buf *proto.Buffer, in proto.Input) error {
	rows := in[0].Data.Rows()
	b := proto.Block{Columns: len(in), Rows: rows}
	if err := b.EncodeRawBlock(buf, 0, in); err != nil {
		return fmt.Errorf("encode %d rows: %w", rows, err)
	}
	return nil
}

func insertStatement(table string, in proto.Input) string {
	names := make([]string, len(in))
	for i, c := range in {
		names[i] = c.Name
	}
	return "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") FORMAT Native"
}

// stallLimit is how long ClickHouse waits for more of an insert's body. It is shorter
// than the owners' session: an insert whose sender stands still is over before
// another process takes the partitions.
const stallLimit = 3 * time.Second

// patient tables' inserts give way to queries: JSON columns are dear, and these rows are
// made to be late.
var patient = []string{runVersions, runValues, runData}

// insert sends one block: less than 900,000 rows are one atomic part.
func (s *store) insert(ctx context.Context, table string, in proto.Input, block []byte, held func() bool) error {
	settings := ch.Settings{
		"http_receive_timeout": int(stallLimit.Seconds()),
		// A JSON column would take texts that look like dates for dates, and make the elements
		// of a list of one type.
		"input_format_try_infer_dates": 0, "input_format_try_infer_datetimes": 0,
		"input_format_json_read_bools_as_numbers": 0, "input_format_json_read_bools_as_strings": 0, "input_format_json_read_numbers_as_strings": 0,
		"input_format_json_read_arrays_as_strings": 0, "input_format_json_read_objects_as_strings": 0,
		// The engine casts JSON to the column's type through text, in which a float64 from 2^64
		// to 10^21 is an integer that simdjson refuses. The other parser is as fast.
		"allow_simdjson": 0,
	}
	if slices.Contains(patient, table) {
		settings["os_threads_nice_value_query"] = 10 // of 19; without CAP_SYS_NICE nothing changes
	}
	body := &leasedReader{rest: block, held: held, closed: make(chan struct{})}
	_, err := s.client.Post(ctx, insertStatement(s.schema.Name(table), in), nil, settings, body)
	<-body.closed // after an error the transport may read on for a moment, and block is used again
	return err
}

// leasedReader gives out a block piece by piece as long as the lease holds: a process
// that was stopped in the middle of an insert must not complete it afterwards.
type leasedReader struct {
	rest   []byte
	held   func() bool
	closed chan struct{}
	once   sync.Once
}

// Close is called by net/http's transport, always, when it reads no more.
func (r *leasedReader) Close() error {
	r.once.Do(func() { close(r.closed) })
	return nil
}

const piece = 256 << 10

func (r *leasedReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	if !r.held() {
		return 0, errLease
	}
	n := copy(p[:min(len(p), piece)], r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// end returns the offset after the last that a table holds of a partition, at least
// from: below it nothing is looked at.
func (s *store) end(ctx context.Context, table string, part int, from uint64) (uint64, error) {
	var n, last uint64
	q := "SELECT count(), max(off) FROM " + s.schema.Name(table) + " WHERE part = {part:UInt16} AND off >= {from:UInt64}" + s.telemetryOnly(table)
	err := s.conn.QueryRow(ctx, q, named("part", part), named("from", from)).Scan(&n, &last)
	if err != nil {
		return 0, fmt.Errorf("where %s ends: %w", table, err)
	}
	if n == 0 {
		return from, nil
	}
	return last + 1, nil
}

func (s *store) telemetryOnly(table string) string {
	if table == setAside {
		return " AND topic = 'runledger.telemetry.v1'"
	}
	return ""
}

// offsets returns which offsets of [from, to) of a partition a table holds.
func (s *store) offsets(ctx context.Context, table string, part int, from, to uint64) (map[uint64]bool, error) {
	q := "SELECT DISTINCT off FROM " + s.schema.Name(table) +
		" WHERE part = {part:UInt16} AND off >= {from:UInt64} AND off < {to:UInt64}" + s.telemetryOnly(table)
	rows, err := s.conn.Query(ctx, q, named("part", part), named("from", from), named("to", to))
	if err != nil {
		return nil, fmt.Errorf("which offsets %s holds: %w", table, err)
	}
	defer rows.Close()
	held := map[uint64]bool{}
	for rows.Next() {
		var off uint64
		if err := rows.Scan(&off); err != nil {
			return nil, fmt.Errorf("which offsets %s holds: %w", table, err)
		}
		held[off] = true
	}
	return held, rows.Err()
}

// holds reports whether the insert that ended with p is in the table: inserts are
// atomic, so one row tells.
func (s *store) holds(ctx context.Context, table string, p place) (bool, error) {
	var n uint64
	q := "SELECT count() FROM (SELECT 1 FROM " + s.schema.Name(table) +
		" WHERE part = {part:UInt16} AND off = {off:UInt64}" + s.telemetryOnly(table) + " LIMIT 1)"
	if err := s.conn.QueryRow(ctx, q, named("part", int(p.part)), named("off", p.off)).Scan(&n); err != nil {
		return false, fmt.Errorf("whether %s holds an insert: %w", table, err)
	}
	return n > 0, nil
}

// inserting reports whether ClickHouse still works on an insert into the table.
func (s *store) inserting(ctx context.Context, table string) (bool, error) {
	var n uint64
	// The last condition leaves out this question itself.
	q := "SELECT count() FROM system.processes WHERE position(query, {insert:String}) > 0 AND position(query, 'system.processes') = 0"
	err := s.conn.QueryRow(ctx, q, named("insert", "INSERT INTO "+s.schema.Name(table)+" (")).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("whether an insert goes on: %w", err)
	}
	return n > 0, nil
}

// checkpoint returns the lower bound from which a partition is read after a restart.
func (s *store) checkpoint(ctx context.Context, part int) (uint64, error) {
	var off uint64
	q := "SELECT max(off) FROM " + s.schema.Name(checkpoints) + " WHERE part = {part:UInt16}"
	if err := s.conn.QueryRow(ctx, q, named("part", part)).Scan(&off); err != nil {
		return 0, fmt.Errorf("read checkpoint: %w", err)
	}
	return off, nil
}

func (s *store) saveCheckpoints(ctx context.Context, at time.Time, resume map[int]uint64) error {
	if len(resume) == 0 {
		return nil
	}
	var part proto.ColUInt16
	var off proto.ColUInt64
	var boot proto.ColStr
	when := newMillis()
	for p, o := range resume {
		part.Append(uint16(p))
		off.Append(o)
		when.at(at)
		boot.Append(bootID())
	}
	in := proto.Input{{Name: "part", Data: part}, {Name: "off", Data: off}, {Name: "at", Data: when.ColDateTime64}, {Name: "boot", Data: boot}}
	block, err := encode(in)
	if err != nil {
		return err
	}
	if err := s.insert(ctx, checkpoints, in, block, func() bool { return true }); err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return nil
}

// highestRun is the largest run number with a row in run_data.
func (s *store) highestRun(ctx context.Context) (uint64, error) {
	var run uint64
	if err := s.conn.QueryRow(ctx, "SELECT max(run) FROM "+s.schema.Name(runData)).Scan(&run); err != nil {
		return 0, fmt.Errorf("highest run: %w", err)
	}
	return run, nil
}

func named(name string, value any) any { return clickhouse.Named(name, fmt.Sprint(value)) }

// namedNumbers is an Array(UInt64) parameter.
func namedNumbers(name string, values []uint64) any {
	text := make([]byte, 0, 12*len(values)+2)
	text = append(text, '[')
	for i, v := range values {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendUint(text, v, 10)
	}
	return clickhouse.Named(name, string(append(text, ']')))
}
