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
		Repeated bool `json:"repeated"`
	}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &answer); err != nil {
			return fmt.Errorf("the answer isn't what this program expects: %w", err)
		}
	}
	if answer.Repeated {
		done = "It had been so already: nothing changed."
	}
	_, err = fmt.Fprintln(e.Err, clean(done))
	return err
}
