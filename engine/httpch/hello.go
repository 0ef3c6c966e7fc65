package httpch

import (
	"strings"

	chproto "github.com/ClickHouse/ch-go/proto"

	"runledger/engine/chdb"
)

// helloQuery is what clickhouse-go asks on each new connection.
const helloQuery = "SELECT displayName(), version(), revision(), timezone()"

func isHello(st statement, q *request) bool {
	return q.revision > 0 && strings.EqualFold(st.format, "Native") && strings.TrimSpace(st.text) == helloQuery
}

// Revisions of the native protocol from which a block begins with its info, and each column with a flag
// for custom serialization.
const (
	revisionBlockInfo = 51903
	revisionColumns   = 54454
)

// hello answers by hand. The driver decodes this answer with its own revision and every later one with the
// revision it finds in here. The library writes blocks of revision 0 only, so that is what it is told.
func (s *Server) hello(a *answer, revision int) {
	var b chproto.Buffer
	if revision >= revisionBlockInfo {
		b.PutUVarInt(1) // is_overflows
		b.PutBool(false)
		b.PutUVarInt(2) // bucket_num
		b.PutInt32(-1)
		b.PutUVarInt(0) // end of the info
	}
	b.PutUVarInt(4) // columns
	b.PutUVarInt(1) // rows
	column := func(name, columnType string, put func()) {
		b.PutString(name)
		b.PutString(columnType)
		if revision >= revisionColumns {
			b.PutBool(false)
		}
		put()
	}
	column("displayName()", "String", func() { b.PutString(s.name) })
	column("version()", "String", func() { b.PutString(s.version) })
	column("revision()", "UInt32", func() { b.PutUInt32(0) })
	column("timezone()", "String", func() { b.PutString(s.timezone) })
	a.whole(b.Buf, chdb.Stats{ResultRows: 1})
}
