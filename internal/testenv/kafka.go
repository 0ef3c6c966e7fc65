package testenv

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Kafka returns the address of a real broker and its process. All tests of a package run share it, so use
// topics of your own, and put back what you do to the process. It dies with the test process.
func Kafka(t testing.TB) (brokers string, process *KafkaProcess) {
	t.Helper()
	home := kafkaHome(t)
	sharedKafka.once.Do(func() {
		dir, err := freshFolder()
		if err != nil {
			sharedKafka.err = err
			return
		}
		sharedKafka.process, sharedKafka.err = newKafka(home, filepath.Join(dir, "kafka"), nil)
	})
	if sharedKafka.err != nil {
		t.Fatalf("start the shared Kafka: %v", sharedKafka.err)
	}
	return sharedKafka.process.Addr(), sharedKafka.process
}

// OwnKafka starts a broker for this test alone, with more lines for its server.properties. Its data are in
// dir; "" means a temporary folder.
func OwnKafka(t testing.TB, dir string, properties ...string) *KafkaProcess {
	t.Helper()
	home := kafkaHome(t)
	if dir == "" {
		dir = t.TempDir()
	}
	k, err := newKafka(home, dir, properties)
	if err != nil {
		t.Fatalf("start Kafka: %v", err)
	}
	t.Cleanup(k.kill)
	return k
}

// sharedKafka is the one broker of this test process; a global as shared is.
var sharedKafka struct {
	once    sync.Once
	process *KafkaProcess
	err     error
}

// kafkaHome returns the folder with the installed jars; without Java or Maven the test is skipped.
func kafkaHome(t testing.TB) string {
	t.Helper()
	for program, install := range map[string]string{"java": "openjdk-17-jre-headless", "bash": "bash", "flock": "util-linux"} {
		if _, err := exec.LookPath(program); err != nil {
			Mandatory(t, fmt.Sprintf("Kafka needs %s: apt-get install -y %s", program, install))
		}
	}
	home, err := kafkaCache()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("mvn"); err != nil {
		if _, err := os.Stat(filepath.Join(home, "lib")); err != nil {
			Mandatory(t, "Kafka's jars come from Maven: apt-get install -y maven")
		}
	}
	if err := runKafkaScript("install", home); err != nil {
		Mandatory(t, fmt.Sprintf("Kafka can't be installed: %v", err))
	}
	return home
}

// kafkaCache is where `make kafka` puts the jars, too.
func kafkaCache() (string, error) {
	if dir := os.Getenv("RUNLEDGER_CACHE"); dir != "" {
		return filepath.Join(dir, "kafka"), nil
	}
	dir, err := os.UserCacheDir() // honours XDG_CACHE_HOME
	return filepath.Join(dir, "runledger", "kafka"), err
}

func kafkaScript() (string, error) {
	root, err := moduleRoot()
	return filepath.Join(root, "deploy", "kafka", "kafka.sh"), err
}

func runKafkaScript(args ...string) error {
	script, err := kafkaScript()
	if err != nil {
		return err
	}
	if out, err := exec.Command(script, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("kafka.sh %s: %w: %s", args[0], err, bytes.TrimSpace(out))
	}
	return nil
}

// KafkaProcess is a broker that a test can stop, kill, halt and start again.
type KafkaProcess struct {
	home, dir  string
	port       int
	properties []string

	mu   sync.Mutex
	cmd  *exec.Cmd
	gone chan struct{}
}

// newKafka starts a broker on free ports.
func newKafka(home, dir string, properties []string) (*KafkaProcess, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	for range 3 { // another process may take the ports in between
		k := &KafkaProcess{home: home, dir: dir, properties: properties}
		if k.port, err = freePortPair(); err != nil {
			return nil, err
		}
		if err = k.start(); err == nil {
			return k, nil
		}
	}
	return nil, err
}

// Addr is the address that clients connect to. It stays the same over restarts.
func (k *KafkaProcess) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(k.port)) }

// Dir is the folder with the broker's data (below data/) and its log (broker.log).
func (k *KafkaProcess) Dir() string { return k.dir }

// Start starts a broker that was killed or stopped, and waits until it serves.
func (k *KafkaProcess) Start(t testing.TB) {
	t.Helper()
	if err := k.start(); err != nil {
		t.Fatalf("start Kafka: %v", err)
	}
}

// Kill ends the broker with SIGKILL.
func (k *KafkaProcess) Kill(t testing.TB) {
	t.Helper()
	k.kill()
}

// Stop ends the broker in order.
func (k *KafkaProcess) Stop(t testing.TB) {
	t.Helper()
	k.Signal(t, syscall.SIGTERM)
	k.mu.Lock()
	gone := k.gone
	k.mu.Unlock()
	select {
	case <-gone:
	case <-time.After(30 * time.Second):
		t.Fatal("Kafka doesn't stop")
	}
}

// Signal sends a signal: SIGSTOP halts the broker, SIGCONT lets it go on.
func (k *KafkaProcess) Signal(t testing.TB, signal syscall.Signal) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cmd == nil {
		t.Fatal("Kafka isn't running")
	}
	if err := k.cmd.Process.Signal(signal); err != nil {
		t.Fatalf("signal %s to Kafka: %v", signal, err)
	}
}

// Running tells whether the process is there.
func (k *KafkaProcess) Running() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gone == nil {
		return false
	}
	select {
	case <-k.gone:
		return false
	default:
		return true
	}
}

func (k *KafkaProcess) kill() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cmd != nil {
		_ = k.cmd.Process.Kill()
		<-k.gone
	}
}

func (k *KafkaProcess) start() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	script, err := kafkaScript()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(k.dir, "broker.log"))
	if err != nil {
		return err
	}
	defer log.Close() // the process has its own
	cmd := exec.Command(script, "run", k.dir, strconv.Itoa(k.port))
	cmd.Env = append(os.Environ(), "KAFKA_HOME="+k.home, "KAFKA_SESSION_MS=1000", "KAFKA_PROPS="+strings.Join(k.properties, " "))
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := startKept(cmd); err != nil {
		return fmt.Errorf("start Kafka: %w", err)
	}
	k.cmd, k.gone = cmd, make(chan struct{})
	go func(gone chan struct{}) { defer close(gone); _ = cmd.Wait() }(k.gone)
	return k.awaitStarted(log.Name())
}

// awaitStarted waits for the line that the broker prints when it serves.
func (k *KafkaProcess) awaitStarted(log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for {
		text, err := os.ReadFile(log)
		if err != nil {
			return err
		}
		if bytes.Contains(text, []byte("Kafka Server started")) {
			return nil
		}
		select {
		case <-poll.C:
		case <-k.gone:
			return fmt.Errorf("the broker died: %s", text[max(0, len(text)-2000):])
		case <-ctx.Done():
			_ = k.cmd.Process.Kill()
			return fmt.Errorf("the broker wasn't ready in time: %s", text[max(0, len(text)-2000):])
		}
	}
}

// freePortPair returns a free port whose successor is free, too: Kafka's controller listens there.
func freePortPair() (int, error) {
	for range 50 {
		first, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return 0, err
		}
		port := first.Addr().(*net.TCPAddr).Port
		second, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+1)))
		first.Close()
		if err == nil {
			second.Close()
			return port, nil
		}
	}
	return 0, fmt.Errorf("no two free ports beside each other")
}
