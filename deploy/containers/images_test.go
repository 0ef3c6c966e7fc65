package containers

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
)

// root of the checkout, as seen from here, where tests run.
const root = "../.."

// images are the names of what is tested.
type images struct {
	split string // deploy/image/Dockerfile
	serve string // deploy/image/Dockerfile.serve, on a base of this machine's C library
	kafka string
}

// builder builds images and knows their names.
type builder struct {
	docker *testcontainers.DockerProvider
	tag    string // of this run alone: another one on the same engine has its own
}

// buildImages builds all images; they are removed when the test ends.
func buildImages(t *testing.T, docker *testcontainers.DockerProvider) images {
	t.Helper()
	b := builder{docker, strings.ToLower(rand.Text()[:10])}
	library := output(t, root+"/deploy/engine/fetch.sh")
	jars := kafkaJars(t)
	if _, err := exec.LookPath("jlink"); err != nil {
		t.Skip("Kafka's image needs jlink: apt-get install -y openjdk-17-jdk-headless")
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin+"/", "./cmd/runledger", "./cmd/runledger-engine")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	run(t, "build the programs", build)

	binary := func(name string) (string, string) { return filepath.Join(bin, name), "bin/" + name }
	split := newBuildContext(t, "deploy/image/Dockerfile")
	split.put(binary("runledger"))

	glibc := newBuildContext(t, "deploy/containers/Dockerfile.base")
	run(t, "collect the C library", exec.Command("./rootfs.sh", "glibc", glibc.path("root"), filepath.Join(bin, "runledger-engine"), library))
	serve := newBuildContext(t, "deploy/image/Dockerfile.serve")
	serve.put(binary("runledger"))
	serve.put(binary("runledger-engine"))
	serve.put(library, "bin/libchdb.so")

	kafka := newBuildContext(t, "deploy/containers/Dockerfile.kafka")
	run(t, "make a Java runtime", exec.Command("./rootfs.sh", "java", kafka.path("root")))
	kafka.put(root+"/deploy/kafka/kafka.sh", "kafka.sh")
	for _, jar := range jars {
		kafka.put(jar, filepath.Join("lib", filepath.Base(jar)))
	}
	return images{
		split: b.build(t, "split", split, ""),
		serve: b.build(t, "serve", serve, b.build(t, "glibc", glibc, "")),
		kafka: b.build(t, "kafka", kafka, ""),
	}
}

// build makes an image of a context. base is the value of the Dockerfile's argument BASE.
func (b builder) build(t *testing.T, name string, from buildContext, base string) string {
	t.Helper()
	begin := time.Now()
	var log bytes.Buffer
	request := testcontainers.ContainerRequest{FromDockerfile: testcontainers.FromDockerfile{
		Context: from.dir, Repo: "runledger-test/" + name, Tag: b.tag, BuildLogWriter: &log,
	}}
	if base != "" {
		request.BuildArgs = map[string]*string{"BASE": &base}
	}
	image, err := b.docker.BuildImage(t.Context(), &request)
	if err != nil {
		t.Fatalf("build the image %s: %v\n%s", name, err, log.String())
	}
	t.Cleanup(func() {
		if _, err := b.docker.Client().ImageRemove(context.Background(), image, client.ImageRemoveOptions{PruneChildren: true}); err != nil {
			t.Logf("remove the image %s: %v", image, err)
		}
	})
	t.Logf("image %s: %.1f s", name, time.Since(begin).Seconds())
	return image
}

// kafkaJars installs the broker's jars where `make kafka` does, and returns their paths.
func kafkaJars(t *testing.T) []string {
	t.Helper()
	cache := os.Getenv("RUNLEDGER_CACHE")
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		cache = filepath.Join(user, "runledger")
	}
	output(t, root+"/deploy/kafka/kafka.sh", "install", filepath.Join(cache, "kafka"))
	jars, err := filepath.Glob(filepath.Join(cache, "kafka", "lib", "*.jar"))
	if err != nil || len(jars) == 0 {
		t.Fatalf("no jars in %s: %v", cache, err)
	}
	return jars
}

// output runs a script that fetches something, and returns what it prints. What can't be had skips the test, with the
// script's last line, which says why.
func output(t *testing.T, script string, args ...string) string {
	t.Helper()
	var problem bytes.Buffer
	cmd := exec.Command(script, args...)
	cmd.Stderr = &problem
	text, err := cmd.Output()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(problem.String()), "\n")
		t.Skip(lines[len(lines)-1])
	}
	return strings.TrimSpace(string(text))
}

func run(t *testing.T, what string, cmd *exec.Cmd) {
	t.Helper()
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", what, err, text)
	}
}
