package catalog

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
)

// action is an event on its way through the fold.
type action struct {
	Record
	actor *User // nil: the program itself

	// rehearsal: judge, but change nothing. Every decision looks at it between its last
	// check and its first change.
	rehearsal bool
}

// decision judges one action and, if it accepts it, changes the state.
type decision func(*State, *action) Verdict

// rulebook maps each action's type to its decision. Its number is in the log.
type rulebook map[string]decision

// newestRules is the highest number in rulebooks; a new log starts with it.
const newestRules = 1

var rulebooks = map[uint32]rulebook{1: rules1}

var rules1 = rulebook{
	"server.initialized.v1": on((*pb.Event).GetServerInitialized, serverInitialized),
	"rules.raised.v1":       on((*pb.Event).GetRulesRaised, rulesRaised),

	"user.created.v1":      on((*pb.Event).GetUserCreated, userCreated),
	"user.deleted.v1":      on((*pb.Event).GetUserDeleted, userDeleted),
	"user.edited.v1":       on((*pb.Event).GetUserEdited, userEdited),
	"user.password_set.v1": on((*pb.Event).GetUserPasswordSet, userPasswordSet),
	"user.login_issued.v1": on((*pb.Event).GetUserLoginIssued, userLoginIssued),
	"user.login_used.v1":   on((*pb.Event).GetUserLoginUsed, userLoginUsed),
	"user.signed_out.v1":   on((*pb.Event).GetUserSignedOut, userSignedOut),

	"key.created.v1": on((*pb.Event).GetKeyCreated, keyCreated),
	"key.revoked.v1": on((*pb.Event).GetKeyRevoked, keyRevoked),
	"key.used.v1":    on((*pb.Event).GetKeyUsed, keyUsed),

	"team.created.v1":         on((*pb.Event).GetTeamCreated, teamCreated),
	"team.deleted.v1":         on((*pb.Event).GetTeamDeleted, teamDeleted),
	"team.member_added.v1":    on((*pb.Event).GetTeamMemberAdded, teamMemberAdded),
	"team.member_role_set.v1": on((*pb.Event).GetTeamMemberRoleSet, teamMemberRoleSet),
	"team.member_removed.v1":  on((*pb.Event).GetTeamMemberRemoved, teamMemberRemoved),

	"project.created.v1":         on((*pb.Event).GetProjectCreated, projectCreated),
	"project.renamed.v1":         on((*pb.Event).GetProjectRenamed, projectRenamed),
	"project.description_set.v1": on((*pb.Event).GetProjectDescriptionSet, projectDescriptionSet),
	"project.edited.v1":          on((*pb.Event).GetProjectEdited, projectEdited),
	"project.privacy_set.v1":     on((*pb.Event).GetProjectPrivacySet, projectPrivacySet),
	"project.access_granted.v1":  on((*pb.Event).GetProjectAccessGranted, projectAccessGranted),
	"project.access_revoked.v1":  on((*pb.Event).GetProjectAccessRevoked, projectAccessRevoked),
	"project.deleted.v1":         on((*pb.Event).GetProjectDeleted, projectDeleted),
	"project.undeleted.v1":       on((*pb.Event).GetProjectUndeleted, projectUndeleted),
	"project.purged.v1":          on((*pb.Event).GetProjectPurged, projectPurged),

	"run.created.v1":        on((*pb.Event).GetRunCreated, runCreated),
	"run.renamed.v1":        on((*pb.Event).GetRunRenamed, runRenamed),
	"run.tags_set.v1":       on((*pb.Event).GetRunTagsSet, runTagsSet),
	"run.notes_set.v1":      on((*pb.Event).GetRunNotesSet, runNotesSet),
	"run.attributes_set.v1": on((*pb.Event).GetRunAttributesSet, runAttributesSet),
	"run.config_edited.v1":  on((*pb.Event).GetRunConfigEdited, runConfigEdited),
	"run.summary_edited.v1": on((*pb.Event).GetRunSummaryEdited, runSummaryEdited),
	"run.edited.v1":         on((*pb.Event).GetRunEdited, runEdited),
	"run.stop_requested.v1": on((*pb.Event).GetRunStopRequested, runStopRequested),
	"run.deleted.v1":        on((*pb.Event).GetRunDeleted, runDeleted),
	"run.undeleted.v1":      on((*pb.Event).GetRunUndeleted, runUndeleted),
	"run.color_set.v1":      on((*pb.Event).GetRunColorSet, runColorSet),

	"runs.deleted.v1":        on((*pb.Event).GetRunsDeleted, runsDeleted),
	"runs.undeleted.v1":      on((*pb.Event).GetRunsUndeleted, runsUndeleted),
	"runs.purged.v1":         on((*pb.Event).GetRunsPurged, runsPurged),
	"runs.moved.v1":          on((*pb.Event).GetRunsMoved, runsMoved),
	"runs.tagged.v1":         on((*pb.Event).GetRunsTagged, runsTagged),
	"runs.stop_requested.v1": on((*pb.Event).GetRunsStopRequested, runsStopRequested),

	"workspace.created.v1":            on((*pb.Event).GetWorkspaceCreated, added(Workspace)),
	"workspace.edited.v1":             on((*pb.Event).GetWorkspaceEdited, edited(Workspace)),
	"workspace.deleted.v1":            on((*pb.Event).GetWorkspaceDeleted, removed(Workspace)),
	"workspace.cleared.v1":            on((*pb.Event).GetWorkspaceCleared, workspaceCleared),
	"workspace.run_visibility_set.v1": on((*pb.Event).GetWorkspaceRunVisibilitySet, edited(Workspace)),
	"workspace.search_set.v1":         on((*pb.Event).GetWorkspaceSearchSet, edited(Workspace)),
	"workspace.filter_set.v1":         on((*pb.Event).GetWorkspaceFilterSet, edited(Workspace)),
	"workspace.grouping_set.v1":       on((*pb.Event).GetWorkspaceGroupingSet, edited(Workspace)),
	"workspace.sort_set.v1":           on((*pb.Event).GetWorkspaceSortSet, edited(Workspace)),
	"workspace.columns_set.v1":        on((*pb.Event).GetWorkspaceColumnsSet, edited(Workspace)),

	"section.added.v1":          on((*pb.Event).GetSectionAdded, added(Section)),
	"section.renamed.v1":        on((*pb.Event).GetSectionRenamed, edited(Section)),
	"section.moved.v1":          on((*pb.Event).GetSectionMoved, movedDocument(Section)),
	"section.collapsed_set.v1":  on((*pb.Event).GetSectionCollapsedSet, edited(Section)),
	"section.layout_set.v1":     on((*pb.Event).GetSectionLayoutSet, edited(Section)),
	"section.panel_size_set.v1": on((*pb.Event).GetSectionPanelSizeSet, edited(Section)),
	"section.resized.v1":        on((*pb.Event).GetSectionResized, edited(Section)),
	"section.edited.v1":         on((*pb.Event).GetSectionEdited, edited(Section)),
	"section.deleted.v1":        on((*pb.Event).GetSectionDeleted, removed(Section)),

	"panel.added.v1":   on((*pb.Event).GetPanelAdded, added(Panel)),
	"panel.edited.v1":  on((*pb.Event).GetPanelEdited, edited(Panel)),
	"panel.moved.v1":   on((*pb.Event).GetPanelMoved, movedDocument(Panel)),
	"panel.resized.v1": on((*pb.Event).GetPanelResized, edited(Panel)),
	"panel.deleted.v1": on((*pb.Event).GetPanelDeleted, removed(Panel)),

	"report.created.v1":  on((*pb.Event).GetReportCreated, reportCreated),
	"report.edited.v1":   on((*pb.Event).GetReportEdited, edited(Report)),
	"report.renamed.v1":  on((*pb.Event).GetReportRenamed, edited(Report)),
	"report.pinned.v1":   on((*pb.Event).GetReportPinned, edited(Report)),
	"report.unpinned.v1": on((*pb.Event).GetReportUnpinned, edited(Report)),
	"report.deleted.v1":  on((*pb.Event).GetReportDeleted, removed(Report)),
	"report.shared.v1":   on((*pb.Event).GetReportShared, added(Share)),
	"report.unshared.v1": on((*pb.Event).GetReportUnshared, removed(Share)),

	"block.added.v1":   on((*pb.Event).GetBlockAdded, added(Block)),
	"block.edited.v1":  on((*pb.Event).GetBlockEdited, edited(Block)),
	"block.moved.v1":   on((*pb.Event).GetBlockMoved, movedDocument(Block)),
	"block.deleted.v1": on((*pb.Event).GetBlockDeleted, removed(Block)),

	"comment.added.v1":   on((*pb.Event).GetCommentAdded, added(Comment)),
	"comment.edited.v1":  on((*pb.Event).GetCommentEdited, edited(Comment)),
	"comment.deleted.v1": on((*pb.Event).GetCommentDeleted, removed(Comment)),

	"user.settings_set.v1":    on((*pb.Event).GetUserSettingsSet, edited(UserSettings)),
	"project.settings_set.v1": on((*pb.Event).GetProjectSettingsSet, edited(ProjectSettings)),

	"action.undone.v1":   on((*pb.Event).GetActionUndone, actionUndone),
	"action.scrubbed.v1": on((*pb.Event).GetActionScrubbed, actionScrubbed),
}

// on makes a decision of a function that wants the body.
func on[B proto.Message](body func(*pb.Event) B, decide func(*State, *action, B) Verdict) decision {
	return func(s *State, a *action) Verdict { return decide(s, a, body(a.Event)) }
}

// decide is the whole decision about one record: state and event in, verdict out.
func (s *State) decide(r Record) Verdict {
	if r.Newer != "" {
		return s.stop("offset %d holds an event of type %q, which a newer runledger wrote", r.Offset, r.Newer)
	}
	if r.Event == nil || len(r.Event.Id) != 16 {
		return refuse(CodeDamaged, "offset %d doesn't hold a readable event", r.Offset)
	}
	book := rulebooks[max(s.rules, 1)]
	decide, ok := book[r.Event.Type]
	if !ok {
		return s.notInBook(r)
	}
	id := [16]byte(r.Event.Id)
	s.ids.expire(r.At)
	s.idem.expire(r.At)
	if first, seen := s.ids.get(id); seen {
		return first.again()
	}
	a := &action{Record: r}
	v := s.judge(a, decide)
	if s.newer == "" {
		if v.Outcome == Accepted {
			s.stackUp(a, v)
		}
		s.ids.put(id, r.At, remember(TypeOf(r.Event), v))
	}
	return v
}

// notInBook judges a known type that isn't an action under the rules in force.
func (s *State) notInBook(r Record) Verdict {
	if k, known := event.KindOf(r.Event.Type); known && k.Telemetry {
		return refuse(CodeDamaged, "%s at offset %d is telemetry, not an action", k.Type, r.Offset)
	}
	return s.stop("offset %d holds an event of type %q, which rules %d don't know", r.Offset, r.Event.Type, s.rules)
}

// judge finds out who acts and whether it's a repetition, then decides.
func (s *State) judge(a *action, decide decision) Verdict {
	typ := TypeOf(a.Event)
	if s.rules == 0 && typ != "server.initialized.v1" {
		return refuse(CodeInvalid, "%s stands before server.initialized", typ)
	}
	if refused, ok := s.identify(a); !ok {
		return refused
	}
	key := a.Event.IdempotencyKey
	if key == "" {
		return decide(s, a)
	}
	if len(key) > maxIdempotencyKey {
		return refuse(CodeInvalid, "the idempotency key has %d bytes, at most %d", len(key), maxIdempotencyKey)
	}
	k := idempotency{a.actorNo(), key}
	if first, seen := s.idem.get(k); seen {
		if first.typ != typ {
			return refuse(CodeConflict, "the idempotency key was used before, for %s", first.typ)
		}
		return first.again()
	}
	v := decide(s, a)
	if s.newer == "" {
		s.idem.put(k, a.At, remember(typ, v))
	}
	return v
}

// AcceptedUnder returns the type of the action that a user's idempotency key was used
// for; false if there was none, or it was refused.
func (s *State) AcceptedUnder(u UserNo, key string) (typ string, ok bool) {
	if s.idem.len() == 0 { // and may have no index, which isn't made while others read
		return "", false
	}
	m, ok := s.idem.get(idempotency{u, key})
	return m.typ, ok && m.refusal == nil
}

// Rehearse returns the verdict that an action would get if it came next, without
// changing anything; numbers in it are a guess. Idempotency is left out. Commands use
// it to note what they are about to change.
func (s *State) Rehearse(r Record) Verdict {
	decide := rulebooks[max(s.rules, 1)][r.Event.Type]
	if decide == nil || s.newer != "" {
		return refuse(CodeNewerLog, "%s isn't an action under rules %d", r.Event.Type, s.rules)
	}
	a := &action{Record: r, rehearsal: true}
	if refused, ok := s.identify(a); !ok {
		return refused
	}
	return decide(s, a)
}

// stop ends the fold: from here on the log can't be understood.
func (s *State) stop(format string, args ...any) Verdict {
	s.newer = fmt.Sprintf(format, args...)
	return refuse(CodeNewerLog, "%s", s.newer)
}
