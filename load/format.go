package load

import "net/http"

// format is a way to say rows on the wire.
type format interface {
	// encode makes the request that logs these rows, the run's next ones. It is called
	// in order for each run.
	encode(t target, r *run, rows []row) *request
}

// formats by the name people use.
var formats = []struct {
	name string
	format
}{
	{"ndjson", ndjson{}},
	{"protobuf", protobuf{}},
	{"file_stream", fileStream{}},
}

// Formats lists their names.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

func formatNamed(name string) format {
	for _, f := range formats {
		if f.name == name {
			return f.format
		}
	}
	panic("load: unknown format " + name) // Options.check has seen it
}

// target is where a project is.
type target struct {
	url, entity, project string
	writer               string // names this load among all writers
}

// request is one HTTP request, ready to be sent, also again.
type request struct {
	url, contentType string
	body             []byte
	points, steps    int
	run              int // index: requests of one run are sent one after the other
}

func (r *request) headers(h http.Header) { h.Set("Content-Type", r.contentType) }
