package catalog

import "runledger/event/pb"

// maxPartitions bounds what a log may be made with.
const maxPartitions = 1 << 14

func serverInitialized(s *State, a *action, b *pb.ServerInitialized) Verdict {
	if s.rules != 0 {
		return refuse(CodeExists, "the log was initialised before")
	}
	if a.actor != nil {
		return refuse(CodeForbidden, "only the program itself initialises a log")
	}
	if b.LogId == "" || b.TelemetryPartitions == 0 || b.TelemetryPartitions > maxPartitions {
		return refuse(CodeInvalid, "a log needs an id and 1 to %d telemetry partitions", maxPartitions)
	}
	if b.Rules == 0 || b.Rules > newestRules {
		return s.unknownRules(a, b.Rules)
	}
	var d diff
	d.text("log_id", "", b.LogId)
	d.number("telemetry_partitions", 0, uint64(b.TelemetryPartitions))
	d.number("rules", 0, uint64(b.Rules))
	if !a.rehearsal {
		s.logID, s.partitions, s.rules = b.LogId, int(b.TelemetryPartitions), b.Rules
	}
	return d.first()
}

func rulesRaised(s *State, a *action, b *pb.RulesRaised) Verdict {
	if a.actor != nil {
		return refuse(CodeForbidden, "only the program itself raises the rules")
	}
	if b.Rules <= s.rules {
		return Verdict{Outcome: Repeated}
	}
	if b.Rules > newestRules {
		return s.unknownRules(a, b.Rules)
	}
	var d diff
	d.number("rules", uint64(s.rules), uint64(b.Rules))
	if !a.rehearsal {
		s.rules = b.Rules
	}
	return d.accepted()
}

func (s *State) unknownRules(a *action, rules uint32) Verdict {
	if a.rehearsal {
		return refuse(CodeInvalid, "there are no rules %d", rules)
	}
	return s.stop("offset %d puts rules %d in force, which this runledger doesn't know", a.Offset, rules)
}
