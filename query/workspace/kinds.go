package workspace

import (
	"encoding/json"
	"slices"
	"strings"

	"runledger/internal/api"
)

// panelKind is a kind of panel: its own fields, and those that it needs.
type panelKind struct {
	name   string
	shows  string // what its data are: see data.go
	fields []field
	needs  []string
}

// What a panel's data are.
const (
	showsChart   = "chart"
	showsRuns    = "runs" // rows of the panel's runs
	showsText    = "text"
	showsObjects = "objects" // what runs logged that isn't a number
)

var metricsField = field{"metrics", listOf(1, maxMetrics, name), "Names of metrics, exactly as logged"}

var lineFields = []field{
	metricsField,
	{"x_axis", axis, `"step", "relative", "wall", or {"metric": name}`},
	{"x_range", span, "{min, max}: zoom"},
	{"y_range", span, ""},
	{"x_log", yesNo, ""},
	{"y_log", yesNo, ""},
	{"buckets", wholeFrom(1, maxRuns), "As in charts"},
	{"aggregates", listOf(0, 20, name), "As in charts"},
	{"quantiles", levels, "As in charts"},
	{"smoothing", smoothing, "As in charts"},
	{"band", oneOf("none", "minmax", "stddev", "stderr", "variance", "quantiles"), "What the shaded region of a grouped line shows"},
}

// panelKinds in the order in which they're offered.
var panelKinds = []panelKind{
	{"line", showsChart, lineFields, []string{"metrics"}},
	{"grouped_line", showsChart, append(slices.Clone(lineFields), field{"mode", oneOf("per_run", "pooled"), "As in charts"}), []string{"metrics"}},
	{"bar", showsRuns, []field{metricsField, {"aggregate", oneOf("last", "min", "max", "mean"), "Of a group"}, {"vertical", yesNo, ""}}, []string{"metrics"}},
	{"scatter", showsRuns, []field{{"x_field", fieldName, "config.KEY, summary.KEY or a field of runs"}, {"y_field", fieldName, ""}, {"color_field", fieldName, ""}, {"x_log", yesNo, ""}, {"y_log", yesNo, ""}}, []string{"x_field", "y_field"}},
	{"histogram", showsRuns, []field{metricsField, {"bins", wholeFrom(1, maxColumns), ""}}, []string{"metrics"}},
	{"scalar", showsRuns, []field{metricsField, {"aggregate", oneOf("last", "min", "max", "mean"), ""}}, []string{"metrics"}},
	{"markdown", showsText, []field{{"text", textOf(maxMarkdown), ""}}, nil},
	{"parallel_coordinates", showsRuns, []field{{"fields", listOf(1, maxMetrics, runField), "An axis each"}, {"color_field", fieldName, ""}}, []string{"fields"}},
	{"run_comparer", showsRuns, []field{{"fields", listOf(0, maxColumns, runField), "Default: all of config and summary"}, {"only_differences", yesNo, ""}}, nil},
	{"media", showsObjects, []field{{"keys", listOf(1, maxMetrics, name), "Of logged images, audio, video, …"}, {"step", wholeFrom(0, 1<<53), ""}}, []string{"keys"}},
	{"table", showsObjects, []field{{"key", textOf(maxMetricName), "Of a logged table"}}, []string{"key"}},
}

// panelCommon fields of all kinds.
var panelCommon = append(append([]field{
	{"kind", oneOf(kindNames()...), ""},
	{"title", textOf(maxTitle), "Default: the names of what it shows"},
	{"description", textOf(maxMarkdown), ""},
	{"ids", listOf(0, maxRuns, name), "These runs, in this order, instead of the workspace's; those that are gone are left out"},
}, geometry...), runSetFields...)

func kindNames() []string {
	names := make([]string, len(panelKinds))
	for i, k := range panelKinds {
		names[i] = k.name
	}
	return names
}

func kindNamed(name string) (panelKind, bool) {
	i := slices.IndexFunc(panelKinds, func(k panelKind) bool { return k.name == name })
	if i < 0 {
		return panelKind{}, false
	}
	return panelKinds[i], true
}

// panelField finds a field of a panel of a kind.
func panelField(kind, name string) (field, bool) {
	if f, ok := find(panelCommon, name); ok {
		return f, true
	}
	k, _ := kindNamed(kind)
	return find(k.fields, name)
}

// checkPanel says what is wrong with a panel's spec; get gives its fields. Of fields that
// aren't in names only those are looked at that the kind needs; nil are all.
func checkPanel(get func(string) json.RawMessage, names []string, at string) []api.FieldError {
	kind, _ := text(get("kind"))
	k, ok := kindNamed(kind)
	if !ok {
		return []api.FieldError{{Location: at + "kind", Code: "invalid", Message: "a panel is one of " + strings.Join(kindNames(), ", ")}}
	}
	var faults []api.FieldError
	for _, fields := range [][]field{panelCommon, k.fields} {
		for _, f := range fields {
			if names != nil && !slices.Contains(names, f.name) {
				continue
			}
			if e := f.faultOf(get(f.name), at); e != nil {
				faults = append(faults, *e)
			}
		}
	}
	for _, name := range k.needs {
		if !isSet(get(name)) {
			faults = append(faults, api.FieldError{Location: at + name, Code: "missing", Message: "a " + k.name + " panel needs it"})
		}
	}
	return append(faults, searchFault(get, names, at)...)
}
