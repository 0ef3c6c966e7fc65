package report

import (
	"encoding/json"
	"fmt"
	"html"
	"strconv"
	"strings"
)

// markdownOf is a report as Markdown (GFM): texts as they are, everything else as tables.
// address is where the report's data and images are.
func markdownOf(f *found, data *Data, address string) string {
	var b strings.Builder
	b.WriteString("# " + inline(f.doc.Text("title")) + "\n\n")
	if d := f.doc.Text("description"); d != "" {
		b.WriteString(inline(d) + "\n\n")
	}
	b.WriteString("*" + asOfText(data) + "*\n")
	answers := byBlock(data)
	for _, block := range f.content() {
		b.WriteString("\n")
		switch block.Kind {
		case kindMarkdown:
			b.WriteString(strings.TrimRight(block.Text, "\n") + "\n")
		case kindImage:
			if block.Image != nil {
				fmt.Fprintf(&b, "![%s](%s/images/%s)\n", inline(block.Image.Alt), address, block.Image.SHA256)
			}
		}
		if block.Fault != "" {
			b.WriteString("*" + inline(block.Fault) + "*\n")
		}
		titles := titlesOf(block)
		for _, a := range answers[block.ID] {
			a.markdown(&b, titles[a.Panel], address)
		}
	}
	return b.String()
}

// asOfText says what the data are of.
func asOfText(d *Data) string {
	when := ""
	if d.Time != nil && !d.Time.IsZero() {
		when = " " + d.Time.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	if d.Mode == "pinned" {
		return "Snapshot of" + when
	}
	return "Live data of" + when
}

func byBlock(d *Data) map[string][]Answer {
	m := map[string][]Answer{}
	for _, a := range d.Payloads {
		m[a.Block] = append(m[a.Block], a)
	}
	return m
}

// titlesOf are the titles of a block's panels, by the panel's id.
func titlesOf(b Block) map[string]string {
	titles := map[string]string{}
	if b.Kind != kindPanelGrid {
		return titles
	}
	for i, q := range questionsOf(b) {
		titles[q.panel] = titleOf(b.Panels[i])
	}
	return titles
}

func (a Answer) markdown(b *strings.Builder, title, address string) {
	if title != "" {
		b.WriteString("\n### " + inline(title) + "\n")
	}
	b.WriteString("\n")
	if why := a.empty(); why != "" {
		b.WriteString("*" + inline(why) + "*\n")
		return
	}
	if t := panelText(a.Payload); t != "" {
		b.WriteString(strings.TrimRight(t, "\n") + "\n")
		return
	}
	if c := a.Payload.drawChart(); c != nil {
		c.table().markdown(b)
		fmt.Fprintf(b, "\n[Data](%s/data?block=%s)\n", address, a.Block)
		return
	}
	if t := a.Payload.drawTable(); t != nil {
		t.markdown(b)
	}
}

// empty says why there's nothing to show; "" if there is something.
func (a Answer) empty() string {
	switch {
	case a.Stale:
		return "Changed since the snapshot: pin the report again."
	case a.Fault != nil:
		return a.Fault.Detail
	case a.Payload == nil:
		return "There's no data."
	case a.Payload.Fault != nil:
		return a.Payload.Fault.Detail
	}
	return ""
}

// panelText is the text of a markdown panel.
func panelText(p *Payload) string {
	var asked struct {
		Panel struct {
			Kind string `json:"kind"`
			Text string `json:"text"`
		} `json:"panel"`
	}
	if p.Kind != payloadNone || json.Unmarshal(p.Asked, &asked) != nil {
		return ""
	}
	return asked.Panel.Text
}

// table is a chart in numbers.
func (c *drawnChart) table() *table {
	t := &table{head: []string{"series", "points", "first", "last", "min", "max"}, notes: "over " + c.axis()}
	if c.Computed.Total > c.Computed.Runs {
		t.notes += fmt.Sprintf(", %d of %d runs", c.Computed.Runs, c.Computed.Total)
	}
	for _, s := range c.Series {
		points, first, last, least, most := s.summed()
		t.rows = append(t.rows, []string{s.label(), strconv.Itoa(points), figure(first), figure(last), figure(least), figure(most)})
	}
	return t
}

func (t *table) markdown(b *strings.Builder) {
	if len(t.head) == 0 {
		return
	}
	row := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + inline(c) + " ")
		}
		b.WriteString("|\n")
	}
	row(t.head)
	b.WriteString(strings.Repeat("| --- ", len(t.head)) + "|\n")
	for _, r := range t.rows {
		row(r)
	}
	if t.notes != "" {
		b.WriteString("\n*" + inline(t.notes) + "*\n")
	}
}

// inline is text that Markdown shows as it is, in one line.
func inline(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\n', '\r', '\t', ' ':
			b.WriteByte(' ')
			continue
		case '<', '>', '&': // safe too where somebody's Markdown knows no backslashes
			b.WriteString(html.EscapeString(string(r)))
			continue
		case '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '+', '!', '|', '~', ':', '@':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
