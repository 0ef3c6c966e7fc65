package report

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
)

// SharedReport is what a link shows: the report, without people and without comments.
type SharedReport struct {
	Title       string  `json:"title"`
	Description string  `json:"description,omitempty"`
	Blocks      []Block `json:"blocks"`
	Data        *Data   `json:"data"`
}

// Link is what follows /share/ in a link.
type Link struct {
	Token string `path:"token" maxLength:"100" doc:"What follows /share/ in the address"`
}

// Headers of what a link opens: it isn't kept anywhere, isn't found by search engines, and
// the link doesn't get out by the address of the page.
const (
	keptNowhere = "no-store"
	noReferrer  = "no-referrer"
	notIndexed  = "noindex, nofollow"
)

type sharedOutput struct {
	CacheControl string `header:"Cache-Control"`
	Referrer     string `header:"Referrer-Policy"`
	Robots       string `header:"X-Robots-Tag"`
	Body         SharedReport
}

// open returns the report that a link shows. Revoked, of a deleted report or project, of
// one that only invited people see, or never made: all are the same 404.
func (s *service) open(ctx context.Context, token string) (*found, error) {
	if _, _, wait := s.rates.Take(api.ClientOf(ctx)); wait > 0 {
		s.metrics.shared.WithLabelValues("rate").Inc()
		return nil, api.TooMany(wait, "More requests a second than one address may make.")
	}
	hash, no := hashToken(token), projectIn(token)
	if err := api.Fresh(ctx, s.Catalog); err != nil { // nothing that was revoked elsewhere
		return nil, err
	}
	var f *found
	s.Catalog.View(func(st *catalog.State) { f = sharedIn(st, no, hash) })
	if f == nil {
		s.metrics.shared.WithLabelValues("unknown").Inc()
		return nil, api.NotFound("There's nothing at this address, or no longer.")
	}
	s.metrics.shared.WithLabelValues("served").Inc()
	return f, nil
}

func sharedIn(st *catalog.State, no catalog.ProjectNo, hash string) *found {
	p := st.ProjectByNo(no)
	if p == nil || !shareable(p) || !st.MayRead(nil, p) {
		return nil
	}
	link := st.Document(no, catalog.Share, hash)
	if link == nil {
		return nil
	}
	return reportIn(st, p, link.Root)
}

func (s *service) shared(ctx context.Context, in *Link) (*sharedOutput, error) {
	f, err := s.open(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	data, err := s.sharedData(ctx, f)
	if err != nil {
		return nil, err
	}
	return &sharedOutput{CacheControl: keptNowhere, Referrer: noReferrer, Robots: notIndexed, Body: SharedReport{
		Title: f.doc.Text("title"), Description: f.doc.Text("description"), Blocks: f.content(), Data: data,
	}}, nil
}

type sharedImageInput struct {
	Token  string `path:"token" maxLength:"100"`
	SHA256 string `path:"sha256" maxLength:"64"`
}

func (s *service) sharedImage(ctx context.Context, in *sharedImageInput) (*huma.StreamResponse, error) {
	f, err := s.open(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return s.serveImage(ctx, f, in.SHA256)
}

// sharedPage is the report as a page of its own.
func (s *service) sharedPage(ctx context.Context, in *Link) (*huma.StreamResponse, error) {
	f, err := s.open(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	data, err := s.sharedData(ctx, f)
	if err != nil {
		return nil, err
	}
	page, err := s.page(ctx, f, data)
	if err != nil {
		return nil, err
	}
	return sendPage(page, "inline", ""), nil
}
