package containers

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	dockernetwork "github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

// What the parts are told.
const (
	adminKey       = "0123456789abcdef0123456789abcdef01234567"
	enginePassword = "test-only"
	signingKey     = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
)

// ready is when a process of the program answers so.
var ready = wait.ForHTTP("/readyz").WithPort(httpPort)

// serve is everything in one container, with its data on a volume.
func (b bench) serve(t *testing.T, volume string) part {
	t.Helper()
	return b.start(t, "serve", b.images.serve, ready,
		testcontainers.WithExposedPorts(httpPort),
		testcontainers.WithMounts(testcontainers.VolumeMount(volume, "/data")),
		testcontainers.WithEnv(map[string]string{"RUNLEDGER_ADMIN_KEY": adminKey}))
}

// split starts the parts of a split form: a network of their own, where each goes by its name.
type split struct {
	bench
	network *testcontainers.DockerNetwork
	blobs   string // the volume that they share
}

func newSplit(t *testing.T, b bench) split {
	t.Helper()
	n, err := network.New(t.Context())
	testcontainers.CleanupNetwork(t, n)
	if err != nil {
		t.Fatal(err)
	}
	return split{b, n, b.volume(t)}
}

func (s split) kafka(t *testing.T) part {
	t.Helper()
	return s.start(t, "kafka", s.images.kafka, wait.ForLog("Kafka Server started"), s.as("kafka"),
		testcontainers.WithEnv(map[string]string{"KAFKA_ADVERTISED": "kafka:9092"}))
}

// clickhouse is the embedded engine on TCP with a password, in the place of a server.
func (s split) clickhouse(t *testing.T) part {
	t.Helper()
	return s.start(t, "clickhouse", s.images.serve, wait.ForLog("ready "), s.as("clickhouse"),
		testcontainers.WithEntrypoint("/opt/runledger/runledger-engine"),
		testcontainers.WithCmd("--data=/data/engine", "--listen=0.0.0.0:8123"),
		testcontainers.WithEnv(map[string]string{"RUNLEDGER_ENGINE_PASSWORD": enginePassword}))
}

// mode is a process of the program.
func (s split) mode(t *testing.T, mode, name string) part {
	t.Helper()
	return s.start(t, name, s.images.split, ready, s.as(name), settings,
		testcontainers.WithCmd(mode),
		testcontainers.WithExposedPorts(httpPort),
		testcontainers.WithMounts(testcontainers.VolumeMount(s.blobs, "/blobs")))
}

// settings are the same for all, as in deploy/compose/split.yaml.
var settings = testcontainers.WithEnv(map[string]string{
	"RUNLEDGER_KAFKA":              "kafka:9092",
	"RUNLEDGER_KAFKA_ALLOW_UNSAFE": "true", // one broker keeps one copy
	"RUNLEDGER_CLICKHOUSE":         "http://default:" + enginePassword + "@clickhouse:8123/runledger",
	"RUNLEDGER_BLOBS":              "file:///blobs",
	"RUNLEDGER_SIGNING_KEY":        signingKey,
	"RUNLEDGER_ADMIN_KEY":          adminKey,
	"RUNLEDGER_SESSION":            "6s", // the shortest that brokers accept
})

func (s split) as(name string) testcontainers.CustomizeRequestOption {
	return network.WithNetwork([]string{name}, s.network)
}

// cutOff takes a part off the network: nobody sees it and it sees nobody, but it goes on.
func (s split) cutOff(t *testing.T, p part) {
	t.Helper()
	if _, err := p.engine.NetworkDisconnect(t.Context(), s.network.ID, client.NetworkDisconnectOptions{Container: p.ID, Force: true}); err != nil {
		t.Fatalf("take a container off the network: %v", err)
	}
}

// bringBack undoes cutOff.
func (s split) bringBack(t *testing.T, p part, name string) {
	t.Helper()
	_, err := p.engine.NetworkConnect(t.Context(), s.network.ID, client.NetworkConnectOptions{
		Container: p.ID, EndpointConfig: &dockernetwork.EndpointSettings{Aliases: []string{name}},
	})
	if err != nil {
		t.Fatalf("bring a container back to the network: %v", err)
	}
}

// volume names one that is removed at the end, behind the containers that use it.
func (b bench) volume(t *testing.T) string {
	t.Helper()
	name := "runledger-test-" + strings.ToLower(rand.Text()[:10])
	t.Cleanup(func() {
		if _, err := b.docker.Client().VolumeRemove(context.Background(), name, client.VolumeRemoveOptions{Force: true}); err != nil {
			t.Errorf("remove a volume: %v", err)
		}
	})
	return name
}
