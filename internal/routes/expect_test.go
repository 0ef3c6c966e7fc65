package routes

import (
	"bytes"
	"regexp"
	"slices"
)

// outcome is what an answer says about access.
type outcome string

const (
	allowed         outcome = "allowed" // neither refused nor hidden; it may still fail for another reason
	forbidden       outcome = "forbidden"
	hidden          outcome = "hidden"
	unauthenticated outcome = "unauthenticated"
)

// nothing is a GraphQL answer about what isn't there, at the root or below a project.
var nothing = regexp.MustCompile(`^\{"data":\{"\w+":(null|\{"\w+":null\})\}`)

func (a answer) outcome(r Route, named string) outcome {
	switch {
	case a.Status == 200 && named != "":
		if !bytes.Contains(a.Body, []byte(`"`+named+`"`)) {
			return hidden
		}
		return allowed
	case a.Status == 200 && r.Path == "/graphql" && r.Makes == "" && nothing.Match(a.Body):
		return hidden
	}
	switch a.Status {
	case 401:
		return unauthenticated
	case 403:
		return forbidden
	case 404:
		return hidden
	}
	return allowed
}

// expect says what a role gets on a project of a level. It doesn't ask the program.
func expect(right Right, role Role, level string) outcome {
	is := func(among ...Role) bool { return slices.Contains(among, role) }
	orElse := func(may bool, other outcome) outcome {
		if may {
			return allowed
		}
		return other
	}
	switch right {
	case Public, Token:
		return allowed
	case Nobody:
		return hidden
	}
	if is(Anonymous, Deleted) {
		return unauthenticated
	}
	if right == Share {
		may := expect(Edit, role, level)
		if level == "restricted" {
			return may.refused()
		}
		return may
	}
	if is(Root) {
		switch right {
		case Own:
			return forbidden
		case Session:
			return hidden
		}
		return allowed
	}
	switch right {
	case Signed:
		return allowed
	case Admin:
		return forbidden
	case Operator, Session:
		return hidden
	case Raise:
		return orElse(is(Lead), hidden).refused()
	case Self, TeamOnly:
		return orElse(is(Lead), hidden)
	case TeamSee:
		return orElse(is(Lead, Member, Viewer), hidden)
	case TeamAdmin:
		return orElse(is(Lead), orElse(is(Member, Viewer), hidden).refused())
	case TeamLog:
		return orElse(is(Lead, Member), orElse(is(Viewer), hidden).refused())
	}
	return onProject(right, role, level)
}

// refused is what somebody gets who sees a thing (allowed) that isn't theirs to change.
func (o outcome) refused() outcome {
	if o == allowed {
		return forbidden
	}
	return o
}

func onProject(right Right, role Role, level string) outcome {
	read, submit, edit := false, false, false
	switch role {
	case Lead:
		return allowed
	case Member:
		edit = level == "team" || level == "public" || level == "open"
	case GuestMember:
		edit = true
	case Viewer:
		read = level == "team"
	case GuestViewer:
		read = true
	}
	submit = edit || level == "open"
	read = read || submit || level == "public"
	may := map[Right]bool{Read: read, Submit: submit, Edit: edit}[right]
	switch {
	case may:
		return allowed
	case !read || right == Restore:
		return hidden
	}
	return forbidden
}
