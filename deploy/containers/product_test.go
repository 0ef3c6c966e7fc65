package containers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// testScenarios runs the texts of internal/scenario on the containers. They are run as the test of another module,
// whose dependencies aren't this one's.
func testScenarios(t *testing.T, at installation) {
	cmd := exec.Command("go", "test", "-count=1", "-v", "-run=^TestGiven$", "./internal/scenario")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "RUNLEDGER_SCENARIO_INGEST="+at.write.url(t), "RUNLEDGER_SCENARIO_QUERY="+at.read.url(t),
		"RUNLEDGER_SCENARIO_KEY="+adminKey)
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	n := strings.Count(string(text), "--- PASS: TestGiven/")
	if n == 0 {
		t.Errorf("no scenario was run:\n%s", text)
	}
	t.Logf("%d scenarios", n)
}

// testFiles uploads a file as the W&B SDK does, by way of one process, and downloads it from another: they share a volume,
// which isn't root's.
func testFiles(t *testing.T, at installation) {
	const text = "lr: 0.1\n"
	at.log(t, "files", 1, []byte(`{"project":"admin/files","run":"files","step":1,"metrics":{"loss":1}}`))
	var answer struct {
		Data struct {
			CreateRunFiles struct{ Files []struct{ UploadURL string } }
		}
	}
	query, err := json.Marshal(map[string]string{"query": `mutation CreateRunFiles { createRunFiles(input:
		{entityName: "admin", projectName: "files", runName: "files", files: ["config.yaml"]}) { files { uploadUrl } } }`})
	if err != nil {
		t.Fatal(err)
	}
	at.ask(t, http.MethodPost, at.read.url(t)+"/graphql", jsonType, query, &answer)
	if len(answer.Data.CreateRunFiles.Files) != 1 {
		t.Fatal("no address for the upload")
	}
	to, err := url.Parse(answer.Data.CreateRunFiles.Files[0].UploadURL)
	if err != nil {
		t.Fatal(err)
	}
	at.ask(t, http.MethodPut, at.write.url(t)+to.RequestURI(), "", []byte(text), nil) // signed: any process takes it

	position := at.log(t, "files", 2, []byte(`{"project":"admin/files","run":"files","step":2,"metrics":{"loss":1}}`))
	status, got, err := once(t, http.MethodGet, fmt.Sprintf("%s/api/v1/projects/admin/files/runs/files/file?name=config.yaml&wait_for=%s", at.read.url(t), position), "", nil)
	if err != nil || status != http.StatusOK || string(got) != text {
		t.Errorf("the file, read by another process: status %d, %v: %q", status, err, got)
	}
}
