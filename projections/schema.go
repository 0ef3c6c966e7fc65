package projections

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

//go:embed *.sql
var ddl embed.FS

// tableSettings: parts stay on disk for 480 s after a merge (a crash may need them;
// the embedded engine's default is 0), and an insert is on disk when it's acknowledged.
const tableSettings = "old_parts_lifetime = 480, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1"

// Schema renders and creates tables.
type Schema struct {
	// Cluster: if set, tables are replicated and created ON CLUSTER of this name.
	Cluster string
	// Suffix of all tables' names: another generation beside the live one, "" = live.
	Suffix string
}

// DDL returns the CREATE TABLE statement of a table.
func (s Schema) DDL(table string) (string, error) {
	text, err := ddl.ReadFile(table + ".sql")
	if err != nil {
		return "", fmt.Errorf("no table %q: %w", table, err)
	}
	name := s.Name(table)
	replaced, by := "ReplacingMergeTree", "ReplacingMergeTree("
	if s.Cluster != "" {
		name += s.onCluster()
		path := "'/clickhouse/tables/{shard}/{database}/" + s.Name(table) + "', '{replica}'"
		replaced = "ReplicatedReplacingMergeTree(" + path + ")"
		by = "ReplicatedReplacingMergeTree(" + path + ", "
	}
	return strings.NewReplacer(
		"{table}", name, "{engine}", replaced, "{engine:off}", by+"off)", "{engine:version}", by+"version)", "{settings}", tableSettings,
	).Replace(string(text)), nil
}

// onCluster is the clause of statements that concern every node.
func (s Schema) onCluster() string {
	if s.Cluster == "" {
		return ""
	}
	return " ON CLUSTER " + quoted(s.Cluster)
}

// quoted is a name from the configuration as an identifier.
func quoted(name string) string {
	return "`" + strings.NewReplacer("\\", `\\`, "`", "\\`").Replace(name) + "`"
}

// Name is the table's name in this generation.
func (s Schema) Name(table string) string { return table + s.Suffix }

// Create makes the tables that aren't there.
func (s Schema) Create(ctx context.Context, conn driver.Conn) error {
	for _, t := range Tables() {
		q, err := s.DDL(t)
		if err != nil {
			return err
		}
		if err := conn.Exec(ctx, q); err != nil {
			return fmt.Errorf("create table %s: %w", s.Name(t), err)
		}
	}
	return nil
}

// Drop removes the tables of a generation that isn't the live one.
func (s Schema) Drop(ctx context.Context, conn driver.Conn) error {
	if s.Suffix == "" {
		return fmt.Errorf("the live tables aren't dropped")
	}
	for _, t := range Tables() {
		if err := conn.Exec(ctx, "DROP TABLE IF EXISTS "+s.Name(t)+" SYNC"); err != nil {
			return fmt.Errorf("drop table %s: %w", s.Name(t), err)
		}
	}
	return nil
}
