package report

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// A share link is the number of a project and 256 random bits. Whoever has it reads one
// report and nothing else, without an account. What is stored is its SHA-256, as the id
// of a document: it's found by looking that up, and neither log nor backup opens anything.

// Share is a link, without what opens it.
type Share struct {
	ID      string    `json:"id" doc:"To revoke it"`
	By      string    `json:"by"`
	Created time.Time `json:"created"`
}

// Shares are the links of a report that open something.
type Shares struct {
	Shares   []Share `json:"shares"`
	Position string  `json:"position"`
}

type sharesInput struct {
	One
	api.AsOf
}

type sharesOutput struct{ Body Shares }

func (s *service) shares(ctx context.Context, in *sharesInput) (*sharesOutput, error) {
	f, past, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := Shares{Shares: []Share{}, Position: past.Position.String()}
	past.View(func(st *catalog.State) {
		for _, d := range st.Documents(f.project.No, catalog.Share, in.ID, "", false) {
			out.Shares = append(out.Shares, Share{ID: d.ID, By: userName(st, d.Owner), Created: d.Created.UTC()})
		}
	})
	return &sharesOutput{out}, nil
}

type shareInput struct {
	One
	api.Command
}

// NewShare is the answer to a new link.
type NewShare struct {
	ChangedReport
	URL string `json:"url,omitempty" doc:"Told this once. Absent in the answer to a repetition"`
}

type newShareOutput struct{ Body NewShare }

func (s *service) share(ctx context.Context, in *shareInput) (*newShareOutput, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, err
	}
	if !shareable(f.project) {
		return nil, api.Forbidden("Only invited people may see this project: its reports can't be shared by link.").
			With("Let the project's members view it first (PUT …/privacy).")
	}
	if n := s.countShares(f); n >= maxShares {
		s.metrics.refused.WithLabelValues("too_many").Inc()
		return nil, fault("body", "A report has at most %d links: revoke some first.", maxShares)
	}
	token := newToken(f.project.No)
	id := hashToken(token)
	added := &pb.DocumentAdded{Project: uint32(f.project.No), Id: id, Root: in.ID}
	done, err := s.changePart(ctx, catalog.Share, id, in.IdempotencyKey, "", &pb.Event{Body: &pb.Event_ReportShared{ReportShared: added}})
	if err != nil {
		return nil, err
	}
	out := &newShareOutput{Body: NewShare{ChangedReport: done.Body, URL: s.External.URL("/share/" + token)}}
	if done.Body.Repeated { // the first answer had the address, which isn't kept
		out.Body.ID, out.Body.URL, out.Body.Version = "", "", 0
	}
	return out, nil
}

func (s *service) countShares(f *found) (n int) {
	s.Catalog.View(func(st *catalog.State) { n = countOf(st, f.project.No, catalog.Share, f.doc.ID) })
	return n
}

// shareable: a project that only invited people see isn't opened by a link. Links that
// were made before sleep as long as it is so.
func shareable(p *catalog.Project) bool { return p.View != catalog.Invited }

type unshareInput struct {
	One
	api.Command
	Share string `path:"share" maxLength:"160" doc:"Id of the link"`
}

func (s *service) unshare(ctx context.Context, in *unshareInput) (*changedOutput, error) {
	f, err := s.find(ctx, in.One)
	if err != nil {
		return nil, err
	}
	var d *catalog.Document
	s.Catalog.View(func(st *catalog.State) { d = st.Document(f.project.No, catalog.Share, in.Share) })
	if d == nil || d.Root != in.ID {
		return nil, api.NotFound("The report has no such link.")
	}
	del := &pb.DocumentDeleted{Project: uint32(f.project.No), Id: in.Share, Root: in.ID}
	return s.changePart(ctx, catalog.Share, in.Share, in.IdempotencyKey, "", &pb.Event{Body: &pb.Event_ReportUnshared{ReportUnshared: del}})
}

func newToken(p catalog.ProjectNo) string {
	secret := make([]byte, 32)
	rand.Read(secret)
	return strconv.FormatUint(uint64(p), 36) + "." + base64.RawURLEncoding.EncodeToString(secret)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// projectIn is the project that a token names; it says nothing about whether it's valid.
func projectIn(token string) catalog.ProjectNo {
	no, _, _ := strings.Cut(token, ".")
	n, err := strconv.ParseUint(no, 36, 32)
	if err != nil {
		return 0
	}
	return catalog.ProjectNo(n)
}
