package containers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The compose files can be read, and the settings they give exist. Nothing is started: their Kafka and
// ClickHouse would have to be pulled.
func TestComposeFiles(t *testing.T) {
	paths, err := filepath.Glob(root + "/deploy/compose/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no compose files: %v", err)
	}
	settings, err := os.ReadFile(root + "/docs/operations.md") // a test keeps its table complete
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Services map[string]struct {
				Image       string
				Environment map[string]string
				Volumes     []string
			}
			Volumes map[string]any
		}
		if err := yaml.Unmarshal(text, &file); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for name, service := range file.Services {
			if service.Image == "" {
				t.Errorf("%s: %s has no image", path, name)
			}
			for variable := range service.Environment {
				if strings.HasPrefix(variable, "RUNLEDGER_") && !strings.Contains(string(settings), "`"+variable+"`") {
					t.Errorf("%s: %s sets %s, which isn't a setting", path, name, variable)
				}
			}
			for _, mount := range service.Volumes {
				volume, _, _ := strings.Cut(mount, ":")
				if _, declared := file.Volumes[volume]; !declared {
					t.Errorf("%s: %s uses the volume %s, which isn't declared", path, name, volume)
				}
			}
		}
	}
}
