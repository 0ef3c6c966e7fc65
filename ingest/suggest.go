package ingest

// unknownField is the fault for a field that there isn't, with the one that was
// probably meant.
func unknownField(name string) error {
	best, distance := "", 3
	for _, f := range fields {
		if d := editDistance(name, f.name, distance); d < distance {
			best, distance = f.name, d
		}
	}
	if best != "" && distance < len(best) {
		return faultf(codeUnknown, "there's no field %q; did you mean %q?", clip(name), best)
	}
	return faultf(codeUnknown, "there's no field %q; values that you log belong into \"metrics\"", clip(name))
}

// editDistance is the Levenshtein distance of two names, or limit if it isn't below.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return min(row[len(b)], limit)
}
