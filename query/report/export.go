package report

import (
	"context"
	"io"
	"mime"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"runledger/internal/api"
	"runledger/query/read"
)

type exportInput struct {
	One
	api.AsOf
	Format string `query:"format" enum:"markdown,html" default:"markdown"`
}

func (s *service) export(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
	f, _, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	data, err := s.dataOf(ctx, f, "", read.Params{AsOf: in.AsOf.AsOf})
	if err != nil {
		return nil, err
	}
	name := fileName(f.doc.Text("title"), "report")
	if in.Format == "html" {
		page, err := s.page(ctx, f, data)
		if err != nil {
			return nil, err
		}
		return sendPage(page, "attachment", name+".html"), nil
	}
	doc := markdownOf(f, data, s.External.URL(strings.NewReplacer("{entity}", in.Entity, "{project}", in.Project, "{report}", in.ID).Replace(reportPath)))
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humachi.Unwrap(hc)
		w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".md"}))
		_, _ = io.WriteString(w, doc) // the client may be gone
	}}, nil
}

// pagePolicy lets a page show what is in it and nothing else: no scripts, no requests.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

// sendPage answers with a page.
func sendPage(page, disposition, name string) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humachi.Unwrap(hc)
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", pagePolicy+"; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox")
		h.Set("Cache-Control", keptNowhere)
		h.Set("Referrer-Policy", noReferrer)
		h.Set("X-Robots-Tag", notIndexed)
		if name != "" {
			h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
		}
		_, _ = io.WriteString(w, page) // the client may be gone
	}}
}

// fileName is a name that is safe for a file anywhere.
func fileName(title, otherwise string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, title)
	name = strings.Trim(name, "-.")
	if r := []rune(name); len(r) > 80 {
		name = string(r[:80])
	}
	if name == "" {
		return otherwise
	}
	return name
}
