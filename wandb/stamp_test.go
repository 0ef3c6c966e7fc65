package wandb

import (
	"time"

	"runledger/event"
	"runledger/event/pb"
)

// stampAndEncode says whether an event can stand in the log.
func stampAndEncode(e *pb.Event) error {
	if err := event.Stamp(e, time.Unix(0, 0)); err != nil {
		return err
	}
	_, err := event.Encode(e)
	return err
}
