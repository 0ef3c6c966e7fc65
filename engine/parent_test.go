package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"runledger/engine"
	"runledger/internal/testenv"
)

// parentVariable makes the test program a server that is going to be killed: it starts an engine on the
// folder named by it, prints the engine's pid, and stays.
const parentVariable = "RUNLEDGER_TEST_BE_A_PARENT"

func beAParent(dir string) {
	e, err := engine.New(engine.Options{DataDir: dir, BinaryPath: os.Getenv("RUNLEDGER_TEST_ENGINE_BINARY")})
	if err == nil {
		go func() { fmt.Println(e.Run(context.Background())) }()
		err = e.WaitReady(context.Background())
	}
	fmt.Println(e.PID(), err)
	select {}
}

// The engine ends with its parent, also when that is killed and can't say goodbye, and the folder is free.
func TestEngineDiesWithItsParent(t *testing.T) {
	dir := folder(t)
	binary := testenv.EngineBinary(t)
	testenv.Library(t)
	for range 3 {
		parent := exec.Command(os.Args[0])
		parent.Env = append(os.Environ(), parentVariable+"="+dir, "RUNLEDGER_TEST_ENGINE_BINARY="+binary)
		out, err := parent.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := parent.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		word, result, _ := strings.Cut(strings.TrimSpace(line), " ")
		child, convErr := strconv.Atoi(word)
		if err != nil || convErr != nil || result != "<nil>" {
			t.Fatalf("the parent says %q, %v", line, err)
		}
		if !alive(child) {
			t.Fatal("the engine isn't running")
		}
		if err := parent.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		parent.Wait()
		until(t, "the engine to end with its parent", func() bool { return !alive(child) })
	}
	start(t, dir, nil).ready(t)
}

// alive is false for a process that is gone or only waits to be noticed by init.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z") && !strings.HasPrefix(after, "X")
}
