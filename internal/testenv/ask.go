package testenv

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// Ask sends a request with a JSON body to the server's own API as the administrator, and
// returns the answer, which must be 200. Path begins with /api.
func (s *Runledger) Ask(tb testing.TB, method, path string, body []byte) []byte {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, s.URL+path, bytes.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		tb.Fatalf("%s %s: status %d, %v: %s", method, path, resp.StatusCode, err, text)
	}
	return text
}
