package routes

var job = map[string]string{"id": "$job"}

// The program itself.
var program = []Route{
	{Method: "GET", Path: "/api/v1/audit", May: Operator, Query: "limit=2"},
	{Method: "GET", Path: "/api/v1/admin/backup", May: Operator, Long: true},
	{Method: "GET", Path: "/api/v1/admin/jobs", May: Operator},
	{Method: "POST", Path: "/api/v1/admin/jobs", May: Operator, Body: `{"kind":"verify"}`, Silent: "work on the tables, which follow from the log", Once: true},
	{Method: "GET", Path: "/api/v1/admin/jobs/{id}", May: Operator, With: job},
	{Method: "DELETE", Path: "/api/v1/admin/jobs/{id}", May: Operator, With: job, Silent: "work on the tables, which follow from the log"},
	{Method: "GET", Path: "/api/v1/admin/set-aside", May: Operator},

	{Method: "GET", Path: "/docs", May: Public},
	{Method: "GET", Path: "/openapi.json", May: Public},
	{Method: "GET", Path: "/ready", May: Public},
	{Method: "GET", Path: "/healthz", May: Public},
	{Method: "GET", Path: "/readyz", May: Public},
	{Method: "GET", Path: "/metrics", May: Public},
}

// BeforeRouter are routes that the server answers before its router: also while it starts.
var BeforeRouter = []string{"/healthz", "/readyz", "/metrics"}

const telemetry = "telemetry: events of the other topic"

// sdk is what trainers speak.
var sdk = []Route{
	{Method: "POST", Path: "/api/v1/ingest", May: Submit, Creates: true, Media: "application/x-ndjson",
		Body: `{"project":"$entity/$project","run":"$ownrun","step":$number,"metrics":{"loss":1}}`, Silent: telemetry},
	{Method: "POST", Path: "/api/v1/ingest", May: Submit, Creates: true, Media: "application/x-ndjson",
		Body: `{"project":"$entity/$project","run":"i-$unique","step":0,"metrics":{"loss":1}}`, Makes: "run.created.v1"},
	{Method: "*", Path: "/files/*", May: Submit, With: map[string]string{"*": "$entity/$project/$ownrun/file_stream"},
		Body: `{"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"_step\":0,\"loss\":1}"]}}}`, Silent: telemetry},
	{Method: "*", Path: "/sdk/otel/*", May: Nobody, With: map[string]string{"*": "v1/traces"}, Silent: "nothing is there"},
	{Method: "*", Path: "/oidc/token", May: Nobody, Silent: "nothing is there"},
}
