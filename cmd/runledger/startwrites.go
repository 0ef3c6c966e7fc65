package main

import (
	"context"
	"time"

	"runledger/blob"
	"runledger/ingest"
)

// openFolderBlobs opens the store for files in the data folder, and the key that signs
// their addresses.
func (s *server) openFolderBlobs(ctx context.Context) error {
	key, err := blob.LoadKey(s.folder.file("signing.key"))
	if err != nil {
		return err
	}
	return s.openBlobs(ctx, s.folder.file("blobs"), key)
}

func (s *server) openSharedBlobs(c blobSettings) func(context.Context) error {
	return func(ctx context.Context) error {
		key, err := parseSigningKey(c.SigningKey)
		if err != nil {
			return err
		}
		return s.openBlobs(ctx, c.Blobs, key)
	}
}

func (s *server) openBlobs(ctx context.Context, location string, key []byte) (err error) {
	s.signingKey = key
	if s.signer, err = blob.NewSigner(key, time.Now); err != nil {
		return err
	}
	s.blobs, err = blob.Open(ctx, location)
	return err
}

func (s *server) closeBlobs() error { return s.blobs.Close() }

func (s *server) makeWriter(c ingestSettings) func(context.Context) error {
	return func(context.Context) error {
		s.writer = ingest.NewWriter(ingest.Options{
			Log: s.log, Catalog: s.catalog, Logger: s.logger, Registerer: s.registry,
			Attributes: s.folder == nil, // on a log that other tools may read
			Limits: ingest.Limits{
				InFlight: int64(c.IngestInFlight), Body: int64(c.IngestBody),
				KeyRequests: c.KeyRequests, KeyPoints: c.KeyPoints,
			},
		})
		return nil
	}
}
