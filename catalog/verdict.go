package catalog

import (
	"errors"
	"fmt"
)

// Outcome is what became of an action.
type Outcome uint8

const (
	Accepted Outcome = iota + 1
	Repeated         // it had been so already: nothing changed, and that's fine
	Refused          // nothing changed; Code and Reason say why
)

func (o Outcome) String() string {
	return [...]string{"", "accepted", "repeated", "refused"}[o]
}

// Why an action is refused.
const (
	CodeInvalid         = "invalid"         // the content breaks a rule
	CodeUnauthenticated = "unauthenticated" // the actor is unknown, deleted, or its key was revoked
	CodeForbidden       = "forbidden"       // the actor sees the subject but may not do this
	CodeNotFound        = "not_found"       // the subject isn't there, or the actor may not see it
	CodeDeleted         = "deleted"         // the subject is in the trash
	CodeExists          = "exists"          // the name, id or key is taken
	CodeConflict        = "conflict"        // the precondition doesn't hold
	CodeFinal           = "final"           // it can't be undone
	CodeTooMany         = "too_many"        // a limit is reached
	CodeTooLarge        = "too_large"       // more bytes than an event or a field may have
	CodeDamaged         = "damaged"         // the record isn't a readable action
	CodeNewerLog        = "newer_log"       // written by a newer program: this fold has stopped
)

// Verdict is the fold's answer to one action.
type Verdict struct {
	Outcome Outcome
	Code    string // of a refusal
	Reason  string // a sentence for people

	// What the action is about, as far as known.
	User    UserNo
	Project ProjectNo
	Run     RunNo

	// The changed fields as really applied, a JSON object each; nil if there are none.
	// A repetition of an earlier action doesn't carry them.
	Before, After []byte

	// What an undo would reverse; nil if there's nothing to undo.
	Changes []Change
}

// OK reports whether what the action wanted is so now.
func (v Verdict) OK() bool { return v.Outcome == Accepted || v.Outcome == Repeated }

func refuse(code, format string, args ...any) Verdict {
	return Verdict{Outcome: Refused, Code: code, Reason: fmt.Sprintf(format, args...)}
}

// about fills in what the verdict is about.
func (v Verdict) about(u UserNo, p ProjectNo, r RunNo) Verdict {
	v.User, v.Project, v.Run = u, p, r
	return v
}

// refusedBy is the refusal that an error is: its own code, else that the content
// breaks a rule.
func refusedBy(err error) Verdict {
	var r Refusal
	if errors.As(err, &r) {
		return refuse(r.Code, "%s", r.Reason)
	}
	return refuse(CodeInvalid, "%v", err)
}
