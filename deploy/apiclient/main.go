// Command apiclient uses the HTTP API by a client that was generated from its
// description, and checks that the client's types say all that the answers say, and
// nothing else. internal/routes/client_test.go generates the client and runs it.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"

	"runledger/deploy/apiclient/gen"
)

func main() {
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run makes the calls of an ordinary day at the server at url, with a key.
func run(ctx context.Context, url, key string) error {
	withKey := func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+key)
		return nil
	}
	c, err := gen.NewClientWithResponses(url, gen.WithRequestEditorFn(withKey))
	if err != nil {
		return err
	}
	d := &day{ctx: ctx, c: c, calls: map[string]bool{}}
	d.people()
	d.runs()
	d.arrange()
	d.undo()
	if d.err == nil {
		fmt.Println(len(d.calls), "operations")
	}
	return d.err
}

// strict decodes an answer as the client does, but takes no member that the type hasn't,
// and none that is missing: what is decoded must encode to the same.
func strict(a answer) error {
	body := a.GetBody()
	field := reflect.ValueOf(a).Elem().FieldByName(fmt.Sprint("JSON", a.StatusCode()))
	if !field.IsValid() || field.IsNil() {
		return fmt.Errorf("the client knows no answer %d: %s", a.StatusCode(), body)
	}
	typed := reflect.New(field.Type().Elem()).Interface()
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(typed); err != nil {
		return err
	}
	again, err := json.Marshal(typed)
	if err != nil {
		return err
	}
	var want, got any
	if err := json.Unmarshal(body, &want); err != nil {
		return err
	}
	if err := json.Unmarshal(again, &got); err != nil {
		return err
	}
	if !reflect.DeepEqual(plain(want), plain(got)) {
		return fmt.Errorf("decoded and encoded again it's different:\n%s\n%s", body, again)
	}
	return nil
}

// plain takes away what Go's encoding of times differs in: zeros at the end of fractions.
func plain(v any) any {
	switch v := v.(type) {
	case string:
		if strings.HasSuffix(v, "Z") && strings.Contains(v, ".") {
			return strings.TrimRight(strings.TrimSuffix(v, "Z"), "0.")
		}
	case map[string]any:
		for name, m := range v {
			v[name] = plain(m)
		}
	case []any:
		for i, m := range v {
			v[i] = plain(m)
		}
	}
	return v
}
