package runs

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"runledger/internal/jsontext"
	"runledger/query/filter"
	"runledger/query/read"
)

// groupAllExcept puts runs together whose configs are equal but for some keys. A
// group's values are those of the keys that differ within the set.
func (t *Table) groupAllExcept(ctx context.Context, src source, set *read.RunSet, except []string) error {
	var left []filter.Field
	for i, text := range except {
		f := filter.Field{Scope: filter.Config, Path: []string{text}} // a key alone is one of config
		if strings.HasPrefix(text, "config.") {
			var err error
			if f, err = filter.ParseField(text); err != nil {
				return faulty(err, "body.group_by.all_except["+strconv.Itoa(i)+"]", "A key can't be read.")
			}
		}
		left = append(left, f)
	}
	configs := make([]map[string]string, len(set.Runs))
	for start := 0; start < len(set.Runs); start += factsAtOnce {
		some := set.Runs[start:min(len(set.Runs), start+factsAtOnce)]
		nos := make([]uint64, len(some))
		for i, r := range some {
			nos[i] = uint64(r.No)
		}
		facts := src.factsOf(nos)
		data, err := t.dataOf(ctx, src, nos, texts{config: true})
		if err != nil {
			return err
		}
		for i, no := range nos {
			config, err := (&pick{whole: true}).appendObject(nil, data[no].config, facts[no].config)
			if err != nil {
				return err
			}
			configs[start+i] = leaves(config, left)
		}
	}
	names := differing(configs)
	groupBy(set, names, func(i int) []string {
		labels := make([]string, len(names))
		for j, name := range names {
			labels[j] = configs[i][name]
		}
		return labels
	})
	return nil
}

// differing lists the keys that haven't the same value everywhere, sorted.
func differing(configs []map[string]string) []string {
	if len(configs) == 0 {
		return nil
	}
	first, count, differ := configs[0], map[string]int{}, map[string]bool{}
	for _, c := range configs {
		for k, v := range c {
			count[k]++
			if w, has := first[k]; !has || v != w {
				differ[k] = true
			}
		}
	}
	for k, n := range count {
		if n < len(configs) {
			differ[k] = true
		}
	}
	names := make([]string, 0, len(differ))
	for k := range differ {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// leaves are the values of a config by field, as JSON texts that are the same for equal
// values; without those at or below the fields left out.
func leaves(config []byte, left []filter.Field) map[string]string {
	found := map[string]string{}
	var walk func(path []string, object []byte)
	walk = func(path []string, object []byte) {
		_ = jsontext.Object(object, func(key string, value []byte) error { // it was read before
			path := append(slices.Clip(path), key)
			if slices.ContainsFunc(left, func(f filter.Field) bool { return f.Scope == filter.Config && slices.Equal(f.Path, path) }) {
				return nil
			}
			if value[0] == '{' {
				walk(path, value)
			} else if label := label(value); label != "" {
				found[filter.Field{Scope: filter.Config, Path: path}.String()] = label
			}
			return nil
		})
	}
	walk(nil, config)
	return found
}

// label is a value as filter.LabelSQL writes it.
func label(value []byte) string {
	switch c := value[0]; {
	case c == 'n':
		return ""
	case c == '"':
		s, err := jsontext.String(value)
		if err != nil {
			return string(value)
		}
		return string(jsontext.AppendString(nil, s))
	case c == '-' || c >= '0' && c <= '9':
		return numberLabel(string(value))
	}
	return string(bytes.TrimSpace(value))
}

func numberLabel(text string) string {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.FormatInt(i, 10)
	}
	if _, err := strconv.ParseUint(text, 10, 64); err == nil {
		return text
	}
	f, _ := strconv.ParseFloat(text, 64)
	if f == math.Trunc(f) && math.Abs(f) < 1<<63 {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
