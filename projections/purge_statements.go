package projections

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// purgeAtOnce bounds the numbers in one statement: they stand in its text.
const purgeAtOnce = 5000

// actionsPart is the row of purges.sql for run_facts and audit.
const actionsPart = 65535

// runTables hold rows of runs that telemetry made.
func runTables() []string {
	var names []string
	for _, t := range batchTables {
		if t.name != setAside {
			names = append(names, t.name)
		}
	}
	return append(names, runVersions, runValues, runData)
}

// ofRuns is the condition that rows are of these runs.
func ofRuns(runs []purgedRun) string {
	var homes, nos []uint64
	for _, r := range runs {
		nos = append(nos, r.run)
		if !slices.Contains(homes, r.home) {
			homes = append(homes, r.home)
		}
	}
	return "home IN (" + numbers(homes) + ") AND run IN (" + numbers(nos) + ")"
}

func numbers(list []uint64) string {
	text := make([]string, len(list))
	for i, n := range list {
		text[i] = strconv.FormatUint(n, 10)
	}
	return strings.Join(text, ", ")
}

// remove takes rows out of a table: nothing reads them any more.
func (s *store) remove(ctx context.Context, table, where string) error {
	name := s.schema.Name(table)
	var n uint64
	if err := s.conn.QueryRow(ctx, "SELECT count() FROM (SELECT 1 FROM "+name+" WHERE "+where+" LIMIT 1)").Scan(&n); err != nil {
		return fmt.Errorf("look for rows of %s to remove: %w", table, err)
	}
	if n == 0 {
		return nil
	}
	if err := s.conn.Exec(ctx, "DELETE FROM "+name+s.schema.onCluster()+" WHERE "+where); err != nil {
		return fmt.Errorf("remove rows of %s: %w", table, err)
	}
	return nil
}

// erase takes the bytes of removed rows off the disk: it writes those parts anew that
// have some. A merge would do it too, but a large part may never be merged again. (Ten
// runs of 1,000 in a part of 10 M rows: 80 ms to remove, 1.1 s to erase.) What parts
// were before is kept for another eight minutes, as after a merge.
func (s *store) erase(ctx context.Context, table string) error {
	var n uint64
	q := "SELECT count() FROM system.parts WHERE database = currentDatabase() AND table = {table:String} AND active AND has_lightweight_delete"
	if err := s.conn.QueryRow(ctx, q, named("table", s.schema.Name(table))).Scan(&n); err != nil {
		return fmt.Errorf("look for removed rows of %s: %w", table, err)
	}
	if n == 0 && s.schema.Cluster == "" {
		return nil
	}
	q = "ALTER TABLE " + s.schema.Name(table) + s.schema.onCluster() + " APPLY DELETED MASK SETTINGS mutations_sync = 1"
	if err := s.conn.Exec(ctx, q); err != nil {
		return fmt.Errorf("erase removed rows of %s: %w", table, err)
	}
	return nil
}

// doom notes the contents that runs refer to before their rows go.
func (s *store) doom(ctx context.Context, runs []purgedRun, at time.Time) error {
	byPurge := map[uint64][]purgedRun{}
	for _, r := range runs {
		byPurge[r.purge] = append(byPurge[r.purge], r)
	}
	for purge, runs := range byPurge {
		q := fmt.Sprintf("INSERT INTO %s (purge, sha256, state, at, version) SELECT DISTINCT %d, sha256, 'doomed', fromUnixTimestamp64Milli(%d, 'UTC'), 1 FROM %s WHERE %s",
			s.schema.Name(doomed), purge, at.UnixMilli(), s.schema.Name(contents), ofRuns(runs))
		if err := s.conn.Exec(ctx, q); err != nil {
			return fmt.Errorf("note the contents of purged runs: %w", err)
		}
	}
	return nil
}

// purgesDone returns up to which action purges are carried out, by partition.
func (s *store) purgesDone(ctx context.Context) (map[int]uint64, error) {
	return PurgesDone(ctx, s.conn, s.schema.Name(purges))
}

// PurgesDone reads that from a table of purges; the actions' own tables stand under
// ActionsPart.
func PurgesDone(ctx context.Context, conn driver.Conn, table string) (map[int]uint64, error) {
	rows, err := conn.Query(ctx, "SELECT part, max(off) FROM "+table+" GROUP BY part")
	if err != nil {
		return nil, fmt.Errorf("which purges are carried out: %w", err)
	}
	defer rows.Close()
	done := map[int]uint64{}
	for rows.Next() {
		var part uint16
		var off uint64
		if err := rows.Scan(&part, &off); err != nil {
			return nil, fmt.Errorf("which purges are carried out: %w", err)
		}
		done[int(part)] = off
	}
	return done, rows.Err()
}

func (s *store) savePurges(ctx context.Context, at time.Time, parts []int, next uint64) error {
	var part proto.ColUInt16
	var off proto.ColUInt64
	when := newMillis()
	for _, p := range parts {
		part.Append(uint16(p))
		off.Append(next)
		when.at(at)
	}
	in := proto.Input{{Name: "part", Data: part}, {Name: "off", Data: off}, {Name: "at", Data: when.ColDateTime64}}
	block, err := encode(in)
	if err != nil {
		return err
	}
	if err := s.insert(ctx, purges, in, block, func() bool { return true }); err != nil {
		return fmt.Errorf("note that purges are carried out: %w", err)
	}
	return nil
}

// ActionsPart and RunTables are for whoever follows a purge.
const ActionsPart = actionsPart

// RunTables lists the tables that a purge removes rows of telemetry from.
func RunTables() []string { return runTables() }
