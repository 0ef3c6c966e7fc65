package load

import (
	"google.golang.org/protobuf/proto"

	"runledger/ingest/pb"
)

// protobuf speaks the native format in columns: keys once, steps and values packed.
type protobuf struct{}

func (protobuf) encode(t target, r *run, rows []row) *request {
	batch := &pb.RunBatch{Project: t.entity + "/" + t.project, Run: r.id}
	for m, name := range r.keys {
		s := &pb.Series{Key: name, Values: make([]float64, len(rows))}
		for i, row := range rows {
			s.Values[i] = row.values[m]
		}
		batch.Series = append(batch.Series, s)
	}
	for _, row := range rows {
		batch.Steps = append(batch.Steps, row.step)
		batch.TimesMs = append(batch.TimesMs, row.timeMs)
	}
	body, err := proto.Marshal(&pb.IngestRequest{
		Writer: r.writer(t), Seq: proto.Uint64(r.nextSeq()), Runs: []*pb.RunBatch{batch},
	})
	if err != nil {
		panic("load: " + err.Error()) // names are ASCII: can't be
	}
	return &request{
		url: t.url + "/api/v1/ingest", contentType: "application/x-protobuf", body: body,
		points: len(rows) * len(r.keys), steps: len(rows), run: r.index,
	}
}
