package shell

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"runledger/client"
)

var _ kong.HelpProvider = teamsCmd{}

type teamsCmd struct {
	List   teamsList   `cmd:"" default:"withargs" help:"List the teams that you can see, with their members."`
	Create teamsCreate `cmd:"" help:"Create a team."`
	Delete teamsDelete `cmd:"" help:"Delete a team."`
	Add    teamsAdd    `cmd:"" help:"Add a member, or give one another role."`
	Remove teamsRemove `cmd:"" help:"Remove a member."`
}

func (teamsCmd) Help() string {
	return `  runledger teams
  runledger teams create vision --member ann=admin --member bob --member carol=viewer
  runledger teams add vision dave --role viewer
  runledger teams remove vision bob
  runledger teams delete vision

Roles: viewer sees, member logs runs and edits, admin decides about projects and members too.`
}

const teamsPath = "/api/v1/teams"

type team struct {
	Name    string    `json:"name"`
	Members []member  `json:"members"`
	Created time.Time `json:"created"`
}

type teamsList struct {
	reach
	output
}

func (c teamsList) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	return list[team]{
		name: "teams", head: []string{"TEAM", "CREATED", "MEMBERS"},
		ask: func(cursor string) (text json.RawMessage, err error) {
			return text, server.Get(ctx, teamsPath, cursorOf(cursor), &text)
		},
		row: func(t team) []string {
			var members []string
			for _, m := range t.Members {
				members = append(members, m.User+"="+m.Role)
			}
			return []string{t.Name, when(t.Created), strings.Join(members, " ")}
		},
	}.print(e, c.output)
}

type teamsCreate struct {
	reach
	output
	Name   string      `arg:"" help:"1 to 60 letters, digits, _ and -."`
	Member []memberArg `help:"USER=ROLE, with the roles viewer, member (default), admin; may be given several times." placeholder:"USER=ROLE" env:"-"`
}

func (c teamsCreate) Run(ctx context.Context, e Env) error {
	body := map[string]any{"name": c.Name}
	var members []member
	for _, m := range c.Member {
		members = append(members, m.member)
	}
	if len(members) > 0 {
		body["members"] = members
	}
	return change(ctx, e, c.reach, c.output, http.MethodPost, teamsPath, body, "Team "+c.Name+" was created.")
}

type teamsDelete struct {
	reach
	output
	Name string `arg:"" help:"The team."`
}

func (c teamsDelete) Run(ctx context.Context, e Env) error {
	return change(ctx, e, c.reach, c.output, http.MethodDelete, teamsPath+client.Path(c.Name), nil, "Team "+c.Name+" was deleted.")
}

type teamsAdd struct {
	reach
	output
	Team string `arg:"" help:"The team."`
	User string `arg:"" help:"Who becomes a member."`
	Role string `help:"viewer, member or admin." enum:"viewer,member,admin" default:"member" env:"-"`
}

func (c teamsAdd) Run(ctx context.Context, e Env) error {
	path := teamsPath + client.Path(c.Team) + "/members" + client.Path(c.User)
	return change(ctx, e, c.reach, c.output, http.MethodPut, path, map[string]string{"role": c.Role},
		fmt.Sprintf("%s is %s of team %s.", c.User, c.Role, c.Team))
}

type teamsRemove struct {
	reach
	output
	Team string `arg:"" help:"The team."`
	User string `arg:"" help:"Who is removed."`
}

func (c teamsRemove) Run(ctx context.Context, e Env) error {
	path := teamsPath + client.Path(c.Team) + "/members" + client.Path(c.User)
	return change(ctx, e, c.reach, c.output, http.MethodDelete, path, nil, fmt.Sprintf("%s isn't a member of team %s any more.", c.User, c.Team))
}
