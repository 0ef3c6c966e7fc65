package wandb

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"runledger/wandb/wheeltest"
)

// wheels are the versions of the SDK that are supported and tested: the newest of each
// of two lines, and the newest of all. WHEELS=0.30.0,0.27.2 tries others.
var wheels = func() []string {
	if others := os.Getenv("WHEELS"); others != "" {
		return strings.Split(others, ",")
	}
	return []string{"0.25.1", "0.28.2", "0.31.0"}
}()

// outOfScope are documents for what this server will never be: launch, automations,
// registries.
var outOfScope = regexp.MustCompile(`(?i)^(query|mutation) \w*(Automation|Webhook|Slack|Trigger|RunQueue|LaunchAgent|Launch|Registr|DefaultResourceConfig|Integration)`)

// servedOperations are those that a run needs; every variant of them must be valid
// against what is served, in every wheel.
var servedOperations = []string{"Viewer", "ServerFeaturesQuery", "UpsertBucket", "CreateRunFiles", "NotifyScriptableRunAlert",
	"OrganizationCoreWeaveOrganizationID", "MarkRunFilesUploaded", "StopRun", "stopRun", "RunResumeStatus", "ServerInfo", "RunStoppedStatus", "RunState", "GetViewer", "GetDefaultEntity",
	"CreateProject", "GetProject", "GetProjects", "CreateTeam", "CreateInvite", "DeleteInvite", "GetTeamEntity", "SearchUsers", "GenerateApiKey", "DeleteApiKey"}

// notServedVariants are documents of the same name that ask for more, by a part of
// their text: the public API's upsert reads back what comes later.
var notServedVariants = regexp.MustCompile(`launch|sampledHistory`)

// Every document of the wheels is valid against what clients may ask, and those that a
// run needs against what is served.
func TestDocumentsOfTheWheels(t *testing.T) {
	t.Parallel()
	s, err := newSchemas(&resolver{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range wheels {
		t.Run(version, func(t *testing.T) {
			valid, templates, served := 0, 0, map[string]int{}
			for _, d := range documents(t, wheeltest.Get(t, version)) {
				name, where, text := d[0], d[1], d[2]
				if outOfScope.MatchString(text) {
					continue
				}
				wrong := s.known.Validate(text)
				if len(wrong) > 0 && strings.HasPrefix(wrong[0].Message, "syntax error") {
					templates++ // filled in by the client when it runs, or prose
					continue
				}
				for _, e := range wrong {
					if !strings.Contains(e.Message, "is never used") && !valueMissing(e.Message) {
						t.Errorf("%s (%s): %s", name, where, e.Message)
					}
				}
				valid++
				if !slices.Contains(servedOperations, name) || notServedVariants.MatchString(text) {
					continue
				}
				served[name]++
				for _, e := range s.served.Validate(text) {
					if !valueMissing(e.Message) {
						t.Errorf("not served: %s (%s): %s\n%s", name, where, e.Message, text)
					}
				}
			}
			t.Logf("wandb %s: %d documents are valid, %d are templates; a run's own: %v", version, valid, templates, served)
			for _, name := range []string{"ServerFeaturesQuery", "UpsertBucket", "CreateRunFiles", "NotifyScriptableRunAlert", "RunResumeStatus"} {
				if served[name] == 0 {
					t.Errorf("no document %s was found: look at testdata/documents.py", name)
				}
			}
		})
	}
}

// valueMissing is about variables, which a document alone doesn't bring.
func valueMissing(message string) bool { return strings.Contains(message, "has invalid value null") }

func documents(t *testing.T, w wheeltest.Wheel) (out [][3]string) {
	t.Helper()
	r := w.Run(t, wheeltest.Script{File: "testdata/documents.py"})
	if r.Exit != 0 {
		t.Fatal("no documents")
	}
	if err := json.Unmarshal([]byte(r.Stdout), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
