package requirements

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rows are the groups of requirements and how many each has. Sweeps and artifacts come
// with their own features.
var rows = []struct {
	group string
	n     int
}{{"NAV", 4}, {"OV", 10}, {"WS", 22}, {"SC", 12}, {"PN", 14}, {"TB", 5}, {"RP", 5}, {"DF", 8}, {"FAQ", 7}}

// pageOnly are rows that can be seen on the page alone.
var pageOnly = []string{"WS_2"}

// programOnly are rows without anything to be seen on the page.
var programOnly = []string{"DF_8", "FAQ_4"}

// TestEveryRowHasATest looks for tests named by each row's id in the whole repository.
// With -v it lists them.
func TestEveryRowHasATest(t *testing.T) {
	everyRowHas(t, "../..", "_test.go", regexp.MustCompile(`func TestReq((?:_[A-Z]+_\d+)+)_?(\w*)\(`), pageOnly)
}

// TestEveryRowHasABrowserTest looks for tests of the page: test('TestReq_WS_14 …').
func TestEveryRowHasABrowserTest(t *testing.T) {
	everyRowHas(t, "../../web/browser", ".test.ts", regexp.MustCompile("TestReq((?:_[A-Z]+_\\d+)+)([^'\"`]*)"), programOnly)
}

// everyRowHas finds the tests below root whose names have the ids of rows: name's first
// group has the ids, its second the rest.
func everyRowHas(t *testing.T, root, suffix string, name *regexp.Regexp, but []string) {
	t.Helper()
	tests := map[string][]string{}
	id := regexp.MustCompile(`([A-Z]+)_(\d+)`)
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range name.FindAllSubmatch(text, -1) {
			for _, one := range id.FindAllString(string(m[1]), -1) {
				where, _ := filepath.Rel(root, path)
				tests[one] = append(tests[one], fmt.Sprintf("%s: TestReq%s%s", where, m[1], m[2]))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for i := range r.n {
			row := fmt.Sprintf("%s_%d", r.group, i+1)
			if len(tests[row]) == 0 && !slices.Contains(but, row) {
				t.Errorf("%s-%d has no test", r.group, i+1)
			}
			t.Logf("%s-%d\t%s", r.group, i+1, strings.Join(tests[row], ", "))
		}
	}
}
