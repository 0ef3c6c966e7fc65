package routes

import "slices"

// Route is a method and a pattern, and how it is tried. A pattern may have several
// lines: samples that differ in who may.
type Route struct {
	Method string // "*": the route takes every method; the sample is a POST
	Path   string // as the router has it
	May    Right

	With  map[string]string // what {word} of the pattern is, if not $word
	Query string            // of the sample, without "?"
	Body  string            // of the sample
	Media string            // of the body; default application/json

	Makes   string // type of the event that a change makes
	Silent  string // why a route that isn't a GET makes none, or several
	Named   string // a list: it has this only for who may see it, and is never refused
	Once    bool   // the sample works only once in a world
	Creates bool   // a project that isn't there is created, for who may create one
	Long    bool   // the answer doesn't end, or is large: its head is enough
}

// Right says who may: the tests know what follows for each role on each level.
type Right string

// The rights. Those on a project hide it (404) from who can't read it, and refuse (403)
// who can; the others say what they do.
const (
	Read       Right = "read"       // whoever sees the project
	Submit     Right = "submit"     // whoever may log runs to it
	Edit       Right = "edit"       // members
	Share      Right = "share"      // who may edit, unless only invited people may see the project
	Administer Right = "administer" // administrators of its entity, its creator
	Own        Right = "own"        // only whose it is: the project's creator; not even administrators of the installation
	Restore    Right = "restore"    // likewise; hidden (404) from everybody else, as it is about trash

	TeamSee   Right = "team"       // who is in the team; hidden from everybody else
	TeamAdmin Right = "team admin" // administrators of the team; who is in it is refused, everybody else sees nothing
	TeamOnly  Right = "team only"  // administrators of the team; hidden from everybody else
	TeamLog   Right = "team log"   // its members: they may create projects; its viewers are refused, everybody else sees nothing

	Signed   Right = "signed in" // everybody with a key
	Session  Right = "session"   // who has a session; with a key there's nothing
	Self     Right = "self"      // the user that it's about, and administrators; hidden from everybody else
	Raise    Right = "raise"     // administrators; the user that it's about is refused; hidden from everybody else
	Admin    Right = "admin"     // administrators of the installation
	Operator Right = "operator"  // likewise; for everybody else there's nothing
	Public   Right = "public"    // everybody, without a key
	Token    Right = "token"     // whoever has the address, which is secret or signed
	Nobody   Right = "nobody"    // there is nothing there: 404 for everybody
)

// Table is every route of `runledger serve`.
func Table() []Route {
	return slices.Concat(projects, runs, workspaces, reports, people, program, sdk, documents)
}

// project is what routes of a project begin with.
const project = "/api/v1/projects/{entity}/{project}"
