package ingest

import (
	"context"
	"net/http"
	"strconv"

	"runledger/internal/api"
)

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.writer.Clock()
	// Also for a body that isn't read: the server reads a little of it before it closes.
	_ = http.NewResponseController(w).SetReadDeadline(start.Add(h.writer.Limits.BodyIdle))
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
	if err := h.writer.Admit(who.Means()); err != nil {
		return 0, err
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
	h.writer.Spend(who.Means(), answer.Points)
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
