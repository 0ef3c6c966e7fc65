package shell

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"runledger/client"
)

var _ kong.HelpProvider = usersCmd{}

type usersCmd struct {
	List   usersList   `cmd:"" default:"withargs" help:"List users; only you, unless you are an administrator."`
	Create usersCreate `cmd:"" help:"Create a user and print the API key, which is shown this once."`
	Delete usersDelete `cmd:"" help:"Delete a user and revoke the keys."`
}

func (usersCmd) Help() string {
	return `  runledger users
  runledger users create ann
  runledger users create bob --admin --email bob@example.org
  runledger users create nightly --service
  runledger users create carol --key-stdin < old-key.txt      # people keep the keys that they have
  runledger users delete carol`
}

type user struct {
	Name    string    `json:"name"`
	Admin   bool      `json:"admin"`
	Service bool      `json:"service"`
	Email   string    `json:"email"`
	Created time.Time `json:"created"`
}

type usersList struct {
	reach
	output
}

func (c usersList) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	return list[user]{
		name: "users", head: []string{"USER", "KIND", "EMAIL", "CREATED"},
		ask: func(cursor string) (text json.RawMessage, err error) {
			return text, server.Get(ctx, "/api/v1/users", cursorOf(cursor), &text)
		},
		row: func(u user) []string { return []string{u.Name, u.kind(), u.Email, when(u.Created)} },
	}.print(e, c.output)
}

// cursorOf is a query for a page.
func cursorOf(cursor string) url.Values {
	if cursor == "" {
		return nil
	}
	return url.Values{"cursor": {cursor}}
}

// kind is what a user is, in words.
func (u user) kind() string {
	var words []string
	if u.Admin {
		words = append(words, "admin")
	}
	if u.Service {
		words = append(words, "service")
	}
	return strings.Join(words, " ")
}

type usersCreate struct {
	reach
	output
	Name     string `arg:"" help:"1 to 60 letters, digits, _ and -."`
	Admin    bool   `help:"May do everything." env:"-"`
	Service  bool   `help:"A machine's account: API keys only, no password." env:"-"`
	Email    string `env:"-" help:"Address of the user." placeholder:"ADDRESS"`
	KeyStdin bool   `help:"Read the user's API key from standard input; default: a new one is made and printed." env:"-"`
}

func (c usersCreate) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	body := map[string]any{"name": c.Name, "admin": c.Admin}
	if c.Service {
		body["service"] = true
	}
	if c.Email != "" {
		body["email"] = c.Email
	}
	if c.KeyStdin {
		key, err := keyFrom(e.In)
		if err != nil {
			return err
		}
		body["api_key"] = key
	}
	var text json.RawMessage
	if err := server.Send(ctx, http.MethodPost, "/api/v1/users", body, &text); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.Out, text)
	}
	var made struct {
		Name string `json:"name"`
		Key  string `json:"api_key"`
	}
	if err := json.Unmarshal(text, &made); err != nil {
		return fmt.Errorf("the answer isn't what this program expects: %w", err)
	}
	fmt.Fprintf(e.Err, "User %s was created.\n", clean(c.Name))
	if made.Key != "" {
		fmt.Fprintln(e.Err, "The API key, shown this once:")
		_, err = fmt.Fprintln(e.Out, clean(made.Key))
	}
	return err
}

type usersDelete struct {
	reach
	output
	Name string `arg:"" help:"The user."`
}

func (c usersDelete) Run(ctx context.Context, e Env) error {
	return change(ctx, e, c.reach, c.output, http.MethodDelete, "/api/v1/users"+client.Path(c.Name), nil,
		"User "+c.Name+" was deleted, the keys are revoked.")
}
