// Package containers tests the images that ship: one container with everything, and
// the split form with Kafka and a ClickHouse HTTP interface, each in a container of its
// own. It needs a container engine and no registry; see docs/containers.md.
package containers

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

// adminKey of the servers under test.
const adminKey = "container-test-0123456789abcdef0123456789"

func TestMain(m *testing.M) {
	// The clean-up container's image can't be had without a registry: tests clean up
	// themselves. Ports are published on loopback, also where tests run in a container.
	os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
	if os.Getenv("TESTCONTAINERS_HOST_OVERRIDE") == "" {
		os.Setenv("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
	}
	os.Exit(m.Run())
}

var images struct {
	sync.Once
	err error
}

// needImages builds the images once, and skips where there is no container engine.
func needImages(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("docker", "version", "--format", "{{.Server.Version}}").CombinedOutput(); err != nil {
		t.Skipf("no container engine (%v: %.100s): docs/containers.md says how to get one", err, out)
	}
	images.Do(func() {
		cmd := exec.Command("bash", "images.sh")
		if out, err := cmd.CombinedOutput(); err != nil {
			images.err = fmt.Errorf("images.sh: %w\n%s", err, out)
		}
	})
	if images.err != nil {
		t.Fatal(images.err)
	}
}

// start runs an image until the end of the test.
func start(t *testing.T, image string, o ...testcontainers.ContainerCustomizer) testcontainers.Container {
	t.Helper()
	c, err := testcontainers.Run(t.Context(), image, o...)
	testcontainers.CleanupContainer(t, c)
	if err != nil {
		logs := ""
		if c != nil {
			if r, err := c.Logs(context.Background()); err == nil {
				text, _ := io.ReadAll(r)
				logs = string(text)
			}
		}
		t.Fatalf("start %s: %v\n%s", image, err, logs)
	}
	return c
}

func newNetwork(t *testing.T) *testcontainers.DockerNetwork {
	t.Helper()
	nw, err := network.New(t.Context())
	testcontainers.CleanupNetwork(t, nw)
	if err != nil {
		t.Fatal(err)
	}
	return nw
}

func httpReady() testcontainers.CustomizeRequestOption {
	return testcontainers.WithWaitStrategyAndDeadline(2*time.Minute,
		wait.ForHTTP("/readyz").WithPort("8080/tcp").WithStartupTimeout(2*time.Minute))
}

func url(t *testing.T, c testcontainers.Container) string {
	t.Helper()
	at, err := c.PortEndpoint(t.Context(), "8080/tcp", "http")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOneContainer(t *testing.T) {
	needImages(t)
	c := start(t, "runledger-test/serve", network.WithNetwork(nil, newNetwork(t)), testcontainers.WithExposedPorts("8080/tcp"), httpReady(),
		testcontainers.WithEnv(map[string]string{"RUNLEDGER_ADMIN_KEY": adminKey}))
	logAndLook(t, url(t, c), url(t, c), 1)

	grace := 30 * time.Second
	if err := c.Stop(t.Context(), &grace); err != nil {
		t.Fatal(err)
	}
	if state, err := c.State(t.Context()); err != nil || state.ExitCode != 0 {
		t.Errorf("it ended with %d (%v), expected 0", state.ExitCode, err)
	}
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	logAndLook(t, url(t, c), url(t, c), 2) // the first step is still there
}

func TestSplitForm(t *testing.T) {
	needImages(t)
	nw := newNetwork(t)
	start(t, "runledger-test/kafka", network.WithNetwork([]string{"kafka"}, nw),
		testcontainers.WithEnv(map[string]string{"KAFKA_ADVERTISED": "kafka:9092"}),
		testcontainers.WithWaitStrategyAndDeadline(time.Minute, wait.ForLog("Kafka Server started")))
	start(t, "runledger-test/serve", network.WithNetwork([]string{"clickhouse"}, nw),
		testcontainers.WithEntrypoint("/opt/runledger/runledger-engine"),
		testcontainers.WithCmd("--data=/data/engine", "--listen=0.0.0.0:8123"),
		testcontainers.WithEnv(map[string]string{"RUNLEDGER_ENGINE_PASSWORD": "secret"}),
		testcontainers.WithWaitStrategyAndDeadline(time.Minute, wait.ForLog("ready ")))
	env := testcontainers.WithEnv(map[string]string{
		"RUNLEDGER_KAFKA": "kafka:9092", "RUNLEDGER_KAFKA_ALLOW_UNSAFE": "true",
		"RUNLEDGER_CLICKHOUSE": "http://default:secret@clickhouse:8123/", "RUNLEDGER_ADMIN_KEY": adminKey,
		"RUNLEDGER_BLOBS": "/blobs", "RUNLEDGER_SIGNING_KEY": strings.Repeat("07", 32),
	})
	mode := func(name string) testcontainers.Container {
		return start(t, "runledger-test/split", testcontainers.WithCmd(name), env, httpReady(),
			network.WithNetwork([]string{name}, nw), testcontainers.WithExposedPorts("8080/tcp"),
			testcontainers.WithTmpfs(map[string]string{"/blobs": "mode=1777", "/tmp": "mode=1777"}))
	}
	ingest := mode("ingest")
	mode("project")
	mode("project")
	query := mode("query")
	logAndLook(t, url(t, ingest), url(t, query), 1)
}

// logAndLook logs a step and waits until a chart shows it and all before it.
func logAndLook(t *testing.T, ingest, query string, step int) {
	t.Helper()
	status, answer := post(t, ingest+"/api/v1/ingest", "application/x-ndjson",
		fmt.Sprintf(`{"project":"admin/box","run":"a","step":%d,"metrics":{"loss":0.5}}`, step))
	var logged struct{ Position string }
	if err := json.Unmarshal(answer, &logged); err != nil || status != http.StatusAccepted {
		t.Fatalf("ingest: status %d, %v: %s", status, err, answer)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		status, answer = post(t, query+"/api/v1/projects/admin/box/charts?wait_for="+logged.Position, "application/json",
			`{"metrics":["loss"],"full":true,"aggregates":["count"]}`)
		if status != http.StatusServiceUnavailable || time.Now().After(deadline) {
			break // 503: not yet, after 10 s of waiting
		}
	}
	var chart struct{ Series []struct{ X []int } }
	if err := json.Unmarshal(answer, &chart); err != nil || status != http.StatusOK {
		t.Fatalf("chart: status %d, %v: %s", status, err, answer)
	}
	if len(chart.Series) != 1 || len(chart.Series[0].X) != step {
		t.Errorf("chart after step %d: %s", step, answer)
	}
}

func post(t *testing.T, url, contentType, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer "+adminKey)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, answer
}
