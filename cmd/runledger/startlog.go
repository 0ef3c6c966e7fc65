package main

import (
	"context"
	"fmt"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/progress"
)

func (s *server) openFolder(d dataSettings) func(context.Context) error {
	return func(context.Context) (err error) {
		s.folder, err = openFolder(d.Data)
		return err
	}
}

func (s *server) closeFolder() error { return s.folder.close() }

func (s *server) openEmbeddedLog(partitions int) func(context.Context) error {
	return func(context.Context) error {
		l, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{
			Dir: s.folder.file("log"), Partitions: partitions, Logger: s.logger, Registerer: s.registry,
		})
		if err != nil {
			return err
		}
		s.log = l
		s.health.promise("embedded log: a record is on this machine's disk (fsync) before it is acknowledged; one copy")
		return nil
	}
}

// watchLog ends the program when the embedded log's disk failed for good.
func (s *server) watchLog(ctx context.Context) error {
	select {
	case <-s.log.(*eventlog.Embedded).Failed():
		return fmt.Errorf("the disk below %s failed", s.folder.file("log"))
	case <-ctx.Done():
		return nil
	}
}

// kafkaPatience is how long the start waits for the brokers.
const kafkaPatience = 2 * time.Minute

func (s *server) openKafka(k kafkaSettings) func(context.Context) error {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, kafkaPatience)
		defer cancel()
		l, err := eventlog.OpenKafka(ctx, eventlog.KafkaOptions{
			Brokers: k.Kafka, Prefix: k.Prefix, Create: true, Partitions: k.Partitions, AllowUnsafe: k.Unsafe,
			Logger: s.logger, Registerer: s.registry,
		})
		if err != nil {
			return err
		}
		s.log = l
		s.health.promise("Kafka: " + l.Guarantee().String())
		return nil
	}
}

func (s *server) closeLog() error { return s.log.Close() }

func (s *server) makeCatalog(context.Context) error {
	s.catalog = catalog.New(catalog.Options{
		Log: s.log, Logger: s.logger, Registerer: s.registry, Snapshots: s.snapshotStore(),
	})
	s.health.watch("catalog", s.catalogReady)
	return nil
}

// snapshotStore is in the data folder, or where a setting says; else there's none.
func (s *server) snapshotStore() catalog.SnapshotStore {
	switch {
	case s.folder != nil:
		return catalog.SnapshotFolder(s.folder.file("snapshots"))
	case s.snapshots != "":
		return catalog.SnapshotFolder(s.snapshots)
	}
	return nil
}

// foldBehind is how long the fold may be behind the log's end before the process
// isn't ready: its refusals would be late.
const foldBehind = 2 * time.Second

// catalogReady says whether the fold answers from what the log holds now.
func (s *server) catalogReady() error {
	if n, since := s.catalog.Lag(); since > foldBehind {
		return fmt.Errorf("the fold hasn't been at the log's end for %.0f s (%d actions behind as last seen)", since.Seconds(), n)
	}
	return nil
}

// publishProgress tells other processes how far this one's tables are.
func (s *server) publishProgress(ctx context.Context) error {
	return progress.Publish(ctx, s.board, s.log, func(err error) {
		s.logger.Warn("progress isn't announced: reads that wait for it wait longer", "error", err)
	})
}

// followAgain is the pause after the log couldn't be read.
const followAgain = time.Second

// followProgress hears from other processes how far the tables are.
func (s *server) followProgress(ctx context.Context) error {
	for {
		err := progress.Follow(ctx, s.board, s.log)
		if ctx.Err() != nil {
			return nil
		}
		s.logger.Warn("progress isn't heard: reads that wait for it wait longer", "error", err)
		select {
		case <-time.After(followAgain):
		case <-ctx.Done():
			return nil
		}
	}
}
