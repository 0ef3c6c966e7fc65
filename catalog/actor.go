package catalog

import "runledger/event/pb"

// identify finds the acting user. The event was written by one of our processes, so
// who it names is true; whether that user and key still count is decided here.
func (s *State) identify(a *action) (Verdict, bool) {
	actor := a.Event.Actor
	switch actor.GetKind() {
	case pb.Actor_KIND_SYSTEM:
		return Verdict{}, true
	case pb.Actor_KIND_USER, pb.Actor_KIND_TRAINER:
	default:
		return refuse(CodeInvalid, "the event says of no actor"), false
	}
	u := s.UserByNo(UserNo(actor.User))
	if u == nil || u.Deleted {
		return refuse(CodeUnauthenticated, "there's no user %d any more", actor.User), false
	}
	if actor.Key != "" {
		if k := s.keys[actor.Key]; k == nil || k.Revoked || k.User != u.No {
			return refuse(CodeUnauthenticated, "the API key was revoked").about(u.No, 0, 0), false
		}
	}
	a.actor = u
	return Verdict{}, true
}

func (a *action) actorNo() UserNo {
	if a.actor == nil {
		return 0
	}
	return a.actor.No
}

// admin reports whether the actor may do everything: an administrator, or the
// program itself.
func (a *action) admin() bool { return a.actor == nil || a.actor.Admin }

// stale refuses if the command was decided on another version of the subject.
func (a *action) stale(version uint64) (Verdict, bool) {
	if want := a.Event.Expect; want != 0 && want != version {
		return refuse(CodeConflict, "it has changed in the meantime: version %d was expected, it's at %d", want, version), true
	}
	return Verdict{}, false
}

// version is the version that a subject gets by this action.
func (a *action) version() uint64 { return a.Offset + 1 }
