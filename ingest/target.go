package ingest

import (
	"fmt"

	"runledger/event/pb"
)

// streamOf returns the run and type that a telemetry event belongs to; an error for
// anything else, and for run 0, which is none.
func streamOf(e *pb.Event) (stream, error) {
	var k stream
	switch b := e.Body.(type) {
	case *pb.Event_RunPoints:
		k = stream{b.RunPoints.GetRun(), 80}
	case *pb.Event_RunValues:
		k = stream{b.RunValues.GetRun(), 81}
	case *pb.Event_RunConsole:
		k = stream{b.RunConsole.GetRun(), 82}
	case *pb.Event_RunSystem:
		k = stream{b.RunSystem.GetRun(), 83}
	case *pb.Event_RunConfigSet:
		k = stream{b.RunConfigSet.GetRun(), 84}
	case *pb.Event_RunSummarySet:
		k = stream{b.RunSummarySet.GetRun(), 85}
	case *pb.Event_RunStateChanged:
		k = stream{b.RunStateChanged.GetRun(), 86}
	case *pb.Event_RunHeartbeat:
		k = stream{b.RunHeartbeat.GetRun(), 87}
	case *pb.Event_RunFinished:
		k = stream{b.RunFinished.GetRun(), 88}
	case *pb.Event_RunFilesAdded:
		k = stream{b.RunFilesAdded.GetRun(), 89}
	case *pb.Event_RunAlerted:
		k = stream{b.RunAlerted.GetRun(), 90}
	default:
		return k, fmt.Errorf("%T isn't telemetry of a run", e.Body)
	}
	if k.run == 0 {
		return k, fmt.Errorf("%T without a run", e.Body)
	}
	return k, nil
}
