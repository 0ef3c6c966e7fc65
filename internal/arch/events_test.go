package arch

import (
	"os"
	"path/filepath"
	"testing"

	"runledger/event"
)

func TestEveryEventTypeHasASample(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range event.Kinds() {
		if _, err := os.Stat(filepath.Join(root, "event/testdata/samples", k.Type+".binpb")); err != nil {
			t.Errorf("%s: %v (go test ./event -update-samples)", k.Type, err)
		}
	}
}
