package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"runledger/backup"
	"runledger/client"
)

// download takes the backup through a running server.
func (c backupCmd) download(ctx context.Context, url string, w io.Writer, seen func(backup.Manifest, int64)) (backup.Summary, error) {
	key, err := c.key()
	if err != nil {
		return backup.Summary{}, err
	}
	server, err := client.New(url, key)
	if err != nil {
		return backup.Summary{}, err
	}
	body, err := server.Stream(ctx, http.MethodGet, backup.Path, nil)
	if err != nil {
		return backup.Summary{}, err
	}
	defer body.Close()
	return checked(w, seen, func(w io.Writer) error {
		if _, err := io.Copy(w, body); err != nil {
			return fmt.Errorf("the server broke off: %w", err)
		}
		return nil
	})
}
