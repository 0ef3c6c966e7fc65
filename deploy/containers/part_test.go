package containers

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// part is a container and the engine that runs it.
type part struct {
	*testcontainers.DockerContainer
	engine client.APIClient
}

// startTime is how long a part may take until it's ready, on a machine that does much else.
const startTime = 2 * time.Minute

// start runs an image until the end of the test. On failure the end of its log is shown.
func (b bench) start(t *testing.T, name, image string, ready wait.Strategy, options ...testcontainers.ContainerCustomizer) part {
	t.Helper()
	begin := time.Now()
	options = append(options, testcontainers.WithWaitStrategyAndDeadline(startTime, ready))
	c, err := testcontainers.Run(t.Context(), image, options...)
	p := part{c, b.docker.Client()}
	if c != nil {
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("end of the log of %s:\n%s", name, p.log(30))
			}
			p.remove(t)
		})
	}
	if err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	t.Logf("%s is ready: %.1f s", name, time.Since(begin).Seconds())
	return p
}

// remove takes a container away, with the volumes that have no name. Twice is fine.
func (p part) remove(t *testing.T) {
	t.Helper()
	if err := testcontainers.TerminateContainer(p.DockerContainer, testcontainers.StopTimeout(0)); err != nil {
		t.Errorf("remove a container: %v", err)
	}
}

// log is the end of what it wrote.
func (p part) log(lines int) string {
	r, err := p.Logs(context.Background())
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// httpPort is the one that processes of the program listen on.
const httpPort = "8080/tcp"

// url is where its HTTP port is published, which changes with each start.
func (p part) url(t *testing.T) string {
	t.Helper()
	at, err := p.PortEndpoint(t.Context(), httpPort, "http")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// kill ends it with SIGKILL.
func (p part) kill(t *testing.T) {
	t.Helper()
	if _, err := p.engine.ContainerKill(t.Context(), p.ID, client.ContainerKillOptions{Signal: "KILL"}); err != nil {
		t.Fatalf("kill a container: %v", err)
	}
}

// startAgain starts it after its end, on its own files, and waits until it's ready.
func (p part) startAgain(t *testing.T) {
	t.Helper()
	begin := time.Now()
	if err := p.Start(t.Context()); err != nil {
		t.Fatalf("start a container again: %v", err)
	}
	t.Logf("ready again: %.1f s", time.Since(begin).Seconds())
}

// stop ends it with SIGTERM, in order.
func (p part) stop(t *testing.T) {
	t.Helper()
	grace := startTime
	if err := p.Stop(t.Context(), &grace); err != nil {
		t.Fatalf("stop a container: %v", err)
	}
	state, err := p.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if state.ExitCode != 0 {
		t.Errorf("a container ended with %d, expected 0:\n%s", state.ExitCode, p.log(10))
	}
}
