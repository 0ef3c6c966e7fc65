package filter

import "strings"

// Key is a field to sort by.
type Key struct {
	Field Field
	Desc  bool
}

// String is the key as it is written: field:asc or field:desc.
func (k Key) String() string {
	if k.Desc {
		return k.Field.String() + ":desc"
	}
	return k.Field.String() + ":asc"
}

// ParseKey reads field, field:asc or field:desc. The error is a *Fault.
func ParseKey(text string) (Key, error) {
	p := newParser(text)
	f, err := p.field()
	if err != nil {
		return Key{}, err
	}
	k := Key{Field: f}
	if f.Whole() {
		return k, p.fault(token{at: 0, end: len(text)}, "A key is missing: "+f.String()+".KEY.", "")
	}
	if p.is(":") {
		p.advance()
		if !p.is("asc", "desc") {
			return k, p.fault(p.tok, "After the colon, asc or desc should stand.", "")
		}
		k.Desc = p.is("desc")
		p.advance()
	}
	if p.tok.kind != tokenEnd {
		return k, p.fault(p.tok, "There's more after the field.", "One field, then :asc or :desc.")
	}
	return k, nil
}

// OrderSQL is the keys as terms of ORDER BY. Of config and summary, numbers come
// first, by their exact values, then texts, then false and true, then lists; in both
// directions NaN comes after all of them, and runs without the key come last.
func OrderSQL(keys []Key, c Columns) []string {
	var terms []string
	for _, k := range keys {
		terms = append(terms, k.sql(c)...)
	}
	return terms
}

func (k Key) sql(c Columns) []string {
	dir := ""
	if k.Desc {
		dir = " DESC"
	}
	if k.Field.Scope != Run {
		return anyOrder(c.Value(k.Field), dir)
	}
	x := c.Run(k.Field.Name)
	switch k.Field.Kind() {
	case Texts:
		return []string{"empty(" + x + ")", x + dir}
	case Number, Time:
		return []string{x + dir + " NULLS LAST"}
	}
	return []string{"(" + x + " = '')", x + dir}
}

// anyOrder sorts by a column of type Dynamic: by its rank among the types; by the
// nearest float64 of a number; by what that rounds away of an integer; by the text.
func anyOrder(x, dir string) []string {
	float, int64s, uint64s, text, bools := x+".Float64", x+".Int64", x+".UInt64", x+".String", x+".Bool"
	number := "isNotNull(" + float + ") OR isNotNull(" + int64s + ") OR isNotNull(" + uint64s + ")"
	rank := "multiIf(" + number + ", 0, isNotNull(" + text + "), if(" + text + " = 'NaN', 4, if(" + text + " IN ('Infinity', '-Infinity'), 0, 1)), isNotNull(" +
		bools + "), 2, isNotNull(" + x + "), 3, 5)"
	nearest := "multiIf(isNotNull(" + float + "), " + float + ", isNotNull(" + int64s + "), toFloat64(" + int64s + "), isNotNull(" + uint64s + "), toFloat64(" + uint64s +
		"), isNotNull(" + bools + "), toFloat64(" + bools + "), " + text + " = 'Infinity', inf, " + text + " = '-Infinity', -inf, 0)"
	rest := "multiIf(isNotNull(" + int64s + "), toInt128(" + int64s + ") - toInt128(toFloat64(" + int64s + ")), isNotNull(" +
		uint64s + "), toInt128(" + uint64s + ") - toInt128(toFloat64(" + uint64s + ")), 0)"
	texts := "if(" + text + " IN " + specials + ", '', ifNull(" + text + ", ''))"
	return []string{rank, nearest + dir, rest + dir, texts + dir}
}

// LabelSQL is the value of a field as JSON text, the same for equal values; ” where
// it's missing.
func LabelSQL(f Field, c Columns) string {
	if f.Scope != Run {
		return anyLabel(c.Value(f))
	}
	x := c.Run(f.Name)
	switch f.Kind() {
	case Texts:
		return "if(empty(" + x + "), '', toJSONString(arraySort(" + x + ")))"
	case Number:
		return "ifNull(toString(" + x + "), '')"
	case Time:
		return "ifNull(concat('\"', replaceOne(toString(" + x + "), ' ', 'T'), 'Z\"'), '')"
	}
	return "if(" + x + " = '', '', toJSONString(" + x + "))"
}

func anyLabel(x string) string {
	f := x + ".Float64"
	whole := f + " = trunc(" + f + ") AND "
	return "ifNull(" + strings.Join([]string{
		"multiIf(" + whole + "abs(" + f + ") < 9223372036854775808., toString(toInt64(" + f + "))",
		whole + f + " > 0 AND " + f + " < 18446744073709551616., toString(toUInt64(" + f + "))",
		"isNotNull(" + f + "), toString(" + f + ")",
		"isNotNull(" + x + ".Int64), toString(" + x + ".Int64)",
		"isNotNull(" + x + ".UInt64), toString(" + x + ".UInt64)",
		"isNotNull(" + x + ".Bool), if(" + x + ".Bool, 'true', 'false')",
		"isNotNull(" + x + ".String), toJSONString(" + x + ".String)",
		"isNotNull(" + x + "), toJSONString(" + x + ")",
		"''), '')",
	}, ", ")
}

// NumberSQL is the value of a field as a Nullable(Float64): NULL where it isn't a
// number. NaN is NULL too; infinities aren't.
func NumberSQL(f Field, c Columns) string {
	if f.Scope == Run {
		x := c.Run(f.Name)
		if f.Kind() == Time {
			return "toFloat64(toUnixTimestamp64Milli(" + x + ")) / 1000"
		}
		return "toFloat64(" + x + ")"
	}
	x := c.Value(f)
	return "multiIf(isNotNull(" + x + ".Float64), " + x + ".Float64, isNotNull(" + x + ".Int64), toFloat64(" + x + ".Int64), isNotNull(" +
		x + ".UInt64), toFloat64(" + x + ".UInt64), " + x + ".String = 'Infinity', inf, " + x + ".String = '-Infinity', -inf, NULL)"
}
