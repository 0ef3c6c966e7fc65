package ingest

import (
	"strings"
	"testing"

	"runledger/catalog"
)

// what is rejected line by line: the good line beside it is stored.
func TestBadLines(t *testing.T) {
	in := func(rest string) string { return `{"project":"root/p","run":"r",` + rest + `}` }
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct{ line, code, says string }{
		"no JSON":                    {`{"project":"root/p",`, codeMalformed, "byte 20"},
		"text after the object":      {good + "x", codeMalformed, "after the value"},
		"a list":                     {`[1,2]`, codeType, "JSON object"},
		"a bare word":                {`hello`, codeMalformed, ""},
		"a comma too many":           {in(`"step":1,`), codeMalformed, "after ','"},
		"a name without quotes":      {`{project:"root/p"}`, codeMalformed, ""},
		"step as text":               {in(`"step":"1"`), codeType, "whole number"},
		"step true":                  {in(`"step":true`), codeType, "whole number"},
		"step with a fraction":       {in(`"step":1.5`), codeRange, "whole"},
		"step 2^63":                  {in(`"step":9223372036854775808`), codeRange, "int64"},
		"step 1e19":                  {in(`"step":-1e19`), codeRange, "int64"},
		"step NaN":                   {in(`"step":NaN`), codeType, ""},
		"metrics without a step":     {in(`"metrics":{"a":1}`), codeMissing, "step"},
		"metrics as a list":          {in(`"step":1,"metrics":[1]`), codeType, "object"},
		"metrics as a number":        {in(`"step":1,"metrics":3`), codeType, "object"},
		"config as text":             {in(`"config":"x"`), codeType, "object"},
		"summary as a list":          {in(`"summary":[]`), codeType, "object"},
		"project as a number":        {`{"project":7,"run":"r"}`, codeType, "string"},
		"run as an object":           {`{"project":"root/p","run":{}}`, codeType, "string"},
		"no project":                 {`{"run":"r"}`, codeMissing, "project"},
		"no run":                     {`{"project":"root/p"}`, codeMissing, "run"},
		"a project of no entity":     {`{"project":"/p","run":"r"}`, codeInvalid, "entity/name"},
		"privacy that there isn't":   {`{"project":"root/p","run":"r","privacy":"secret"}`, catalog.CodeInvalid, "members/invited"},
		"submit beyond view":         {`{"project":"root/p","run":"r","privacy":"members/everyone"}`, catalog.CodeInvalid, "must be able to view"},
		"a flag that's a text":       {`{"project":"root/p","run":"r","save_code":"yes"}`, codeType, "true or false"},
		"a typo":                     {in(`"metric":{"a":1}`), codeUnknown, `"metrics"`},
		"another typo":               {in(`"sumary":{}`), codeUnknown, `"summary"`},
		"an unknown field":           {in(`"loss":0.5`), codeUnknown, `"loss"`},
		"finish without a code":      {in(`"finish":{}`), codeMissing, "exit_code"},
		"finish true":                {in(`"finish":true`), codeType, "exit code"},
		"finish with a typo":         {in(`"finish":{"exitcode":0}`), codeUnknown, "exitcode"},
		"finish beyond 32 bits":      {in(`"finish":4294967296`), codeRange, "32 bits"},
		"heartbeat 1":                {in(`"heartbeat":1`), codeType, "true or false"},
		"state done":                 {in(`"state":"done"`), codeInvalid, "finish"},
		"tags as text":               {in(`"tags":"x"`), codeType, "list"},
		"tags of numbers":            {in(`"tags":[1]`), codeType, "string"},
		"console as text":            {in(`"console":"x"`), codeType, "list"},
		"console of numbers":         {in(`"console":[1]`), codeType, "string"},
		"console without text":       {in(`"console":[{"line":1}]`), codeMissing, "text"},
		"console with a typo":        {in(`"console":[{"txt":"a"}]`), codeUnknown, "txt"},
		"console line -1":            {in(`"console":[{"line":-1,"text":"a"}]`), codeRange, "line number"},
		"console to nowhere":         {in(`"console":[{"stream":"x","text":"a"}]`), codeInvalid, "stderr"},
		"system without numbers":     {in(`"system":{"cpu":"fast"}`), codeType, "cpu"},
		"time as a word":             {in(`"time":"yesterday"`), codeInvalid, "RFC 3339"},
		"time in ms":                 {in(`"time":1700000000000`), codeRange, "seconds"},
		"time in the year 9999":      {in(`"time":"9999-12-31T23:59:59Z"`), codeRange, "2300"},
		"time in the year 1066":      {in(`"time":"1066-10-14T09:00:00Z"`), codeRange, "1970"},
		"time before 1970":           {in(`"time":-1`), codeRange, "1970"},
		"time beyond everything":     {in(`"time":1e300`), codeRange, "1970"},
		"time true":                  {in(`"time":true`), codeType, "RFC 3339"},
		"invalid UTF-8 in a name":    {in("\"step\":1,\"metrics\":{\"a\xff\":1}"), codeMalformed, "UTF-8"},
		"invalid UTF-8 in a value":   {in("\"config\":{\"a\":\"\xc3\x28\"}"), codeMalformed, "UTF-8"},
		"half a surrogate pair":      {in(`"step":1,"metrics":{"\ud800":1}`), codeMalformed, "surrogate"},
		"a bare control character":   {in("\"step\":1,\"metrics\":{\"a\tb\":1}"), codeMalformed, "control character"},
		"a metric name of 1 MB":      {in(`"step":1,"metrics":{"` + long + `":1}`), codeTooLarge, "1048576 bytes, at most 1024"},
		"a value of 1 MB":            {in(`"step":1,"metrics":{"a":"` + long + `"}`), codeTooLarge, "at most 262144"},
		"a config value of 1 MB":     {in(`"config":{"a":["` + long + `"]}`), codeTooLarge, "at most 262144"},
		"a console line of 1 MB":     {in(`"console":["` + long + `"]`), codeTooLarge, "at most 262144"},
		"a line too long":            {in(`"notes":"` + strings.Repeat(long, 16) + `"`), codeTooLarge, "16777216"},
		"a number beyond float64":    {in(`"step":1,"metrics":{"a":1e400}`), codeRange, "float64"},
		"a config beyond float64":    {in(`"config":{"a":[-1e999]}`), codeRange, "float64"},
		"a number with a plus":       {in(`"step":1,"metrics":{"a":+1}`), codeMalformed, ""},
		"a hexadecimal number":       {in(`"step":1,"metrics":{"a":0x1}`), codeMalformed, ""},
		"an octal number":            {in(`"step":1,"metrics":{"a":01}`), codeMalformed, ""},
		"nested too deep":            {in(`"config":{"a":` + strings.Repeat("[", 1000) + `}`), codeMalformed, "too deep"},
		"a run id with a slash":      {`{"project":"root/p","run":"a/b"}`, catalog.CodeInvalid, "run id"},
		"a run id of dots":           {`{"project":"root/p","run":".."}`, catalog.CodeInvalid, ""},
		"a project with a slash":     {`{"project":"root/p/q","run":"r"}`, catalog.CodeInvalid, "project"},
		"a project of 1 MB":          {`{"project":"root/` + long[:200<<10] + `","run":"r"}`, catalog.CodeInvalid, "128"},
		"a tag of 1 kB":              {`{"project":"root/p","run":"new","tags":["` + long[:1024] + `"]}`, catalog.CodeInvalid, "tag"},
		"an entity that isn't there": {`{"project":"nobody/p","run":"r"}`, catalog.CodeNotFound, "nobody/p"},
		"an entity that can't be":    {`{"project":"../p","run":"r"}`, catalog.CodeInvalid, "name"},
		"SQL for a step":             {in(`"step":"1; DROP TABLE points"`), codeType, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			for format, a := range map[string]answer{
				"ndjson": s.lines(t, good, c.line, good),
				"json":   s.post(t, "application/json", strings.NewReader("["+good+","+c.line+","+good+"]")),
			} {
				if format == "json" && c.code == codeMalformed {
					// What isn't JSON spoils the whole array.
					if a.status != 400 || a.Code != "malformed" || a.Accepted != 0 {
						t.Errorf("json: %+v", a)
					}
					continue
				}
				if a.status != 202 || a.Accepted != 2 || a.Points != 2 || a.RejectedTotal != 1 || len(a.Rejected) != 1 {
					t.Fatalf("%s: %+v", format, a)
				}
				r := a.Rejected[0]
				if r.Index != 1 || r.Code != c.code || !strings.Contains(r.Message, c.says) || len(r.Message) > 400 {
					t.Errorf("%s: %+v, want %s … %q", format, r, c.code, c.says)
				}
			}
			if a := s.lines(t, c.line); a.status != 422 && a.status != 404 || a.RejectedTotal != 1 || a.Rejected[0].Code != c.code {
				t.Errorf("alone: %+v", a)
			}
		})
	}
}
