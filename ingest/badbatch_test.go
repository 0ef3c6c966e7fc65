package ingest

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	ingestpb "runledger/ingest/pb"
)

// what is wrong with one batch of a protobuf body doesn't spoil the others.
func TestBadBatches(t *testing.T) {
	ok := func() *ingestpb.RunBatch {
		return &ingestpb.RunBatch{Project: "root/p", Run: "r", Steps: []int64{1, 2}, TimesMs: []int64{5, 6},
			Series: []*ingestpb.Series{{Key: "a", Values: []float64{1, 2}}, {Key: "b", Values: []float64{3}, Rows: []uint32{1}}}}
	}
	for name, c := range map[string]struct {
		spoil func(*ingestpb.RunBatch)
		code  string
	}{
		"no project":             {func(b *ingestpb.RunBatch) { b.Project = "" }, codeMissing},
		"no run":                 {func(b *ingestpb.RunBatch) { b.Run = "" }, codeMissing},
		"a value too many":       {func(b *ingestpb.RunBatch) { b.Series[0].Values = []float64{1, 2, 3} }, codeInvalid},
		"a value too few":        {func(b *ingestpb.RunBatch) { b.Series[0].Values = []float64{1} }, codeInvalid},
		"a row beyond the last":  {func(b *ingestpb.RunBatch) { b.Series[1].Rows = []uint32{2} }, codeInvalid},
		"rows that fall":         {func(b *ingestpb.RunBatch) { b.Series[1].Rows, b.Series[1].Values = []uint32{1, 0}, []float64{1, 2} }, codeInvalid},
		"a row twice":            {func(b *ingestpb.RunBatch) { b.Series[1].Rows, b.Series[1].Values = []uint32{1, 1}, []float64{1, 2} }, codeInvalid},
		"rows without values":    {func(b *ingestpb.RunBatch) { b.Series[1].Values = nil }, codeInvalid},
		"a series twice":         {func(b *ingestpb.RunBatch) { b.Series[1].Key = "a" }, codeInvalid},
		"times missing":          {func(b *ingestpb.RunBatch) { b.TimesMs = []int64{5} }, codeInvalid},
		"a time far away":        {func(b *ingestpb.RunBatch) { b.TimesMs[0] = 1 << 60 }, codeRange},
		"a name of 1 MB":         {func(b *ingestpb.RunBatch) { b.Series[0].Key = strings.Repeat("x", 1<<20) }, codeTooLarge},
		"config that isn't JSON": {func(b *ingestpb.RunBatch) { b.ConfigJson = "{" }, codeMalformed},
		"config that's a list":   {func(b *ingestpb.RunBatch) { b.ConfigJson = "[]" }, codeType},
		"a value of no row":      {func(b *ingestpb.RunBatch) { b.Values = []*ingestpb.Value{{Row: 2, Key: "t", Json: `"x"`}} }, codeInvalid},
		"a value of no JSON":     {func(b *ingestpb.RunBatch) { b.Values = []*ingestpb.Value{{Row: 1, Key: "t", Json: `x`}} }, codeMalformed},
		"system times missing":   {func(b *ingestpb.RunBatch) { b.System = []*ingestpb.Series{{Key: "cpu", Values: []float64{1}}} }, codeInvalid},
		"a state unheard of":     {func(b *ingestpb.RunBatch) { b.State = 9 }, codeInvalid},
		"another entity":         {func(b *ingestpb.RunBatch) { b.Project = "nobody/p" }, catalog.CodeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, Limits{})
			bad := ok()
			c.spoil(bad)
			body, err := proto.Marshal(&ingestpb.IngestRequest{Runs: []*ingestpb.RunBatch{ok(), bad, ok()}})
			if err != nil {
				t.Fatal(err)
			}
			a := s.post(t, "application/x-protobuf", bytes.NewReader(body))
			if a.status != http.StatusAccepted || a.Accepted != 2 || a.Points != 6 || a.RejectedTotal != 1 || a.Rejected[0].Index != 1 || a.Rejected[0].Code != c.code {
				t.Errorf("%+v", a)
			}
		})
	}
}
