package main

import (
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"
)

type loggingSettings struct {
	LogLevel  slog.Level `help:"Log this and worse: DEBUG, INFO, WARN, ERROR." default:"INFO" group:"Logging"`
	LogFormat string     `help:"text for people, json for machines; auto: text on a terminal." enum:"auto,text,json" default:"auto" group:"Logging"`
}

func (s loggingSettings) logger(w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == "text" || s.LogFormat == "auto" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, opts))
	}
	return slog.New(slog.NewJSONHandler(w, opts))
}

// isTerminal reports whether w is a terminal: a person reads along.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
