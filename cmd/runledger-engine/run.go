package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"runledger/engine"
	"runledger/engine/chdb"
	"runledger/engine/httpch"
)

// goMemory bounds what this program itself uses beside the library, which counts its own.
const goMemory = 128 << 20

// run serves until ctx ends, or standard input where that is asked for.
func run(ctx context.Context, f flags, logger *slog.Logger) error {
	debug.SetMemoryLimit(goMemory)
	debug.SetGCPercent(50)
	began := time.Now()
	library, err := loadLibrary(f.Library)
	if err != nil {
		return err
	}
	folder, err := openFolder(ctx, f.Data, library.Version())
	if err != nil {
		return err
	}
	defer folder.close()
	if err := folder.dropEmptyMutations(logger); err != nil {
		return err
	}
	if err := folder.writeConfig(f); err != nil {
		return err
	}
	listener, err := listen(f.Listen, f.Password)
	if err != nil {
		return err
	}
	server, err := httpch.Open(httpch.Options{
		Library: library, FirstArgs: folder.firstArgs(), SessionArgs: folder.sessionArgs(f),
		MaxQueries: f.MaxQueries, QueueWait: f.QueueWait,
		User: f.User, Password: f.Password, Logger: logger,
	})
	if err != nil {
		listener.Close()
		return fmt.Errorf("open %s: %w", f.Data, err)
	}
	defer server.Close()
	if err := survivesNilDereference(); err != nil {
		listener.Close()
		return err
	}
	if err := folder.markUsed(library.Version()); err != nil {
		listener.Close()
		return err
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: silence, IdleTimeout: silence,
		ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn)}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if f.ExitWithStdin {
		go endWith(os.Stdin, cancel)
	}
	go trimWhenCalm(ctx, server, library.Path(), logger)
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	fmt.Printf("ready version=%s listen=%s after=%s\n", server.Version(), where(listener), time.Since(began).Round(time.Millisecond))
	select {
	case <-ctx.Done():
	case err := <-served:
		return fmt.Errorf("serve on %s: %w", f.Listen, err)
	}
	return shutdown(web, server, f.StopGrace)
}

// silence is how long a connection stays open on which nothing comes: a client that is stopped in the
// middle of a request can't complete it a minute later.
const silence = 5 * time.Second

// shutdown lets running queries end, then stops those that don't.
func shutdown(web *http.Server, server *httpch.Server, grace time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	err := web.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		server.Interrupt()
		err = web.Close() // cuts the bodies of inserts that are still coming in
	}
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// endWith calls end when r does.
func endWith(r io.Reader, end func()) {
	io.Copy(io.Discard, r)
	end()
}

// loadLibrary finds the library and checks that this program knows its version.
func loadLibrary(path string) (*chdb.Library, error) {
	path, err := engine.FindLibrary(path)
	if err != nil {
		return nil, refuse("%v", err)
	}
	library, err := chdb.Load(path)
	if err != nil {
		return nil, refuse("%v", err)
	}
	if got := library.Version(); !sameSeries(got, engine.LibraryVersion) {
		return nil, refuse("%s is libchdb %s, this program is built for %s", path, got, engine.LibraryVersion)
	}
	return library, nil
}
