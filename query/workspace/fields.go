package workspace

import "slices"

// Limits.
const (
	maxTitle      = 512
	maxSearch     = 4096
	maxMetricName = 1024
	maxMetrics    = 100 // of a panel
	maxRuns       = 10_000
	maxGroupKeys  = 10
	maxSortKeys   = 10
	maxColumns    = 1000
	maxPageSide   = 20
	maxMarkdown   = 200 << 10
	mostPixels    = 100_000
	mostPage      = 1_000_000

	defaultMaxRuns = 10
	defaultColumns = 3
	defaultRows    = 2
)

// runSetFields choose runs: of a workspace, and of a panel in place of the workspace's.
var runSetFields = []field{
	{"search", textOf(maxSearch), "A part of the runs' names or ids, in any case, or a regular expression"},
	{"search_mode", oneOf("text", "regex"), "What search is; default text"},
	{"filter", expression, "Which runs"},
	{"sort", listOf(0, maxSortKeys, sortKey), "Fields, each with :asc or :desc; default number:desc"},
	{"grouping", grouping, "Keys such as config.arch, or {\"all_except\": [keys]}"},
	{"max_runs", wholeFrom(1, maxRuns), "How many runs of the sorted ones a panel shows; grouped panels are about all runs of their groups"},
}

var workspaceFields = append(slices.Clone(runSetFields), []field{
	{"name", textOf(maxTitle), "Of a saved view"},
	{"columns", columns, "Of the runs table, in order"},
	{"visibility_default", yesNo, "Whether runs are shown that visibility says nothing about; default true"},
	{"auto", yesNo, "Whether sections and panels of metrics appear by themselves; default true"},
	{"x_axis", axis, "Default of the panels, as are the following"},
	{"x_range", span, ""},
	{"smoothing", smoothing, ""},
	{"buckets", wholeFrom(1, maxRuns), ""},
}...)

var sectionFields = []field{
	{"title", textOf(maxTitle), ""},
	{"collapsed", yesNo, "A collapsed section's panels aren't read"},
	{"layout", oneOf("standard", "custom"), "standard (default): panels of one size on pages. custom: each has its own place and size, all on one page"},
	{"panel_size", size, "{w, h} of every panel of the standard layout"},
	{"height", numberFrom(1, mostPixels), "Of the section"},
	{"columns", wholeFrom(1, maxPageSide), "Of a page; default 3"},
	{"rows", wholeFrom(1, maxPageSide), "Of a page; default 2"},
	{"page", wholeFrom(1, mostPage), "The page that is shown, from 1"},
}

// defaultsOfPanels are fields of a workspace that panels have if they say nothing.
var defaultsOfPanels = []string{"x_axis", "x_range", "smoothing", "buckets"}

// geometry of a panel in the custom layout.
var geometry = []field{
	{"x", numberFrom(0, mostPixels), "Place and size in the custom layout"},
	{"y", numberFrom(0, mostPixels), ""},
	{"w", numberFrom(0, mostPixels), ""},
	{"h", numberFrom(0, mostPixels), ""},
}

// ours are fields that the program itself keeps in documents; no request sets them.
var ours = []string{"place", "auto_for", "auto_system", "in_section", "panels", "deleted", "root", "parent", "order", "id", "version"}

// Prefixes of a workspace's fields of which there are many.
const (
	visibilityField    = "visibility."
	copiedSectionField = "copied.section."
	copiedPanelField   = "copied.panel."
)
