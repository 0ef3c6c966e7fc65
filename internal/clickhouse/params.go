package clickhouse

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// formatPlain writes numbers, bools and slices.
func formatPlain(value any) (string, error) {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		return formatFloat(v.Float()), nil
	case reflect.String:
		return escapeParam(v.String()), nil
	case reflect.Slice:
		return formatSlice(v)
	}
	return "", fmt.Errorf("a %T can't be a parameter", value)
}

// formatFloat writes a float so that ClickHouse reads the same bits.
func formatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// formatSlice writes an array: strings are quoted inside it, and the whole is escaped once more.
func formatSlice(v reflect.Value) (string, error) {
	items := make([]string, v.Len())
	for i := range items {
		item := v.Index(i)
		for item.Kind() == reflect.Interface && !item.IsNil() {
			item = item.Elem()
		}
		switch item.Kind() {
		case reflect.String:
			items[i] = "'" + quoteEscapes.Replace(item.String()) + "'"
		case reflect.Slice:
			inner, err := formatSlice(item)
			if err != nil {
				return "", err
			}
			items[i] = inner
		default:
			text, err := formatPlain(item.Interface())
			if err != nil {
				return "", err
			}
			items[i] = text
		}
	}
	return "[" + strings.Join(items, ",") + "]", nil
}

var quoteEscapes = strings.NewReplacer("\\", `\\`, "'", `\'`)
