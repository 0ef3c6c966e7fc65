package arch

import (
	"os"
	"path/filepath"
	"testing"

	"runledger/event"
)

func TestEveryEventTypeHasASample(t *testing.T) {
	for _, k := range event.Kinds() {
		if _, err := os.Stat(filepath.Join(moduleRoot(t), "event/testdata/samples", k.Type+".binpb")); err != nil {
			t.Errorf("%s: %v (go test ./event -update-samples)", k.Type, err)
		}
	}
}
