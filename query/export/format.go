package export

import (
	"slices"

	"runledger/internal/clickhouse"
)

// format is one of the ways to write rows.
type format struct {
	name   string
	media  string
	suffix string
	engine string // the engine's name of it
}

var formats = []format{
	{"ndjson", "application/x-ndjson", "ndjson", "JSONEachRow"},
	{"csv", "text/csv; charset=utf-8; header=present", "csv", "CSVWithNames"},
	{"arrow", "application/vnd.apache.arrow.stream", "arrows", "ArrowStream"},
	{"parquet", "application/vnd.apache.parquet", "parquet", "Parquet"},
}

func formatOf(name string) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// settings are the same for all formats: the embedded engine keeps a session a set.
func settings() clickhouse.Settings {
	return clickhouse.Settings{
		"date_time_output_format":                           "iso", // RFC 3339 in text
		"output_format_json_quote_64bit_integers":           0,
		"output_format_json_quote_denormals":                1, // "nan", "inf": corrected on the way out, see denormals.go
		"output_format_arrow_string_as_string":              1,
		"output_format_parquet_string_as_string":            1,
		"output_format_arrow_low_cardinality_as_dictionary": 1,
	}
}
