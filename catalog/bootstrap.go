package catalog

import (
	"context"
	"fmt"

	"runledger/event/pb"
)

// Refusal is the verdict on a command as an error.
type Refusal struct{ Verdict }

func (r Refusal) Error() string { return r.Code + ": " + r.Reason }

// Err returns nil, or the refusal as an error.
func (v Verdict) Err() error {
	if v.OK() {
		return nil
	}
	return Refusal{v}
}

// FirstAdmin makes sure that there's a user to begin with. If the log has none it
// creates the administrator and returns the key, a new one if key is empty; else it
// returns an empty string. Processes that start at once agree: one creates.
func (c *Catalog) FirstAdmin(ctx context.Context, name, key string) (string, error) {
	if err := c.Fresh(ctx); err != nil {
		return "", err
	}
	users := 0
	c.View(func(s *State) { users = len(s.users) })
	if users > 0 {
		return "", nil
	}
	if key == "" {
		key = NewAPIKey()
	}
	if err := CheckAPIKey(key); err != nil {
		return "", err
	}
	body := &pb.UserCreated{Name: name, Admin: true, Key: NewKey("", "first key", key)}
	verdicts, _, err := c.Do(ctx, &pb.Event{
		Actor:   System(),
		Subject: &pb.Subject{Kind: "user", Id: name},
		Body:    &pb.Event_UserCreated{UserCreated: body},
	})
	if err != nil {
		return "", fmt.Errorf("create the administrator: %w", err)
	}
	if verdicts[0].Code == CodeExists {
		return "", nil
	}
	if err := verdicts[0].Err(); err != nil {
		return "", fmt.Errorf("create the administrator: %w", err)
	}
	return key, nil
}
