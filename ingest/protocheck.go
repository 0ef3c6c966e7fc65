package ingest

// check looks at what only shows once the whole batch is read.
func (b *wireBatch) check() error {
	if err := b.line.check(); err != nil {
		return err
	}
	rows := len(b.steps)
	if n := len(b.times); n != 0 && n != rows {
		return faultf(codeInvalid, "%d steps with %d times: one for each, or no time", rows, n)
	}
	for _, times := range [][]int64{b.times, b.systemTimes} {
		for _, ms := range times {
			if ms < 0 || ms >= endOfTime/1000 {
				return faultf(codeRange, "time %d ms lies outside the years 1970 to 2300", ms)
			}
		}
	}
	for _, v := range b.values {
		if v.row >= uint64(rows) {
			return faultf(codeInvalid, "the value of %q is in row %d of %d", clip(v.key), v.row, rows)
		}
	}
	if err := b.checkSeries(b.systems, len(b.systemTimes)); err != nil {
		return err
	}
	return b.checkSeries(b.series, rows)
}

func (b *wireBatch) checkSeries(series []wireSeries, rows int) error {
	for i := range series {
		if err := series[i].check(rows); err != nil {
			return err
		}
	}
	return b.checkDistinct(series)
}

func (s *wireSeries) check(rows int) error {
	values := len(s.values) / 8
	if len(s.rows) == 0 {
		if values != rows {
			return faultf(codeInvalid, "%q has %d values for %d rows; with gaps, rows says where they belong", clip(s.key), values, rows)
		}
		return nil
	}
	if values != len(s.rows) {
		return faultf(codeInvalid, "%q has %d values and %d rows", clip(s.key), values, len(s.rows))
	}
	for i, row := range s.rows {
		if row >= uint64(rows) || i > 0 && row <= s.rows[i-1] {
			return faultf(codeInvalid, "the rows of %q rise, and lie below %d", clip(s.key), rows)
		}
	}
	return nil
}

// checkDistinct wants each key once. The keys are usually those of the last batch.
func (b *wireBatch) checkDistinct(series []wireSeries) error {
	same := len(series) <= len(b.distinct)
	for i := 0; same && i < len(series); i++ {
		same = series[i].key == b.distinct[i]
	}
	if same {
		return nil
	}
	seen := make(map[string]bool, len(series))
	b.distinct = b.distinct[:0]
	for i := range series {
		if seen[series[i].key] {
			b.distinct = b.distinct[:0]
			return faultf(codeInvalid, "two series of %q in one batch", clip(series[i].key))
		}
		seen[series[i].key] = true
		b.distinct = append(b.distinct, series[i].key)
	}
	return nil
}
