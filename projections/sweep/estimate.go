package sweep

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"runledger/catalog"
	"runledger/projections"
)

// Estimate returns about how many bytes the rows of runs take on disk: of each table the
// share of its rows. It is asked before they are purged.
func (s *Sweeper) Estimate(ctx context.Context, runs []*catalog.Run) (int64, error) {
	sum := 0.0
	for _, table := range projections.RunTables() {
		var rows float64
		for some := range slices.Chunk(runs, 5000) {
			n, err := s.ask(ctx, "SELECT toFloat64(count()) FROM "+table+" WHERE "+ofRuns(some))
			if err != nil {
				return 0, fmt.Errorf("rows of %s: %w", table, err)
			}
			rows += n
		}
		if rows == 0 {
			continue
		}
		perRow, err := s.ask(ctx, "SELECT if(sum(rows) = 0, 0, sum(bytes_on_disk) / sum(rows)) FROM system.parts WHERE active AND database = currentDatabase() AND table = '"+table+"'")
		if err != nil {
			return 0, fmt.Errorf("size of %s: %w", table, err)
		}
		sum += rows * perRow
	}
	return int64(sum), nil
}

func (s *Sweeper) ask(ctx context.Context, q string) (n float64, err error) {
	err = s.conn.QueryRow(ctx, q).Scan(&n)
	return n, err
}

func ofRuns(runs []*catalog.Run) string {
	var homes, nos []string
	for _, r := range runs {
		nos = append(nos, strconv.FormatUint(uint64(r.No), 10))
		if home := strconv.FormatUint(uint64(r.Home), 10); !slices.Contains(homes, home) {
			homes = append(homes, home)
		}
	}
	return "home IN (" + strings.Join(homes, ",") + ") AND run IN (" + strings.Join(nos, ",") + ")"
}
