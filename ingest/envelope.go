package ingest

import (
	"unicode"
	"unicode/utf8"

	"runledger/internal/api"
)

// isEnvelope reports whether the object under the cursor has a member "lines". It
// reads the whole object.
func (d *decoder) isEnvelope() (bool, error) {
	found := false
	d.At++
	for first := true; ; first = false {
		more, err := d.More('}', first)
		if err != nil || !more {
			return found, err
		}
		name, _, err := d.String()
		if err != nil {
			return false, err
		}
		found = found || string(name) == "lines"
		if err := d.Colon(); err != nil {
			return false, err
		}
		if err := d.Skip(); err != nil {
			return false, err
		}
	}
}

// envelope reads {"writer","seq","batch","lines"}; the text is known to be JSON.
func (d *decoder) envelope() error {
	d.At++
	lists := 0
	for first := true; ; first = false {
		more, err := d.More('}', first)
		if err != nil || !more {
			return err
		}
		name, _, err := d.String()
		if err != nil {
			return err
		}
		if err := d.Colon(); err != nil {
			return err
		}
		if string(name) == "lines" {
			lists++
		}
		if lists > 1 {
			return api.Invalid("The body has lines twice.")
		}
		if err := d.envelopeField(string(name)); err != nil {
			return err
		}
	}
}

func (d *decoder) envelopeField(name string) error {
	switch name {
	case "writer":
		s, err := d.shortText()
		if err != nil {
			return api.Invalid("writer: %v.", err)
		}
		return d.setWriter(s)
	case "batch":
		s, err := d.shortText()
		if err != nil {
			return api.Invalid("batch: %v.", err)
		}
		return d.setBatch(s)
	case "seq":
		n, err := d.Integer()
		if err != nil || n < 0 {
			return api.Invalid("seq is a whole number from 0 to 2^43-1.")
		}
		return d.setSeq(uint64(n))
	case "lines":
		if d.Peek() != '[' {
			return api.Invalid("lines is a list of lines.")
		}
		return d.lineList()
	}
	return api.Invalid("A body with lines has no field %q besides; there are writer, seq, batch and lines.", clip(name))
}

// MaxWriter is how long the name of a writer, or the id of a batch, may be, in bytes.
const MaxWriter = 128

// setWriter, setSeq and setBatch take what names the batch, from a header, the query or
// the body. What is said twice must be said alike.
func (r *request) setWriter(name string) error {
	if err := checkWriter("writer", name); err != nil {
		return err
	}
	if name[:1] == reservedWriter || len(name) >= 6 && name[:6] == "wandb-" {
		return api.Invalid("Writer names beginning with %q and \"wandb-\" are the server's own.", reservedWriter)
	}
	if r.writer != "" && r.writer != name {
		return api.Invalid("The request names two writers, %q and %q.", clip(r.writer), clip(name))
	}
	r.writer = name
	return nil
}

func (r *request) setSeq(n uint64) error {
	if n > MaxSeq {
		return api.Invalid("seq is a whole number from 0 to 2^43-1.")
	}
	if r.hasSeq && r.seq != n {
		return api.Invalid("The request has two numbers, %d and %d.", r.seq, n)
	}
	r.seq, r.hasSeq = n, true
	return nil
}

func (r *request) setBatch(id string) error {
	if err := checkWriter("batch", id); err != nil {
		return err
	}
	if r.batch != "" && r.batch != id {
		return api.Invalid("The request has two batch ids, %q and %q.", clip(r.batch), clip(id))
	}
	r.batch = id
	return nil
}

func checkWriter(what, s string) error {
	if s == "" || len(s) > MaxWriter || !utf8.ValidString(s) {
		return api.Invalid("A %s is 1 to %d bytes of UTF-8.", what, MaxWriter)
	}
	for _, c := range s {
		if unicode.IsControl(c) {
			return api.Invalid("A %s has no control characters.", what)
		}
	}
	return nil
}

// checkNaming looks at writer, seq and batch together.
func (r *request) checkNaming() error {
	switch {
	case (r.writer != "") != r.hasSeq:
		return api.Invalid("A writer numbers its batches: writer and seq come together.").
			With("Send both, or a batch id instead, or neither.")
	case r.writer != "" && r.batch != "":
		return api.Invalid("A batch is named by writer and seq or by a batch id, not by both.")
	}
	return nil
}
