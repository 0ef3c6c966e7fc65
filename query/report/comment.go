package report

import (
	"context"
	"encoding/json"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// Comment is plain text; @NAME in it is text too.
type Comment struct {
	ID      string    `json:"id"`
	Author  string    `json:"author"`
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
	Edited  bool      `json:"edited,omitempty"`
	Version uint64    `json:"version" doc:"For If-Match"`
}

// Comments is a page of a report's comments.
type Comments struct {
	Comments   []Comment `json:"comments" doc:"The oldest first"`
	Total      int       `json:"total"`
	NextCursor string    `json:"next_cursor,omitempty"`
	Position   string    `json:"position"`
}

type commentsInput struct {
	One
	api.AsOf
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

type commentsOutput struct{ Body Comments }

func (s *service) comments(ctx context.Context, in *commentsInput) (*commentsOutput, error) {
	f, past, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := Comments{Comments: []Comment{}, Position: past.Position.String()}
	past.View(func(st *catalog.State) {
		all := st.Documents(f.project.No, catalog.Comment, in.ID, "", false)
		out.Total = len(all)
		var page []*catalog.Document
		page, out.NextCursor = pageOf(all, in.Cursor, in.Limit)
		for _, d := range page {
			out.Comments = append(out.Comments, Comment{
				ID: d.ID, Author: userName(st, d.Owner), Text: d.Text("text"), Created: d.Created.UTC(), Edited: d.True("edited"), Version: d.Version,
			})
		}
	})
	return &commentsOutput{out}, nil
}

// CommentText is a comment as it is given.
type CommentText struct {
	Text string `json:"text" minLength:"1"`
}

func (c CommentText) check() error {
	if c.Text == "" || len(c.Text) > maxComment {
		return fault("body.text", "A comment has 1 to %d bytes.", maxComment)
	}
	return nil
}

type addCommentInput struct {
	One
	api.Command
	Body CommentText
}

// addComment: whoever may read a report may comment on it.
func (s *service) addComment(ctx context.Context, in *addCommentInput) (*changedOutput, error) {
	f, err := s.find(ctx, in.One)
	if err != nil {
		return nil, err
	}
	if err := in.Body.check(); err != nil {
		return nil, err
	}
	id := newID(ctx, in.IdempotencyKey, "comment "+f.doc.ID)
	c := &pb.DocumentAdded{Project: uint32(f.project.No), Id: id, Root: in.ID, FieldsJson: object(map[string]json.RawMessage{"text": text(in.Body.Text)})}
	return s.changePart(ctx, catalog.Comment, id, in.IdempotencyKey, "", &pb.Event{Body: &pb.Event_CommentAdded{CommentAdded: c}})
}

// OneComment names a comment.
type OneComment struct {
	One
	Comment string `path:"comment" maxLength:"160"`
}

// comment returns a comment; own says whether the principal wrote it.
func (s *service) comment(ctx context.Context, in OneComment) (f *found, own bool, err error) {
	if f, err = s.find(ctx, in.One); err != nil {
		return nil, false, err
	}
	var d *catalog.Document
	s.Catalog.View(func(st *catalog.State) { d = st.Document(f.project.No, catalog.Comment, in.Comment) })
	if d == nil || d.Root != in.ID {
		return nil, false, api.NotFound("The report has no comment %q.", in.Comment)
	}
	return f, d.Owner == api.PrincipalOf(ctx).User.No, nil
}

type patchCommentInput struct {
	OneComment
	api.Command
	IfMatch string `header:"If-Match"`
	Body    CommentText
}

// patchComment: nobody changes what somebody else has said, administrators neither.
func (s *service) patchComment(ctx context.Context, in *patchCommentInput) (*changedOutput, error) {
	f, own, err := s.comment(ctx, in.OneComment)
	if err != nil {
		return nil, err
	}
	if !own {
		return nil, api.Forbidden("That is somebody else's comment.")
	}
	if err := in.Body.check(); err != nil {
		return nil, err
	}
	set := map[string]json.RawMessage{"text": text(in.Body.Text), "edited": json.RawMessage("true")}
	edit := &pb.DocumentEdited{Project: uint32(f.project.No), Id: in.Comment, Root: in.ID, SetJson: object(set)}
	return s.changePart(ctx, catalog.Comment, in.Comment, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_CommentEdited{CommentEdited: edit}})
}

type deleteCommentInput struct {
	OneComment
	api.Command
	IfMatch string `header:"If-Match"`
}

// deleteComment: one's own, and any for who administers the project; the fold decides.
func (s *service) deleteComment(ctx context.Context, in *deleteCommentInput) (*changedOutput, error) {
	f, _, err := s.comment(ctx, in.OneComment)
	if err != nil {
		return nil, err
	}
	del := &pb.DocumentDeleted{Project: uint32(f.project.No), Id: in.Comment, Root: in.ID}
	return s.changePart(ctx, catalog.Comment, in.Comment, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_CommentDeleted{CommentDeleted: del}})
}
