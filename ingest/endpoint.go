package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/internal/position"
)

// reply is what a client gets once the log has its lines.
type reply struct {
	Accepted      int         `json:"accepted" doc:"Lines taken"`
	Points        int         `json:"points" doc:"Metric values taken"`
	Rejected      []rejection `json:"rejected" doc:"The first 1,000 lines that weren't taken"`
	RejectedTotal int         `json:"rejected_total" doc:"How many weren't taken"`
	Position      string      `json:"position" doc:"A read that waits for this position sees the lines"`
	Stop          []string    `json:"stop,omitempty" doc:"Ids of runs in the request that somebody asked to stop"`
}

// refusal is the reply if no line was taken.
type refusalReply struct {
	*api.Problem
	Accepted      int         `json:"accepted"`
	Points        int         `json:"points"`
	Rejected      []rejection `json:"rejected"`
	RejectedTotal int         `json:"rejected_total"`
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.writer.Clock()
	format, known := formats[mediaType(r)]
	status, err := h.serve(w, r)
	if err != nil {
		status = api.From(err).Status
		api.Write(w, r, err)
	}
	h.writer.metrics.requests.WithLabelValues(strconv.Itoa(status)).Inc()
	if known {
		h.writer.metrics.latency.WithLabelValues(format.name).Observe(h.writer.Clock().Sub(start).Seconds())
	}
}

// serve answers, or returns an error that says that nothing was taken.
func (h *handler) serve(w http.ResponseWriter, r *http.Request) (int, error) {
	who := api.PrincipalOf(r.Context())
	if wait, what := h.rates.admit(who.Key, h.writer.Clock()); wait > 0 {
		h.writer.metrics.refuse("rate_" + what)
		return 0, api.TooMany(wait, "This API key sends more %s a second than it may. Nothing was stored: repeat the request unchanged.", what)
	}
	d := h.decoders.Get().(*decoder)
	defer func() { d.recycle(); h.decoders.Put(d) }()
	body, err := h.decode(d, w, r)
	if err != nil {
		return 0, err
	}
	defer body.close()
	answer, err := h.deliver(r.Context(), who, d)
	if err != nil {
		return 0, err
	}
	h.rates.spend(who.Key, answer.Points, h.writer.Clock())
	h.count(d, answer)
	if answer.Accepted == 0 && answer.RejectedTotal > 0 {
		return h.refuse(w, r, d, answer), nil
	}
	api.WriteJSON(w, r, http.StatusAccepted, answer)
	return http.StatusAccepted, nil
}

// decode reads the body into d, which refers to it from then on.
func (h *handler) decode(d *decoder, w http.ResponseWriter, r *http.Request) (*body, error) {
	format, ok := formats[mediaType(r)]
	if !ok {
		h.writer.metrics.refuse("content_type")
		return nil, api.UnsupportedMedia("Content-Type %q isn't understood.", clip(r.Header.Get("Content-Type"))).
			With("Send application/x-ndjson, application/json or application/x-protobuf.")
	}
	encoding, err := encodingOf(r)
	if err != nil {
		h.writer.metrics.refuse("content_encoding")
		return nil, err
	}
	d.begin(h.writer.Clock())
	if err := nameBatch(d, r); err != nil {
		h.writer.metrics.refuse("invalid")
		return nil, err
	}
	body, err := h.writer.bodies.read(w, r)
	if err != nil {
		return nil, err
	}
	if err := h.enter(r.Context()); err != nil {
		body.close()
		return nil, err
	}
	defer h.leave()
	if body, err = h.writer.bodies.unpack(r, body, encoding); err != nil {
		return nil, err
	}
	h.writer.metrics.bytes.Add(float64(len(body.data)))
	if err = format.decode(d, body.data); err == nil {
		err = d.checkNaming()
	}
	if err == nil && len(d.runs) == 0 && d.rejected.total == 0 && format.name != "json" {
		err = api.NewProblem(http.StatusBadRequest, "empty", "The body has no lines.")
	}
	if err != nil {
		h.writer.metrics.refuse("invalid")
		body.close()
		return nil, err
	}
	return body, nil
}

// enter waits for a place among those that compute, so that memory for decompression
// and parsing is bounded however many clients there are.
func (h *handler) enter(ctx context.Context) error {
	select {
	case h.busy <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *handler) leave() { <-h.busy }

// nameBatch takes what headers or query say of the batch's name.
func nameBatch(d *decoder, r *http.Request) error {
	query := r.URL.Query()
	for name := range query {
		if name != "writer" && name != "seq" && name != "batch" {
			return api.Invalid("There's no query parameter %q; there are writer, seq and batch.", clip(name))
		}
	}
	for _, v := range append(r.Header.Values("X-Runledger-Writer"), query["writer"]...) {
		if err := d.setWriter(v); err != nil {
			return err
		}
	}
	for _, v := range append(r.Header.Values("X-Runledger-Seq"), query["seq"]...) {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil {
			return api.Invalid("seq is a whole number from 0 to 2^43-1, not %q.", clip(v))
		}
		if err := d.setSeq(n); err != nil {
			return err
		}
	}
	for _, v := range append(r.Header.Values("X-Runledger-Batch"), query["batch"]...) {
		if err := d.setBatch(v); err != nil {
			return err
		}
	}
	return nil
}

// deliver finds the runs and appends what the request says of them.
func (h *handler) deliver(ctx context.Context, who catalog.Principal, d *decoder) (*reply, error) {
	if err := h.resolve(ctx, who, d); err != nil {
		return nil, err
	}
	answer := &reply{}
	origin := d.origin()
	var events []*pb.Event
	for _, to := range d.runs {
		if to.ref.No == 0 {
			continue
		}
		answer.Accepted += len(to.lines)
		answer.Points += to.points.Len()
		if to.ref.StopRequested {
			answer.Stop = append(answer.Stop, to.name.run)
		}
		events = append(events, to.events(origin)...)
	}
	pos, err := h.writer.Append(ctx, events)
	if errors.Is(err, ErrBusy) {
		return nil, busy()
	}
	if err != nil {
		return nil, err
	}
	answer.Position = position.Max(pos, position.Position{Actions: h.writer.Catalog.Next()}).String()
	answer.Rejected, answer.RejectedTotal = d.rejected.first(), d.rejected.total
	if answer.Rejected == nil {
		answer.Rejected = []rejection{}
	}
	return answer, nil
}

// resolve finds or creates the request's runs; lines of those that can't be logged to
// are rejected.
func (h *handler) resolve(ctx context.Context, who catalog.Principal, d *decoder) error {
	if len(d.runs) == 0 {
		return nil
	}
	wanted := make([]RunWanted, len(d.runs))
	for i, to := range d.runs {
		wanted[i] = to.wanted
	}
	refs, errs := h.writer.EnsureRuns(ctx, who, wanted)
	for i, to := range d.runs {
		var no catalog.Refusal
		switch {
		case errs[i] == nil:
			to.ref = refs[i]
		case errors.As(errs[i], &no):
			d.rejected.addAll(to.lines, &fault{no.Code, no.Reason})
		default:
			return errs[i]
		}
	}
	return nil
}

func (h *handler) count(d *decoder, answer *reply) {
	m := h.writer.metrics
	m.points.Add(float64(answer.Points))
	for code, n := range d.rejected.byCode {
		m.rejected.WithLabelValues(code).Add(float64(n))
	}
}

// refuse answers that no line was taken: 404 if every line is of something that isn't
// there for this client, 401 if its key was revoked meanwhile, else 422.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, d *decoder, answer *reply) int {
	p := api.Invalid("No line was taken; see rejected.")
	p.Code = "rejected"
	switch {
	case d.rejected.all(catalog.CodeNotFound):
		p = api.NotFound("No line was taken: %s.", answer.Rejected[0].Message)
	case d.rejected.all(catalog.CodeUnauthenticated):
		p = api.Unauthenticated("No line was taken: %s.", answer.Rejected[0].Message)
	}
	p.RequestID = api.RequestID(r.Context())
	body, _ := json.Marshal(refusalReply{p, 0, 0, answer.Rejected, answer.RejectedTotal}) // strings and numbers only
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
	return p.Status
}

// describe puts the route into the description of the API.
func describe(a huma.API) {
	api.Describe(a, huma.Operation{OperationID: "ingest", Method: http.MethodPost, Path: "/api/v1/ingest",
		Summary: "Log metrics, config, summary, console lines", Tags: []string{"Ingest"}})
}
