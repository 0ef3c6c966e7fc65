package projections

import "github.com/ClickHouse/ch-go/proto"

// fileRows are the rows of files.sql.
type fileRows struct {
	home   proto.ColUInt32
	run    proto.ColUInt64
	name   proto.ColStr
	bytes  proto.ColInt64
	sha256 proto.ColStr
	md5    proto.ColStr
	mime   *proto.ColLowCardinality[string]
	at     millis
	origin
}

func newFileRows() *fileRows { return &fileRows{mime: lowCardinality(), at: newMillis()} }

func (t *fileRows) len() int  { return len(t.run) }
func (t *fileRows) size() int { return 128*len(t.run) + len(t.name.Buf) }

func (t *fileRows) apply(c *change) {
	for i, f := range c.ev.GetRunFilesAdded().GetFiles() {
		t.home.Append(c.run.home)
		t.run.Append(c.run.run)
		t.name.Append(f.Name)
		t.bytes.Append(f.Size)
		t.sha256.Append(f.Sha256)
		t.md5.Append(f.Md5)
		t.mime.Append(f.Mime)
		t.at.at(c.at)
		t.origin.add(c, i)
	}
}

func (t *fileRows) block() proto.Input {
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "name", Data: t.name}, {Name: "size", Data: t.bytes},
		{Name: "sha256", Data: t.sha256}, {Name: "md5", Data: t.md5}, {Name: "mime", Data: t.mime}, {Name: "at", Data: t.at.ColDateTime64},
	}, t.origin.columns()...)
}

func (t *fileRows) reset() {
	t.home, t.run, t.bytes = t.home[:0], t.run[:0], t.bytes[:0]
	t.name.Reset()
	t.sha256.Reset()
	t.md5.Reset()
	t.mime.Reset()
	t.at.Data = t.at.Data[:0]
	t.origin.reset()
}
