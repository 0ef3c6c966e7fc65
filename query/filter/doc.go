// Package filter is the language in which runs are chosen:
//
//	config.lr >= 0.1 and (tags has "baseline" or state in ("finished", "running"))
//	  and not name =~ "^sweep-\\d+$" and summary."val.loss" < 0.5 and created > "2026-01-01"
//
// A condition is a field, an operator, a value. Conditions are combined by and, or,
// not and parentheses; not binds closest, then and. Words are read in any case.
//
// Fields: config.PATH and summary.PATH, whose keys are joined by dots; a key that is
// more than letters, digits, _ - / @ $ stands in quotes (config."a.b".c). Or a field of
// the run itself: see runFields in field.go.
//
// Values: numbers (also NaN, Infinity, -Infinity), texts in "…" or '…' with the
// escapes of JSON or in `…` without any, true, false. A time is a text: a date, RFC
// 3339, or a span before now such as "-7d".
//
// Operators: = != < <= > >= in (…) not in (…) =~ !~ (RE2, anywhere in the text)
// contains starts_with has exists missing.
//
// What matches:
//   - Numbers compare by their exact value, whatever they are stored as; integers up to
//     64 bits lose nothing. NaN equals NaN only, and isn't less or more than anything.
//     The texts "NaN", "Infinity" and "-Infinity" are numbers: trainers send them so.
//   - Texts compare by their bytes. A number never equals a text, true isn't 1.
//   - A key that is missing, or null, matches only missing; not turns that round:
//     config.lr != 1 needs an lr, not config.lr = 1 doesn't. An empty list or text of
//     the run itself is missing.
//   - has finds an element of a list; contains finds a part of a text, and in a list
//     the same as has.
//
// Every expression has an equal form in JSON: {"and": [{"field": "config.lr", "op":
// ">=", "value": 0.1}, {"not": {…}}]}.
//
// To add a field of the run: a line in runFields, and its column in package runs. To
// add an operator: a line in operators, its check in check.go, its SQL in sql_*.go, and
// its meaning in the model that the tests compare with.
package filter
