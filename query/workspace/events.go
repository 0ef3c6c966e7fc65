package workspace

import "runledger/event/pb"

// Which event an edit is: its own type if it is about one thing.

func workspaceEvent(b *pb.DocumentEdited, e edit) *pb.Event {
	switch {
	case e.only("search", "search_mode"):
		return &pb.Event{Body: &pb.Event_WorkspaceSearchSet{WorkspaceSearchSet: b}}
	case e.only("filter"):
		return &pb.Event{Body: &pb.Event_WorkspaceFilterSet{WorkspaceFilterSet: b}}
	case e.only("grouping"):
		return &pb.Event{Body: &pb.Event_WorkspaceGroupingSet{WorkspaceGroupingSet: b}}
	case e.only("sort"):
		return &pb.Event{Body: &pb.Event_WorkspaceSortSet{WorkspaceSortSet: b}}
	case e.only("columns"):
		return &pb.Event{Body: &pb.Event_WorkspaceColumnsSet{WorkspaceColumnsSet: b}}
	case e.onlyVisibility():
		return &pb.Event{Body: &pb.Event_WorkspaceRunVisibilitySet{WorkspaceRunVisibilitySet: b}}
	}
	return &pb.Event{Body: &pb.Event_WorkspaceEdited{WorkspaceEdited: b}}
}

func sectionEvent(b *pb.DocumentEdited, e edit) *pb.Event {
	switch {
	case e.only("title"):
		return &pb.Event{Body: &pb.Event_SectionRenamed{SectionRenamed: b}}
	case e.only("collapsed"):
		return &pb.Event{Body: &pb.Event_SectionCollapsedSet{SectionCollapsedSet: b}}
	case e.only("layout"):
		return &pb.Event{Body: &pb.Event_SectionLayoutSet{SectionLayoutSet: b}}
	case e.only("panel_size"):
		return &pb.Event{Body: &pb.Event_SectionPanelSizeSet{SectionPanelSizeSet: b}}
	case e.only("height"):
		return &pb.Event{Body: &pb.Event_SectionResized{SectionResized: b}}
	}
	return &pb.Event{Body: &pb.Event_SectionEdited{SectionEdited: b}}
}

func panelEvent(b *pb.DocumentEdited, e edit) *pb.Event {
	if e.only("x", "y", "w", "h") {
		return &pb.Event{Body: &pb.Event_PanelResized{PanelResized: b}}
	}
	return &pb.Event{Body: &pb.Event_PanelEdited{PanelEdited: b}}
}
