package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"runledger/event/pb"
)

func TestImages(t *testing.T) {
	r := newRig(t)
	c := r.report()
	at := "/reports/" + c.ID
	var added changed
	r.ann("POST", at+"/images?name="+`a%22%0d%0ab.png`+"&alt=a+cat", []byte(png)).is(200, &added)
	content := r.get(c.ID).Blocks
	image := content[3].Image
	if image == nil || image.Type != "image/png" || image.Alt != "a cat" || content[3].Version != added.Version {
		t.Fatalf("%+v", content[3])
	}
	got := r.ann("GET", at+"/images/"+image.SHA256, nil).is(200)
	if !bytes.Equal(got.body, []byte(png)) {
		t.Error("it's another image")
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": "inline; filename=a---b.png"} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
	// Within JSON, and one that is there already by its hash.
	data := base64.StdEncoding.EncodeToString([]byte("GIF89a" + strings.Repeat("\x00", 20)))
	r.ann("POST", at+"/blocks", map[string]any{"kind": "image", "image": map[string]any{"data": data}}).is(200)
	r.ann("POST", at+"/blocks", map[string]any{"kind": "image", "image": map[string]any{"sha256": image.SHA256}}).is(200)
	// Not images, too large, none, or a content that isn't an image of this project.
	o, err := r.blobs.Put(t.Context(), strings.NewReader("a file of some run"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	before := r.catalog.Next()
	for _, bad := range []string{"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<html>", "", "%PDF-1.4", "BM" + strings.Repeat("x", 60)} {
		if a := r.ann("POST", at+"/images", []byte(bad)); a.status != 422 && a.status != 400 {
			t.Errorf("%.20q: %d %s", bad, a.status, a.body)
		}
	}
	r.ann("POST", at+"/images", append([]byte(png), make([]byte, maxImage)...)).is(413)
	for _, hash := range []string{o.SHA256, "", "../../x", c.Pin.Content} {
		r.ann("POST", at+"/blocks", map[string]any{"kind": "image", "image": map[string]any{"sha256": hash}}).is(422)
		if hash == o.SHA256 {
			r.ann("GET", at+"/images/"+hash, nil).is(404)
		}
	}
	for _, url := range []string{"http://169.254.169.254/latest/meta-data", "file:///etc/passwd"} { // no address is ever taken
		r.ann("POST", at+"/blocks", map[string]any{"kind": "image", "image": map[string]any{"url": url}}).is(422)
	}
	if got := r.events(before); len(got) != 0 {
		t.Errorf("refused images became %v", got)
	}
}

// TestGarbageStillOpens: whatever a log holds of a report, it opens, is exported and
// pinned.
func TestGarbageStillOpens(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	garbage := []string{`null`, `1`, `"x"`, `[]`, `{}`, `[null]`, `[1,"x",[]]`, `{"a":{"b":[{}]}}`, `"\u0000<script>"`, `1e999`, `-0`, `[{"kind":1}]`, `[{"kind":"line","metrics":1}]`,
		`[{"kind":"line","metrics":["loss"],"x_axis":{"y":1}}]`, `[{"kind":"line","metrics":["loss"],"grouping":["("]}]`, `[{"kind":"line","metrics":["loss"],"filter":"("}]`,
		`[{"kind":"scatter","x_field":"("}]`, `[{"kind":"run_comparer","max_runs":-1}]`, `[{"id":"a"},{"id":"a"},{"id":""}]`, `[{"kind":"media"}]`,
		`{"sha256":"../../etc/passwd","type":"image/png"}`, `{"sha256":"00","type":"text/html"}`, `{"ids":["gone","\"); DROP TABLE points; --"]}`, `{"filter":{"and":1}}`, `{"grouping":{"by":["config.lr"]}}`, `{"limit":-5}`}
	type block struct {
		ID     string                     `json:"id"`
		Fields map[string]json.RawMessage `json:"fields"`
	}
	var blocks []block
	for _, kind := range []string{`"markdown"`, `"run_set"`, `"panel_grid"`, `"image"`, `"future"`, `7`} {
		for _, g := range garbage {
			raw := json.RawMessage(g)
			fields := map[string]json.RawMessage{"kind": json.RawMessage(kind), "text": raw, "run_set": raw, "panels": raw, "image": raw, "pin": raw}
			if kind == `"panel_grid"` {
				fields["panels"] = json.RawMessage(`[` + g + `]`)
				if strings.HasPrefix(g, "[") {
					fields["panels"] = raw
				}
			}
			blocks = append(blocks, block{"", fields})
		}
	}
	for i, pin := range append([]string{`{"position":"x","time":"y"}`, `{"position":"AA","payloads":{"b":"../.."},"queries":{"b":"q"}}`}, garbage...) {
		id := "r" + itoa(i)
		for j := range blocks {
			blocks[j].ID = id + "-" + itoa(j)
		}
		list, err := json.Marshal(blocks)
		if err != nil {
			t.Fatal(err)
		}
		fields, err := json.Marshal(map[string]json.RawMessage{"title": json.RawMessage(garbage[i%len(garbage)]), "pin": json.RawMessage(pin), "from_section": json.RawMessage(pin), "blocks": list})
		if err != nil {
			t.Fatal(err)
		}
		r.do(&pb.Event{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: id, FieldsJson: fields}}})
		r.ann("GET", "/reports/"+id, nil).is(200)
		if i > 3 {
			continue // the data are the same from here on
		}
		r.ann("GET", "/reports/"+id+"/data", nil).is(200)
		for _, format := range []string{"markdown", "html"} {
			r.ann("GET", "/reports/"+id+"/export?format="+format, nil).is(200)
		}
		var c changed
		r.ann("POST", "/reports/"+id+"/pin", nil).is(200, &c)
		for _, p := range r.data(id).Payloads {
			if p.Stale || p.Payload == nil {
				t.Errorf("%+v", p)
			}
		}
		r.opens(tokenOf(r.link(id)))
	}
	r.ann("GET", "/reports", nil).is(200)
}
