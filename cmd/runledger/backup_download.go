package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"runledger/backup"
)

// download takes the backup through a running server.
func (c backupCmd) download(ctx context.Context, url string, w io.Writer, seen func(backup.Manifest, int64)) (backup.Manifest, error) {
	key, err := c.key()
	if err != nil {
		return backup.Manifest{}, err
	}
	url = strings.TrimSuffix(url, "/") + backup.Path
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return backup.Manifest{}, err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Accept", backup.MediaType+", application/problem+json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return backup.Manifest{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // what there is of it
		return backup.Manifest{}, fmt.Errorf("GET %s: status %d: %s", url, resp.StatusCode, strings.TrimSpace(string(text)))
	}
	return checked(w, seen, func(w io.Writer) error {
		if _, err := io.Copy(w, resp.Body); err != nil {
			return fmt.Errorf("the server broke off: %w", err)
		}
		return nil
	})
}
