package chaos

import (
	"testing"

	"runledger/internal/testenv"
)

// splitForm is a process a mode over a real Kafka; two projectors share the partitions.
func splitForm(t *testing.T) world {
	s := testenv.StartSplit(t, 2)
	process := func(r *testenv.Runledger) func() error {
		return func() error { r.Kill(); return r.Restart(t) }
	}
	return world{
		url: func() string { return s.Ingest.URL }, key: s.Ingest.Key,
		victims: []victim{
			{"ingest", process(s.Ingest)},
			{"projector", process(s.Projectors[0])},
			{"projector", process(s.Projectors[1])},
			{"engine", func() error { s.Engine.Kill(); return s.Engine.Start(t) }},
			{"broker", func() error { s.Kafka.Kill(t); s.Kafka.Start(t); return nil }},
		},
		judge: judge{
			admin: func() string { return s.Projectors[0].URL }, query: func() string { return s.Query.URL }, key: s.Query.Key, tables: s.Tables(),
			// One projector has to have all partitions, so that it can hold them still.
			before: func() { s.Projectors[1].Stop(t) },
		},
	}
}
