package report

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// ChangedReport is the answer to a change of a report or a part of it.
type ChangedReport struct {
	api.Changed
	ID      string `json:"id"`
	Version uint64 `json:"version" doc:"Of what was changed, for If-Match"`
}

type changedOutput struct {
	ETag string `header:"ETag"`
	Body ChangedReport
}

// editable is find for whoever may change the report (403 else), so that nothing is
// asked or stored for a change that the fold would refuse.
func (s *service) editable(ctx context.Context, in One) (*found, error) {
	f, err := s.find(ctx, in)
	if err != nil {
		return nil, err
	}
	return f, s.mayEdit(ctx, f.project)
}

func (s *service) mayEdit(ctx context.Context, p *catalog.Project) error {
	may := func() (ok bool) {
		s.Catalog.View(func(st *catalog.State) {
			ok = st.MayEdit(st.UserByNo(api.PrincipalOf(ctx).User.No), st.ProjectByNo(p.No))
		})
		return ok
	}
	if may() {
		return nil
	}
	if err := api.Fresh(ctx, s.Catalog); err != nil {
		return err
	}
	if may() {
		return nil
	}
	return api.Forbidden("Only who may edit %s/%s can change its reports.", p.Entity, p.Name)
}

// change makes an event about the report a command.
func (s *service) change(ctx context.Context, in One, key, ifMatch string, e *pb.Event) (*changedOutput, error) {
	return s.changePart(ctx, catalog.Report, in.ID, key, ifMatch, e)
}

// changePart makes an event about a document a command.
func (s *service) changePart(ctx context.Context, kind, id, key, ifMatch string, e *pb.Event) (*changedOutput, error) {
	var err error
	if e.Expect, err = api.Expected(ifMatch); err != nil {
		return nil, err
	}
	e.Subject = api.SubjectOf(kind, id)
	v, changed, err := api.Do(ctx, s.Catalog, key, e)
	if err != nil {
		return nil, err
	}
	out := &changedOutput{Body: ChangedReport{Changed: changed, ID: id, Version: changed.Action + 1}}
	if changed.Repeated {
		out.Body.Version = s.versionOf(v.Project, kind, id)
	}
	out.ETag = api.ETag(out.Body.Version)
	return out, nil
}

func (s *service) versionOf(p catalog.ProjectNo, kind, id string) (version uint64) {
	s.Catalog.View(func(st *catalog.State) {
		if d := st.AnyDocument(p, kind, id); d != nil {
			version = d.Version
		}
	})
	return version
}

// newID is the id of a new document: random, or with an idempotency key the same for
// each repetition of the request.
func newID(ctx context.Context, key, path string) string {
	if key == "" {
		return strings.ToLower(rand.Text()[:16])
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s", api.PrincipalOf(ctx).User.No, path, key))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

func object(fields map[string]json.RawMessage) []byte {
	b, err := encoded(fields)
	if err != nil { // every field was encoded or checked before
		return []byte("{}")
	}
	return b
}
