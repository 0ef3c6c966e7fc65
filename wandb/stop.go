package wandb

import (
	"context"
	"net/http"

	"github.com/graph-gophers/graphql-go"

	"runledger/event/pb"
)

type stopPayload struct {
	ClientMutationID *string
	Success          *bool
}

// StopRun asks the trainer to stop: the next reply to its file_stream tells it.
func (q *resolver) StopRun(ctx context.Context, args struct{ Input struct{ ID *graphql.ID } }) (*stopPayload, error) {
	at, err := q.writable(q.findRunByID(ctx, idText(args.Input.ID)))
	if err != nil {
		return nil, err
	}
	stop := &pb.RunStopRequested{Run: uint64(at.run.No)}
	_, err = q.do(ctx, at, pb.Actor_KIND_USER, &pb.Event{Body: &pb.Event_RunStopRequested{RunStopRequested: stop}})
	if err != nil {
		return nil, err
	}
	return &stopPayload{Success: &yes}, nil
}

func idText(id *graphql.ID) string {
	if id == nil {
		return ""
	}
	return string(*id)
}

// UpdateRunState is a person's change of a run's state.
func (q *resolver) UpdateRunState(ctx context.Context, args struct {
	Input struct {
		ID    *graphql.ID
		State *string
	}
}) (*successPayload, error) {
	if _, err := q.writable(q.findRunByID(ctx, idText(args.Input.ID))); err != nil {
		return nil, err
	}
	return nil, refuse(http.StatusNotImplemented, "not_served_yet", "not served yet: changing a run's state by hand; a run's state is what its trainer says")
}
