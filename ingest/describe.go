package ingest

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
)

// lineShape is a line for the description of the API; parser.go reads it. A test
// compares its fields with those that are read.
type lineShape struct {
	Project   string         `json:"project" example:"ann/digits" doc:"entity/name, or a name alone in the user's default entity; created with its first line. An earlier name leads to the project too"`
	Run       string         `json:"run" example:"a1" doc:"Id of the run, chosen by the trainer, unique in the project; created with its first line"`
	Step      int64          `json:"step,omitempty" doc:"Must be there for metrics. Any order; of a step logged again the later line counts"`
	Time      any            `json:"time,omitempty" doc:"The trainer's clock: RFC 3339, or seconds since 1970 as a number; absent: the server's clock"`
	Metrics   map[string]any `json:"metrics,omitempty" example:"{\"loss\":0.5}" doc:"Numbers, also NaN, Infinity and -Infinity, bare or as strings; anything else is kept as it is, beside the numbers"`
	Config    map[string]any `json:"config,omitempty" doc:"Merged into the run's configuration, top-level key by key"`
	Summary   map[string]any `json:"summary,omitempty" doc:"Merged into the run's summary, top-level key by key; beneath it lies the last value of each metric"`
	System    map[string]any `json:"system,omitempty" doc:"Metrics of the machine, by time; numbers only"`
	Console   []any          `json:"console,omitempty" doc:"Lines of output: texts, or objects with text, line (number), stream (stdout, stderr), label and time"`
	Heartbeat bool           `json:"heartbeat,omitempty" doc:"A sign of life when there's nothing else to say"`
	State     string         `json:"state,omitempty" enum:"running,preempting" doc:"running when a trainer starts or resumes"`
	Finish    any            `json:"finish,omitempty" doc:"Exit code, bare or as {\"exit_code\":0}: the run has ended"`
	Name      string         `json:"name,omitempty" doc:"Display name; like all that follow only if this line creates the run"`
	Group     string         `json:"group,omitempty"`
	JobType   string         `json:"job_type,omitempty"`
	Notes     string         `json:"notes,omitempty"`
	Tags      []string       `json:"tags,omitempty"`
	Parent    string         `json:"parent,omitempty" doc:"Id of the run that started this one"`
	Command   string         `json:"command,omitempty" doc:"The command line"`
	Commit    string         `json:"commit,omitempty" doc:"Of the code, in git"`
	SaveCode  bool           `json:"save_code,omitempty" doc:"Whether the trainer's code is kept; absent: the user's setting"`
	Privacy   string         `json:"privacy,omitempty" doc:"Of the project, if this line creates it: private, restricted, team, public, open, or who may view and who may submit runs, as members/invited; absent: the entity's default"`
}

const about = `Logs what trainers have to say. The reply comes once everything is on disk.

A body is lines of JSON (application/x-ndjson); or one line, a list of lines, or {"writer","seq","batch","lines"} (application/json); or columns
(application/x-protobuf, see ingest.proto). Content-Encoding: gzip or zstd.

Lines are taken or rejected one by one; 202 if any was taken. A body that ends early, or can't be read as a whole, stores nothing.

To repeat a request without harm, name it: a writer that numbers its requests (X-Runledger-Writer and X-Runledger-Seq, rising, below 2^43), or a
batch id (X-Runledger-Batch). The same may stand in the query (writer, seq, batch) or the body. Repeat the same body under the same name: it counts once,
even if other batches have come in between. A writer's request must not come more than 64 others late.

On 429 and 503 nothing, or an unknown part, was stored: wait as Retry-After says and repeat the request unchanged.`

// describe puts the route into the description of the API.
func describe(a huma.API) {
	schemas := a.OpenAPI().Components.Schemas
	shape := func(v any, name string) *huma.Schema { return schemas.Schema(reflect.TypeOf(v), true, name) }
	line := shape(lineShape{}, "IngestLine")
	header := func(name, doc string) *huma.Param {
		return &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	api.Describe(a, huma.Operation{
		OperationID: "ingest", Method: http.MethodPost, Path: "/api/v1/ingest", Tags: []string{"Ingest"},
		Summary: "Log metrics, config, summary, console lines", Description: about,
		Parameters: []*huma.Param{
			header("X-Runledger-Writer", "The client's name for itself, up to 128 bytes"),
			header("X-Runledger-Seq", "Its number for this request"),
			header("X-Runledger-Batch", "An id for this request instead, up to 128 bytes"),
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/x-ndjson":   {Schema: line},
			"application/json":       {Schema: &huma.Schema{OneOf: []*huma.Schema{line, {Type: huma.TypeArray, Items: line}}}},
			"application/x-protobuf": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}},
		Responses: map[string]*huma.Response{
			"202": {Description: "Taken, at least in part, and durable", Content: map[string]*huma.MediaType{
				"application/json": {Schema: shape(reply{}, "IngestReply")}}},
			"default": {Description: "Nothing was taken", Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: &huma.Schema{AnyOf: []*huma.Schema{
					shape(api.Problem{}, "Problem"), shape(refusalReply{}, "IngestRefusal"),
				}}}}},
		},
	})
}
