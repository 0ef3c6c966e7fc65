package ingest

import (
	"fmt"

	"runledger/event/pb"
)

// runOf returns the number of the run that a telemetry event belongs to; an error
// for anything else, and for run 0, which is none.
func runOf(e *pb.Event) (uint64, error) {
	var run uint64
	switch b := e.Body.(type) {
	case *pb.Event_RunPoints:
		run = b.RunPoints.GetRun()
	case *pb.Event_RunValues:
		run = b.RunValues.GetRun()
	case *pb.Event_RunConsole:
		run = b.RunConsole.GetRun()
	case *pb.Event_RunSystem:
		run = b.RunSystem.GetRun()
	case *pb.Event_RunConfigSet:
		run = b.RunConfigSet.GetRun()
	case *pb.Event_RunSummarySet:
		run = b.RunSummarySet.GetRun()
	case *pb.Event_RunStateChanged:
		run = b.RunStateChanged.GetRun()
	case *pb.Event_RunHeartbeat:
		run = b.RunHeartbeat.GetRun()
	case *pb.Event_RunFinished:
		run = b.RunFinished.GetRun()
	case *pb.Event_RunFilesAdded:
		run = b.RunFilesAdded.GetRun()
	case *pb.Event_RunAlerted:
		run = b.RunAlerted.GetRun()
	default:
		return 0, fmt.Errorf("%T isn't telemetry of a run", e.Body)
	}
	if run == 0 {
		return 0, fmt.Errorf("%T without a run", e.Body)
	}
	return run, nil
}
