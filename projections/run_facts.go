package projections

import (
	"strconv"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/catalog"
)

// factRows are the rows of run_facts.sql: a run after each accepted action on it.
type factRows struct {
	run                  proto.ColUInt64
	off                  proto.ColUInt64
	at, created          millis
	home, project        proto.ColUInt32
	id, name, notes      proto.ColStr
	tags                 *proto.ColArr[string]
	user                 *proto.ColLowCardinality[string]
	attributes           [7]*proto.ColLowCardinality[string]
	commit, command      proto.ColStr
	color                *proto.ColLowCardinality[string]
	config, summary      layerColumns
	stop, deleted, wandb proto.ColBool
}

// attributeColumns in the order of factRows.attributes.
var attributeColumns = [7]struct {
	name string
	of   func(catalog.Attributes) string
}{
	{"run_group", func(a catalog.Attributes) string { return a.Group }},
	{"job_type", func(a catalog.Attributes) string { return a.JobType }},
	{"host", func(a catalog.Attributes) string { return a.Host }},
	{"program", func(a catalog.Attributes) string { return a.Program }},
	{"repo", func(a catalog.Attributes) string { return a.Repo }},
	{"sweep", func(a catalog.Attributes) string { return a.Sweep }},
	{"parent", func(a catalog.Attributes) string { return a.Parent }},
}

func newFactRows() *factRows {
	t := &factRows{at: newMillis(), created: newMillis(), user: lowCardinality(), color: lowCardinality(), tags: lowCardinality().Array()}
	t.config.keys, t.summary.keys = proto.NewArray(new(proto.ColStr)), proto.NewArray(new(proto.ColStr))
	for i := range t.attributes {
		t.attributes[i] = lowCardinality()
	}
	return t
}

func (t *factRows) len() int { return len(t.run) }

// apply adds the runs that an accepted action changed, as they are now; of purged ones
// nothing.
func (t *factRows) apply(r catalog.Record, v catalog.Verdict, s *catalog.State, gone catalog.Purged) {
	for _, c := range v.Changes {
		if c.Kind != "run" {
			continue
		}
		for _, id := range c.IDs {
			no, err := strconv.ParseUint(id, 10, 64)
			if run := s.RunByNo(catalog.RunNo(no)); err == nil && run != nil && !gone.Run(run.No) {
				t.add(r, run, s)
			}
		}
	}
}

func (t *factRows) add(r catalog.Record, run *catalog.Run, s *catalog.State) {
	t.run.Append(uint64(run.No))
	t.off.Append(r.Offset)
	t.at.at(r.At)
	t.created.at(run.CreatedAt)
	t.home.Append(uint32(run.Home))
	t.project.Append(uint32(run.Project))
	t.id.Append(run.ID)
	t.name.Append(run.DisplayName)
	t.notes.Append(run.Notes)
	t.tags.Append(run.Tags)
	t.user.Append(userName(s, run.User))
	for i, c := range attributeColumns {
		t.attributes[i].Append(c.of(run.Attributes))
	}
	t.commit.Append(run.Attributes.Commit)
	t.command.Append(run.Attributes.Command)
	t.color.Append(run.Color)
	t.config.add(run.ConfigEdit)
	t.summary.add(run.SummaryEdit)
	t.stop.Append(run.StopRequested)
	t.deleted.Append(run.Deleted)
	t.wandb.Append(run.WandB)
}

func userName(s *catalog.State, no catalog.UserNo) string {
	if u := s.UserByNo(no); u != nil {
		return u.Name
	}
	return ""
}

// layerColumns are a person's layer: its text, and in the form of run_data.
type layerColumns struct {
	text  proto.ColStr
	layer proto.ColJSONStr
	keys  *proto.ColArr[string]
}

func (c *layerColumns) add(edit []byte) {
	if len(edit) == 0 {
		edit = []byte("{}")
	}
	c.text.AppendBytes(edit)
	c.layer.AppendBytes(columnText(edit))
	o, err := parseObject(edit)
	if err != nil {
		o = nil // the fold took it as an object: can't be
	}
	c.keys.Append(o.keys())
}

func (t *factRows) block() proto.Input {
	in := proto.Input{
		{Name: "run", Data: t.run}, {Name: "off", Data: t.off}, {Name: "at", Data: t.at.ColDateTime64}, {Name: "created", Data: t.created.ColDateTime64},
		{Name: "home", Data: t.home}, {Name: "project", Data: t.project},
		{Name: "id", Data: t.id}, {Name: "name", Data: t.name}, {Name: "notes", Data: t.notes}, {Name: "tags", Data: t.tags},
		{Name: "user", Data: t.user}, {Name: "commit", Data: t.commit}, {Name: "command", Data: t.command}, {Name: "color", Data: t.color},
		{Name: "config_edit", Data: t.config.text}, {Name: "config_layer", Data: &t.config.layer}, {Name: "config_keys", Data: t.config.keys},
		{Name: "summary_edit", Data: t.summary.text}, {Name: "summary_layer", Data: &t.summary.layer}, {Name: "summary_keys", Data: t.summary.keys},
		{Name: "stop_requested", Data: t.stop}, {Name: "deleted", Data: t.deleted}, {Name: "wandb", Data: t.wandb},
	}
	for i, c := range attributeColumns {
		in = append(in, proto.InputColumn{Name: c.name, Data: t.attributes[i]})
	}
	return in
}
