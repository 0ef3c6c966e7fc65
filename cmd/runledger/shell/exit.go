package shell

import (
	"errors"
	"net/http"
	"strings"

	"runledger/client"
)

// The exit codes of commands.
const (
	failed      = 1 // anything else
	wrong       = 2 // the command line, or what it asks for
	notLoggedIn = 3
	notThere    = 4
	conflict    = 5
	unavailable = 6
)

// ExitCodes describes them, for --help.
const ExitCodes = `Exit codes: 0 done; 1 failed (verify: the tables differ); 2 the command line, or what it asks for, is wrong;
3 no API key, or one that isn't valid; 4 it isn't there, or not yours to see or do; 5 it has changed in the
meantime, or contradicts what is there; 6 the server doesn't answer, or can't now: try again.`

// wrongUse is an error in what was asked for.
type wrongUse struct{ error }

// errNoKey is returned where a key is needed and none is known.
type errNoKey struct{ url string }

func (e errNoKey) Error() string {
	return "you aren't logged in to " + e.url + "\nrunledger login --url " + e.url + " keeps your API key, or set RUNLEDGER_KEY"
}

// ExitCode is what a command ends with after an error.
func ExitCode(err error) int {
	var p *client.Problem
	var u *client.Unreachable
	switch {
	case errors.As(err, new(wrongUse)):
		return wrong
	case errors.As(err, new(errNoKey)):
		return notLoggedIn
	case errors.As(err, &u):
		return unavailable
	case !errors.As(err, &p):
		return failed
	}
	switch p.Status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return wrong
	case http.StatusUnauthorized:
		return notLoggedIn
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		return notThere
	case http.StatusConflict, http.StatusPreconditionFailed:
		return conflict
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return unavailable
	}
	return failed
}

// Message is an error for a person: what a server says in it can't steer a terminal.
func Message(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = clean(line)
	}
	return strings.Join(lines, "\n")
}
