package testenv_test

import (
	"net"
	"testing"

	"runledger/internal/testenv"
)

func TestKafkaIsKilledAndStartedAgain(t *testing.T) {
	addr, k := testenv.Kafka(t)
	for range 2 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		k.Kill(t)
		if k.Running() {
			t.Error("it runs after Kill")
		}
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			t.Error("the killed broker answers")
		}
		k.Start(t)
	}
	if again, _ := testenv.Kafka(t); again != addr {
		t.Errorf("the shared broker is at %s, and at %s the next time", addr, again)
	}
}
