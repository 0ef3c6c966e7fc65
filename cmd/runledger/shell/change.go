package shell

import (
	"context"
	"encoding/json"
	"fmt"
)

// change does something and says that it was done.
func change(ctx context.Context, e Env, r reach, o output, method, path string, in any, done string) error {
	server, err := r.connect(e)
	if err != nil {
		return err
	}
	var text json.RawMessage
	if err := server.Send(ctx, method, path, in, &text); err != nil {
		return err
	}
	if o.JSON {
		if len(text) == 0 {
			text = json.RawMessage("{}")
		}
		return printJSON(e.Out, text)
	}
	var answer struct {
		Repeated bool   `json:"repeated"`
		Action   uint64 `json:"action"`
	}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &answer); err != nil {
			return fmt.Errorf("the answer isn't what this program expects: %w", err)
		}
	}
	if answer.Repeated {
		done = "It had been so already: nothing changed."
	} else if answer.Action > 0 {
		done += fmt.Sprintf(" (action %d)", answer.Action)
	}
	_, err = fmt.Fprintln(e.Err, clean(done))
	return err
}
