package shell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/alecthomas/kong"
)

var _, _ kong.HelpProvider = undoCmd{}, redoCmd{}

// takeBack is what undo and redo have in common.
type takeBack struct {
	reach
	output
	Project *projectRef `arg:"" optional:"" placeholder:"ENTITY/PROJECT" help:"ENTITY/PROJECT; without it, what isn't of a project: users, teams."`
	Action  *uint64     `help:"Its number, from runledger audit; default: the last one of yours." placeholder:"N" env:"-"`
}

type undoCmd struct{ takeBack }

func (undoCmd) Help() string {
	return `  runledger undo ann/digits                # what you did last there
  runledger undo ann/digits --action 1234  # a certain one; runledger audit has the numbers
  runledger undo                           # of users and teams

An undo is an action too: it can be undone, or taken back by redo. If what it would change has changed since, it is
refused (exit code 5), and the answer says what changed and by whom.`
}

func (c undoCmd) Run(ctx context.Context, e Env) error { return c.do(ctx, e, "undo", "Undone") }

type redoCmd struct{ takeBack }

func (redoCmd) Help() string {
	return `  runledger redo ann/digits                # what you undid last there
  runledger redo ann/digits --action 1240  # a certain undo`
}

func (c redoCmd) Run(ctx context.Context, e Env) error { return c.do(ctx, e, "redo", "Done again") }

func (c takeBack) do(ctx context.Context, e Env, verb, done string) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	path, of := "/api/v1/"+verb, ""
	if c.Project != nil {
		path, of = c.Project.path("/"+verb), c.Project.String()+" "
	}
	body := map[string]uint64{}
	if c.Action != nil {
		if *c.Action == 0 {
			return wrongUse{errors.New("action 0 made the log: it can't be undone")}
		}
		body["action"] = *c.Action
	}
	var text json.RawMessage
	if err := server.Send(ctx, http.MethodPost, path, body, &text); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.Out, text)
	}
	var answer struct {
		Action uint64 `json:"action"`
		Undone uint64 `json:"undone"`
		Type   string `json:"type"`
		By     string `json:"by"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("the answer isn't what this program expects: %w", err)
	}
	by := ""
	if answer.By != "" {
		by = " by " + answer.By
	}
	_, err = fmt.Fprintf(e.Err, "%s: %s%s (action %d). To take that back: runledger undo %s--action %d\n",
		done, clean(answer.Type), clean(by), answer.Undone, clean(of), answer.Action)
	return err
}
