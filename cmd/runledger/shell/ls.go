package shell

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = lsCmd{}

type lsCmd struct {
	reach
	output
	Entity string `arg:"" optional:"" help:"Only of this user or team."`
}

func (lsCmd) Help() string {
	return `  runledger ls
  runledger ls vision-team
  runledger ls --json | jq -r 'select(.runs > 100) | .entity + "/" + .name'`
}

type project struct {
	Entity      string    `json:"entity"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Created     time.Time `json:"created"`
	CreatedBy   string    `json:"created_by"`
	Runs        int       `json:"runs"`
	Privacy     string    `json:"privacy"`
}

func (c lsCmd) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	return list[project]{
		name: "projects", head: []string{"PROJECT", "RUNS", "PRIVACY", "CREATED", "BY", "DESCRIPTION"}, right: map[int]bool{1: true},
		ask: func(cursor string) (text json.RawMessage, err error) {
			query := url.Values{"limit": {"1000"}}
			if c.Entity != "" {
				query.Set("entity", c.Entity)
			}
			if cursor != "" {
				query.Set("cursor", cursor)
			}
			return text, server.Get(ctx, "/api/v1/projects", query, &text)
		},
		row: func(p project) []string {
			return []string{p.Entity + "/" + p.Name, strconv.Itoa(p.Runs), p.Privacy, when(p.Created), p.CreatedBy, p.Description}
		},
	}.print(e, c.output)
}
