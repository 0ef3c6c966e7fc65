package eventlog

import (
	"maps"
	"strings"
	"testing"
)

func TestGuaranteeFindsFlaws(t *testing.T) {
	safe := map[string]string{
		"min.insync.replicas": "2", "retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete",
		"unclean.leader.election.enable": "false", "message.timestamp.type": "LogAppendTime", "max.message.bytes": "20000000",
	}
	for _, test := range []struct {
		brokers, replicas int
		setting, value    string
		flaw              string // "" for none
	}{
		{brokers: 3, replicas: 3},
		{brokers: 5, replicas: 4},
		{brokers: 1, replicas: 1, setting: "min.insync.replicas", value: "1"},
		{brokers: 2, replicas: 2, setting: "min.insync.replicas", value: "1"},
		{brokers: 3, replicas: 1, flaw: "1 copies on 3 brokers"},
		{brokers: 3, replicas: 3, setting: "min.insync.replicas", value: "1", flaw: "min.insync.replicas is 1"},
		{brokers: 3, replicas: 3, setting: "unclean.leader.election.enable", value: "true", flaw: "unclean.leader.election.enable"},
		{brokers: 3, replicas: 3, setting: "retention.bytes", value: "1000", flaw: "retention.bytes"},
		{brokers: 3, replicas: 3, setting: "cleanup.policy", value: "compact", flaw: "cleanup.policy"},
		{brokers: 3, replicas: 3, setting: "message.timestamp.type", value: "CreateTime", flaw: "message.timestamp.type"},
		{brokers: 3, replicas: 3, setting: "max.message.bytes", value: "1048588", flaw: "max.message.bytes"},
	} {
		settings := maps.Clone(safe)
		if test.setting != "" {
			settings[test.setting] = test.value
		}
		g := Guarantee{Brokers: test.brokers, Replicas: test.replicas}
		g.addTopic("topic", settings)
		g.addReplication()
		if got := strings.Join(g.Flaws, "; "); (test.flaw == "") != (got == "") || !strings.Contains(got, test.flaw) {
			t.Errorf("%d brokers, %d copies, %s=%s: flaws %q, want %q", test.brokers, test.replicas, test.setting, test.value, got, test.flaw)
		}
	}
}
