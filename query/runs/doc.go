// Package runs answers the table of a project's runs: filtered, searched, sorted,
// grouped, page by page, now or as of a position; and it finds the run sets that
// charts and exports are about.
//
// A page takes two queries. The first finds all matching runs in order (statement.go):
// it reads only the paths that filter and sort need, and gives back run numbers. The
// second reads the exact texts of the page's runs (page.go). The order of the first
// page is kept (order.go, cursor.go), so that paging shows every run once, whatever
// changes meanwhile.
//
// What people decided about a run is in run_facts (and, for now, in the catalog), what
// its trainer said in run_values (to filter and sort by) and run_data (the exact texts).
// Where both set the same key of config or summary, the
// person's wins (layers.go for texts, statement.go for filter and sort).
//
// To add a field of the run: its line in package filter, its expression in columns.go,
// and its value in row.go.
package runs
