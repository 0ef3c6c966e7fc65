package containers

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
)

// TestContainers is one test, so that the images are built once and a machine without a container engine
// says so once.
func TestContainers(t *testing.T) {
	docker := needEngine(t)
	b := bench{docker, buildImages(t, docker)}
	t.Run("serve", func(t *testing.T) { testServe(t, b) })
	t.Run("split", func(t *testing.T) { testSplit(t, b) })
}

// bench is what containers are made with.
type bench struct {
	docker *testcontainers.DockerProvider
	images images
}

// engineTime is how long a container engine may take to say that it's there.
const engineTime = 20 * time.Second

// needEngine connects to the container engine. Without one the test is skipped, also where CI is set: CI often runs
// in a container itself, where another engine can't be had, and all that the program does is tested without
// containers too. This is a check of how it's shipped.
func needEngine(t *testing.T) *testcontainers.DockerProvider {
	t.Helper()
	// The image of the library's clean-up container would have to be pulled: the tests clean up themselves.
	t.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
	// Ports are published on loopback. Where tests run in a container themselves the library would look for
	// them elsewhere.
	if os.Getenv("TESTCONTAINERS_HOST_OVERRIDE") == "" && !strings.HasPrefix(os.Getenv("DOCKER_HOST"), "tcp:") {
		t.Setenv("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
	}
	log.SetDefault(log.NewNoopLogger())
	docker, err := connect()
	if err != nil {
		t.Skipf("no container engine answers, at DOCKER_HOST or where one usually is; docs/containers.md says how to get one (%.200s)", strings.ReplaceAll(err.Error(), "\n", " "))
	}
	t.Cleanup(func() { _ = docker.Close() })
	return docker
}

func connect() (docker *testcontainers.DockerProvider, err error) {
	defer func() {
		if r := recover(); r != nil { // how the library says that it finds no socket
			err = fmt.Errorf("%v", r)
		}
	}()
	if docker, err = testcontainers.NewDockerProvider(testcontainers.WithLogger(log.NewNoopLogger())); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), engineTime)
	defer cancel()
	return docker, docker.Health(ctx)
}
