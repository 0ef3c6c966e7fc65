package report

import (
	"context"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// onPage is a report as the template takes it. Everything of type template.HTML is made
// by us (svg.go) or sanitised (rendered.go); the template escapes all else.
type onPage struct {
	Policy, Title, Description, When string
	Style                            template.CSS
	Blocks                           []pageBlock
}

type pageBlock struct {
	Fault   string
	Text    template.HTML
	Image   *pageImage
	Figures []figureOnPage
}

type pageImage struct {
	Source template.URL
	Alt    string
}

type figureOnPage struct {
	Title, Fault string
	Text, Chart  template.HTML
	Legend       []legendEntry
	Table        *tableOnPage
}

type legendEntry struct {
	Mark  template.HTML
	Label string
}

type tableOnPage struct {
	Head  []string
	Rows  [][]string
	Notes string
}

// maxPageImages bounds the images inside a page, in bytes.
const maxPageImages = 32 << 20

// page is the report as one HTML file that needs nothing else.
func (s *service) page(ctx context.Context, f *found, data *Data) (string, error) {
	out := onPage{Policy: pagePolicy, Title: f.doc.Text("title"), Description: f.doc.Text("description"), When: asOfText(data), Style: template.CSS(pageStyle)}
	answers := byBlock(data)
	images := int64(0)
	for _, b := range f.content() {
		p := pageBlock{Fault: b.Fault}
		if b.Kind == kindMarkdown {
			p.Text = template.HTML(s.texts.html(b.Text))
		}
		if b.Image != nil {
			if images += b.Image.Size; images > maxPageImages {
				p.Fault = "The images together are too large for one file."
			} else {
				p.Image, p.Fault = s.inlined(ctx, b.Image)
			}
		}
		titles := titlesOf(b)
		for _, a := range answers[b.ID] {
			p.Figures = append(p.Figures, s.figure(a, titles[a.Panel]))
		}
		out.Blocks = append(out.Blocks, p)
	}
	var text strings.Builder
	if err := s.template.Execute(&text, out); err != nil {
		return "", fmt.Errorf("write the page of report %s: %w", f.doc.ID, err)
	}
	return text.String(), nil
}

// inlined is an image with its content in its address.
func (s *service) inlined(ctx context.Context, i *StoredImage) (image *pageImage, fault string) {
	data, err := s.verified(ctx, i.SHA256, maxImage)
	if err != nil {
		return nil, "The image can't be read."
	}
	source := "data:" + i.Type + ";base64," + base64.StdEncoding.EncodeToString(data)
	return &pageImage{Source: template.URL(source), Alt: i.Alt}, ""
}

func (s *service) figure(a Answer, title string) figureOnPage {
	out := figureOnPage{Title: title, Fault: a.empty()}
	if out.Fault != "" {
		return out
	}
	if t := panelText(a.Payload); t != "" {
		out.Text = template.HTML(s.texts.html(t))
		return out
	}
	t := a.Payload.drawTable()
	if c := a.Payload.drawChart(); c != nil {
		out.Chart, out.Legend = c.svg(title)
		t = c.table()
	}
	if t != nil {
		out.Table = &tableOnPage{t.head, t.rows, t.notes}
	}
	return out
}
