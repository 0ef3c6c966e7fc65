package httpch

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/google/uuid"

	"runledger/engine/chdb"
)

// request is what the address and the headers of a call say.
type request struct {
	query     string // part of the statement that stands in the address
	database  string
	format    string // of the answer where the statement names none
	queryID   string
	settings  map[string]string // for the session
	params    chdb.Params
	readOnly  bool          // GET: the interface lets it read only
	waitEnd   bool          // answer only when the statement is over
	revision  int           // client_protocol_version
	patience  time.Duration // for the next bytes of the body
	encodings encodings
}

// encodings are the compressions of both bodies.
type encodings struct {
	framesIn  bool            // decompress=1: the body is in ClickHouse's compressed frames
	framesOut bool            // compress=1: the answer is to be
	method    compress.Method // of the answer's frames
	contentIn string          // Content-Encoding of the body
	accept    string          // Accept-Encoding, where enable_http_compression allows one
}

// parseRequest reads a call. Every parameter of the address that isn't the interface's own is a setting,
// which the engine itself then knows or refuses.
func parseRequest(r *http.Request) (*request, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, exception(codeBadArguments, "cannot parse the parameters of the address: %v", err)
	}
	q := &request{format: "TabSeparated", patience: defaultPatience, settings: map[string]string{}, readOnly: r.Method == http.MethodGet}
	q.encodings.method = compress.LZ4
	compressAnswer := false
	for name, all := range values {
		value := all[len(all)-1]
		switch {
		case strings.HasPrefix(name, "param_"):
			q.params = append(q.params, chdb.Param{Name: name[len("param_"):], Value: value})
			continue
		case strings.HasSuffix(name, "_structure"):
			return nil, exception(codeNotImplemented, "external tables are not supported by the embedded engine")
		}
		switch name {
		case "query":
			q.query = value
		case "database":
			q.database = value
		case "default_format":
			q.format = value
		case "query_id":
			q.queryID = value
		case "compress":
			q.encodings.framesOut = isTrue(value)
		case "decompress":
			q.encodings.framesIn = isTrue(value)
		case "network_compression_method":
			q.encodings.method = frameMethod(value)
		case "enable_http_compression":
			compressAnswer = isTrue(value)
		case "wait_end_of_query":
			q.waitEnd = isTrue(value)
		case "client_protocol_version":
			q.revision, _ = strconv.Atoi(value) // no number: a client that wants no version, as 0 says
		case "http_receive_timeout":
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || !(seconds > 0 && seconds < 1e6) {
				return nil, exception(codeBadArguments, "http_receive_timeout must be a number of seconds, not %q", value)
			}
			q.patience = time.Duration(seconds * float64(time.Second))
		case "session_id", "role":
			return nil, exception(codeNotImplemented, "%s is not supported by the embedded engine", name)
		case "user", "password", "quota_key", "buffer_size", "stacktrace", "session_timeout", "session_check",
			"network_zstd_compression_level", "http_zlib_compression_level":
		default:
			q.settings[name] = value
		}
	}
	if h := r.Header.Get("X-ClickHouse-Database"); h != "" {
		q.database = h
	}
	if h := r.Header.Get("X-ClickHouse-Format"); h != "" {
		q.format = h
	}
	if q.queryID == "" {
		q.queryID = uuid.NewString()
	}
	q.encodings.contentIn = r.Header.Get("Content-Encoding")
	if compressAnswer {
		q.encodings.accept = r.Header.Get("Accept-Encoding")
	}
	return q, nil
}

// defaultPatience is a server's http_receive_timeout. A client that sends nothing for so long is given up,
// and its insert with it: it may be stopped, and when it goes on somebody else may have done its work.
const defaultPatience = 30 * time.Second

func isTrue(value string) bool { return value == "1" || strings.EqualFold(value, "true") }

func frameMethod(name string) compress.Method {
	switch strings.ToUpper(name) {
	case "ZSTD":
		return compress.ZSTD
	case "NONE":
		return compress.None
	}
	return compress.LZ4
}
