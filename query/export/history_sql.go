package export

import (
	"strings"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// history is the SELECT of a run set's history in long form: project, run, key, step,
// time, value, json.
type history struct {
	project string // entity/name
	points  read.Points
	values  bool // the set has rows in table rows: what float64 can't hold
}

// sql has the points, and where the set has them, exact integers beside their points
// and a row for each value that isn't a number.
func (h history) sql(f format) string {
	columns := read.Columns{Key: true, Time: true}
	from := "    SELECT key, run, step, time, value, CAST(NULL AS Nullable(String)) AS json\n    FROM\n    (\n" + h.points.SQL(columns, "        ") + "\n    )"
	if h.values {
		from = strings.Join([]string{
			"    SELECT p.key AS key, p.run AS run, p.step AS step, p.time AS time, p.value AS value, if(e.number = p.value, e.json, NULL) AS json",
			"    FROM\n    (\n" + h.points.SQL(columns, "        ") + "\n    ) AS p",
			"    LEFT ANY JOIN\n    (\n" + h.valuesSQL("number IS NOT NULL", "        ") + "\n    ) AS e",
			"    ON p.run = e.run AND p.step = e.step AND p.key = e.key",
			"    UNION ALL",
			h.valuesSQL("number IS NULL", "    "),
		}, "\n")
		from = strings.Replace(from, "p.key AS key", "CAST(p.key AS String) AS key", 1)
	}
	return strings.Join([]string{
		"SELECT {project:String} AS project, r.id AS run, p.key AS key, p.step AS step, p.time AS time, p.value AS value, p.json AS json",
		"FROM",
		"(",
		from,
		") AS p",
		"INNER JOIN",
		"(",
		idsSQL(h.points.Runs, "    "),
		") AS r ON p.run = r.run",
		"FORMAT " + f.engine,
	}, "\n")
}

// idsSQL is the SELECT of the runs' ids.
func idsSQL(runs read.RunList, indent string) string {
	return indent + "SELECT run, CAST(argMax(id, off) AS LowCardinality(String)) AS id FROM run_facts WHERE " + runs.InHome() + " AND " + runs.In() + " GROUP BY run"
}

// barewords in JSON as trainers write it, which the engine doesn't read. Quoting them
// breaks a text that holds the like, so the result is checked.
const quotedWordsSQL = `replaceRegexpAll(json, '([\\[:,]\\s*)(-?Infinity|NaN)', '\\1"\\2"')`

// valuesSQL is the SELECT of single values of table rows, the last in the log of each
// step. A row that the engine can't read comes whole, under the empty key.
func (h history) valuesSQL(where, indent string) string {
	condition := h.points.Runs.InHome() + " AND " + h.points.Runs.In()
	if below := h.points.At.Below(); below != "" {
		condition += " AND " + below
	}
	keys := ""
	if !h.points.AllKey {
		keys = "        WHERE member.1 IN {value_keys:Array(String)}\n"
	}
	return indent + strings.ReplaceAll(strings.TrimSuffix(`SELECT
    key, run, step, at AS time,
    CAST(number AS Nullable(Float64)) AS `+numberName(where)+`, CAST(text AS Nullable(String)) AS json
FROM
(
    SELECT
        member.1 AS key, run, step,
        toDateTime64(argMax(time, (off, idx)), 3, 'UTC') AS at,
        argMax(member.2, (off, idx)) AS text,
        if(match(text, '^-?[0-9]+$'), toFloat64OrNull(text), NULL) AS number
    FROM
    (
        SELECT
            run, step, time, off, idx,
            `+quotedWordsSQL+` AS quoted,
            arrayJoin(multiIf(
                isValidJSON(json), JSONExtractKeysAndValuesRaw(json),
                isValidJSON(quoted), JSONExtractKeysAndValuesRaw(quoted),
                [('', json)])) AS member
        FROM rows
        WHERE `+condition+`
    )
`+keys+`    GROUP BY key, run, step
)
WHERE `+where, "\n"), "\n", "\n"+indent)
}

// numberName: beside points the number is compared, by itself it is the value.
func numberName(where string) string {
	if where == "number IS NULL" {
		return "value"
	}
	return "number"
}

func (h history) params() clickhouse.Params {
	p := h.points.Params()
	p["project"] = h.project
	if h.values && !h.points.AllKey {
		p["value_keys"] = h.points.Keys
	}
	return p
}
