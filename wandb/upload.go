package wandb

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event/pb"
)

func runText(no catalog.RunNo) string { return strconv.FormatUint(uint64(no), 10) }

// upload takes a file of a run. It answers 200 once the content and the record of it
// are durable. The same name may come again with another content: the later wins.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, run, name string) {
	outcome := "stored"
	size, err := s.takeUpload(w, r, run, name)
	if err != nil {
		outcome = asRefusal(err).reason
		s.answer(w, r, err)
	} else {
		s.metrics.uploaded.Add(float64(size))
		w.WriteHeader(http.StatusOK)
	}
	s.metrics.uploads.WithLabelValues(outcome).Inc()
}

// uploadIdle bounds the time between two pieces of an upload.
const uploadIdle = time.Minute

// paced gives the client time for each piece, however many there are.
type paced struct {
	io.Reader
	control *http.ResponseController
}

func (p paced) Read(b []byte) (int, error) {
	_ = p.control.SetReadDeadline(time.Now().Add(uploadIdle)) // not every server has deadlines
	return p.Reader.Read(b)
}

func (s *Server) takeUpload(w http.ResponseWriter, r *http.Request, runNo, name string) (int64, error) {
	run, err := s.signedRun(r, runNo, name)
	if err != nil {
		return 0, err
	}
	body := paced{r.Body, http.NewResponseController(w)}
	o, err := s.Blobs.Put(r.Context(), body, s.MaxFile)
	_ = body.control.SetReadDeadline(time.Time{})
	switch {
	case errors.Is(err, blob.ErrTooLarge):
		return 0, refuse(http.StatusRequestEntityTooLarge, "too_large", "a file has at most %d bytes", s.MaxFile)
	case err != nil:
		return 0, err
	}
	if r.ContentLength >= 0 && o.Size != r.ContentLength {
		return 0, refuse(http.StatusBadRequest, "cut_off", "%d of %d bytes came", o.Size, r.ContentLength)
	}
	_, err = s.Writer.Append(r.Context(), []*pb.Event{{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{
		Run: uint64(run.No), Home: uint32(run.Home),
		Files: []*pb.File{{Name: name, Size: o.Size, Sha256: o.SHA256, Md5: o.MD5, Mime: mimeOf(r, name)}},
	}}}})
	if err != nil {
		return 0, err
	}
	s.live.with(run.No, s.Clock(), func(l *liveRun) { remember(l.files, name, true) })
	return o.Size, nil
}

// signedRun returns the run that a signed address is of.
func (s *Server) signedRun(r *http.Request, runNo, name string) (*catalog.Run, error) {
	if err := s.Signer.Check(http.MethodPut, "/files/"+uploadPrefix+"/"+runNo+"/"+name, r.URL.Query()); err != nil {
		return nil, refuse(http.StatusForbidden, "signature", "%v", err)
	}
	no, err := strconv.ParseUint(runNo, 10, 64)
	if err != nil {
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "there is no run %q", runNo)
	}
	var run *catalog.Run
	err = s.look(r.Context(), func(st *catalog.State) bool {
		run = st.RunByNo(catalog.RunNo(no))
		return run != nil && !run.Deleted
	})
	switch {
	case err != nil:
		return nil, err
	case run == nil:
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "there is no run %d", no)
	case run.Deleted:
		return nil, refuse(http.StatusGone, catalog.CodeDeleted, "the run was deleted")
	}
	return run, nil
}

// mimeOf is the type that the client says, else the one of the name's ending.
func mimeOf(r *http.Request, name string) string {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && !strings.HasPrefix(t, "application/octet-stream") {
		return t
	}
	if t, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name))); err == nil {
		return t
	}
	return "application/octet-stream"
}
