package projections

import (
	"bytes"
	"regexp"

	"github.com/ClickHouse/ch-go/proto"
)

// contentRows are the rows of contents.sql.
type contentRows struct {
	home   proto.ColUInt32
	run    proto.ColUInt64
	sha256 proto.ColStr
	origin
}

func newContentRows() *contentRows { return &contentRows{} }

func (t *contentRows) len() int  { return len(t.run) }
func (t *contentRows) size() int { return 48*len(t.run) + len(t.sha256.Buf) }

func (t *contentRows) apply(c *change) {
	for _, f := range c.ev.GetRunFilesAdded().GetFiles() {
		if f.Sha256 != "" {
			t.add(c, f.Sha256)
		}
	}
	for _, r := range c.ev.GetRunValues().GetRows() {
		t.spilled(c, r.Json)
	}
	t.spilled(c, c.ev.GetRunConfigSet().GetJson())
	t.spilled(c, c.ev.GetRunSummarySet().GetJson())
}

// spilledType is the _type of a value that lies in the blob store.
const spilledType = `"runledger-value"`

// hashes finds content hashes in a JSON text: some may be none.
var hashes = regexp.MustCompile(`"sha256"\s*:\s*"([0-9a-f]{64})"`)

func (t *contentRows) spilled(c *change, text []byte) {
	if !bytes.Contains(text, []byte(spilledType)) {
		return
	}
	for _, m := range hashes.FindAllSubmatch(text, -1) {
		t.add(c, string(m[1]))
	}
}

func (t *contentRows) add(c *change, sha256 string) {
	t.home.Append(c.run.home)
	t.run.Append(c.run.run)
	t.sha256.Append(sha256)
	t.origin.add(c, 0)
}

func (t *contentRows) block() proto.Input {
	return proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "sha256", Data: t.sha256},
		{Name: "part", Data: t.part}, {Name: "off", Data: t.off},
	}
}

func (t *contentRows) reset() {
	t.home, t.run = t.home[:0], t.run[:0]
	t.sha256.Reset()
	t.origin.reset()
}
