package report

import (
	"bytes"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// texts makes HTML of what people write in Markdown. goldmark leaves raw HTML out, and
// bluemonday lets through only what is listed here: nothing that loads, runs or styles.
// It is safe for concurrent use.
type texts struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

func newTexts() *texts {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em", "strong", "del", "ul", "li",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowElements("ol")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return &texts{markdown: goldmark.New(goldmark.WithExtensions(extension.GFM)), policy: p}
}

// html returns what a text is on a page.
func (t *texts) html(markdown string) string {
	var b bytes.Buffer
	if t.markdown.Convert([]byte(markdown), &b) != nil {
		return t.policy.Sanitize(markdown)
	}
	return string(t.policy.SanitizeBytes(b.Bytes()))
}
