package report

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"runledger/event/pb"
)

// evil are texts that would run, load or break out where they aren't escaped.
var evil = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `</style><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`<a href="javascript:alert(1)">x</a>`, `[x](javascript:alert(1))`, `![x](https://evil.example/x.png)`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `<iframe src="https://evil.example">`,
	`<style>@import "https://evil.example/x.css"</style>`, `<p style="background:url(https://evil.example)">x</p>`, `{{.}}`, `<!-- --><b onclick=alert(1)>x</b>`,
	"`x`|<script>alert(1)</script>|", `<base href="https://evil.example/">`, `<meta http-equiv=refresh content="0;url=https://evil.example">`, `<form action="https://evil.example"><input>`,
	"<https://evil.example/\"onmouseover=alert(1)>", "[a](vbscript:x) [b](&#106;avascript:alert(1)) [c](\tjavascript:x)", "x\x00<script\x00>alert(1)</script>", `'';!--"<XSS>=&{()}`,
}

// may is what a page may hold: elements, and attributes that neither load nor run.
var (
	mayElements = strings.Fields("html head meta title style body main section h1 h2 h3 h4 h5 h6 p figure figcaption img ul ol li div table thead tbody tr th td svg rect line text polyline polygon circle a b em strong del code pre blockquote hr br")
	mayHref     = regexp.MustCompile(`^(https?:|mailto:)`)
)

// checkPage looks at every element and attribute of a page.
func checkPage(t *testing.T, what, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	allowed := map[string]bool{}
	for _, e := range mayElements {
		allowed[e] = true
	}
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		if !allowed[tok.Data] {
			t.Errorf("%s: <%s>", what, tok.Data)
		}
		for _, a := range tok.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "srcset", a.Key == "action", a.Key == "formaction", a.Key == "background":
				t.Errorf("%s: %s on <%s>", what, a.Key, tok.Data)
			case a.Key == "style" && a.Val != "width:10px;height:10px":
				t.Errorf("%s: style %q on <%s>", what, a.Val, tok.Data)
			case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/"):
				t.Errorf("%s: src %q", what, a.Val)
			case a.Key == "href" && (tok.Data != "a" || !mayHref.MatchString(a.Val)):
				t.Errorf("%s: href %q on <%s>", what, a.Val, tok.Data)
			case a.Key == "http-equiv" && a.Val != "Content-Security-Policy":
				t.Errorf("%s: http-equiv %q", what, a.Val)
			}
		}
	}
	if !strings.Contains(page, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src`) {
		t.Errorf("%s: no content policy", what)
	}
}

// TestNoTextOfAReportRuns: each text field of reports, of runs and of what panels name
// holds what would run if it weren't escaped.
func TestNoTextOfAReportRuns(t *testing.T) {
	r := newRig(t)
	for i, text := range evil {
		plain := strings.ReplaceAll(text, "\x00", "")
		no := r.run("run"+itoa(i), float64(i), string(must(json.Marshal(map[string]any{"lr": plain, plain: plain}))))
		r.do(&pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: no, DisplayName: "n " + plain}}})
		r.facts(no)
	}
	for i, text := range evil {
		plain := strings.ReplaceAll(text, "\x00", "")
		var c changed
		r.ann("POST", "/reports", map[string]any{"title": text, "description": text, "blocks": []any{
			map[string]any{"kind": "markdown", "text": text},
			map[string]any{"kind": "run_set", "run_set": map[string]any{"columns": []string{"config.lr"}}},
			map[string]any{"kind": "run_set", "run_set": map[string]any{"grouping": []string{"config.lr"}}},
			map[string]any{"kind": "run_set", "run_set": map[string]any{"filter": text}},
			map[string]any{"kind": "panel_grid", "panels": []any{
				map[string]any{"id": plain, "kind": "line", "title": text, "metrics": []string{"loss", plain}, "max_runs": 50},
				map[string]any{"kind": "line", "metrics": []string{"loss"}, "grouping": []string{"config.lr"}},
				map[string]any{"kind": text, "metrics": []string{plain}},
				map[string]any{"kind": "markdown", "text": text},
				map[string]any{"kind": "scatter", "x_field": text, "y_field": "summary.loss"},
				map[string]any{"kind": "line", "metrics": []string{"loss"}, "x_axis": map[string]any{"metric": plain}},
			}},
			map[string]any{"kind": "image", "image": map[string]any{"data": []byte(png), "name": text, "alt": text}},
		}}).is(200, &c)
		a := r.ann("GET", "/reports/"+c.ID+"/export?format=html", nil).is(200)
		checkPage(t, "html of "+itoa(i), string(a.body))
		for name, want := range map[string]string{"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"} {
			if !strings.Contains(a.header.Get(name), want) {
				t.Errorf("%s: %q", name, a.header.Get(name))
			}
		}
		checkPage(t, "page of "+itoa(i), string(r.call("", "GET", "/share/"+tokenOf(r.link(c.ID)), nil).is(200).body))
		r.later += 60e9
		md := string(r.ann("GET", "/reports/"+c.ID+"/export?format=markdown", nil).is(200).body)
		md = strings.Replace(md, text, "", 2) // the texts that are Markdown themselves, as written
		checkPage(t, "markdown of "+itoa(i), `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src">`+newTextsOf(md))
		if strings.Contains(md, "<script") || strings.Contains(md, "<img") {
			t.Errorf("the Markdown has HTML: %s", md)
		}
	}
}

// newTextsOf renders Markdown as others do, with nothing taken away.
func newTextsOf(md string) string {
	var b strings.Builder
	if err := newTexts().markdown.Convert([]byte(strings.ReplaceAll(md, "![", "[")), &b); err != nil {
		return err.Error()
	}
	return b.String()
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestExports(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	r.run("b|c", 2, `{"lr":0.2}`)
	c := r.report()
	md := string(r.ann("GET", "/reports/"+c.ID+"/export?format=markdown", nil).is(200).body)
	for _, want := range []string{
		"# Findings\n", "*Snapshot of 20", "# Notes\n\nSome **words**.\n", "| name | state | user | created | config.lr | summary.loss |\n| --- | --- | --- | --- | --- | --- |\n",
		`| b\|c | finished | ann |`, "### The loss\n", "| series | points | first | last | min | max |\n", `| loss\: a | 10 | 1 | 1.9 | 1 | 1.9 |`,
		"[Data](https://host/base/api/v1/projects/ann/p/reports/" + c.ID + "/data?block=",
	} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
	page := r.ann("GET", "/reports/"+c.ID+"/export?format=html", nil).is(200)
	for _, want := range []string{"<h1>Findings</h1>", "Snapshot of 20", "Some <strong>words</strong>", "<td>b|c</td>", "<figcaption>The loss</figcaption>", `<svg xmlns=`, "<polyline points=", "loss: a"} {
		if !strings.Contains(string(page.body), want) {
			t.Errorf("no %q in\n%s", want, page.body)
		}
	}
	if got := page.header.Get("Content-Disposition"); got != "attachment; filename=Findings.html" {
		t.Error(got)
	}
	again := r.ann("GET", "/reports/"+c.ID+"/export?format=html", nil)
	if string(again.body) != string(page.body) {
		t.Error("the same snapshot gives another file")
	}
	r.ann("GET", "/reports/"+c.ID+"/export?format=pdf", nil).is(422)
}
