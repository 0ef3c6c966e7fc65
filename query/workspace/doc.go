// Package workspace is the arrangement of a project's page: workspaces, their sections
// and panels, and what the panels show.
//
// What people arranged are documents in the catalog: kinds workspace, section, panel,
// with one field for each thing that can be set. On top of that a page arranges itself:
// a section for each prefix of metrics and a panel for each metric (auto.go). These are
// no documents until somebody changes them; then a document of a known id says what is
// different (part.go), and the rest goes on following the metrics. layout.go puts both
// together each time the page is read, from the fold and the list of metrics alone.
//
// Stored values are never trusted: what a field holds is checked when it's written
// (vocabulary.go and the lists of fields), and read so that anything else counts as not
// set (loose.go) and is named as a fault of the panel or the workspace. So whatever the
// log holds, the page opens.
//
// One definition says which runs sidebar, table and panels show: runset.go.
//
// To add a field: a line in workspaceFields, sectionFields or the list of a panel's
// kind. To add a kind of panel: a line in panelKinds, and what it shows in data.go.
package workspace
