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

// uploadPlace names a run and the API key for which the address to upload to it is.
func uploadPlace(run catalog.RunNo, key string) string {
	return strconv.FormatUint(uint64(run), 10) + "-" + key
}

func parseUploadPlace(place string) (run catalog.RunNo, key string, ok bool) {
	digits, key, ok := strings.Cut(place, "-")
	no, err := strconv.ParseUint(digits, 10, 64)
	return catalog.RunNo(no), key, ok && err == nil
}

// upload takes a file of a run. It answers 200 once the content and the record of it
// are durable. The same name may come again with another content: the later wins.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, place, name string) {
	outcome := "stored"
	size, err := s.takeUpload(w, r, place, name)
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

func (s *Server) takeUpload(w http.ResponseWriter, r *http.Request, place, name string) (int64, error) {
	run, err := s.signedRun(r, place, name)
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

// signedRun returns the run that a signed address is of. The key for which the address
// was made must still open something, and its user may still log to the run.
func (s *Server) signedRun(r *http.Request, place, name string) (*catalog.Run, error) {
	if err := s.Signer.Check(http.MethodPut, "/files/"+uploadPrefix+"/"+place+"/"+name, r.URL.Query()); err != nil {
		return nil, refuse(http.StatusForbidden, "signature", "%v", err)
	}
	no, keyID, ok := parseUploadPlace(place)
	if !ok {
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "there is no run %q", place)
	}
	var run *catalog.Run
	var may bool
	err := s.look(r.Context(), func(st *catalog.State) bool {
		if run = st.RunByNo(no); run == nil {
			return false
		}
		key := st.KeyByID(keyID)
		may = key != nil && !key.Revoked && st.MayEditRun(st.UserByNo(key.User), st.ProjectByNo(run.Project), run)
		return may && !run.Deleted
	})
	switch {
	case err != nil:
		return nil, err
	case run == nil || !may:
		return nil, refuse(http.StatusNotFound, catalog.CodeNotFound, "run not found, or you can't log to it any more")
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
