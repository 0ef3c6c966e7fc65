// Package shell holds the commands for people at a shell: a file a noun, each a struct
// with its arguments and a Run method that asks a server over HTTP and prints a table,
// or with --json what the server said. Errors carry the server's detail and hint;
// ExitCode says what a script should do about them.
//
// To add a command: a file with its struct (embed reach; give it Help with examples)
// and a line in Commands.
package shell

import (
	"io"
	"time"
)

// Env is what commands have of the process they run in.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Config   string // file of the profiles; see ConfigFile
	Now      func() time.Time
}

// Commands are all there are.
type Commands struct {
	Login  loginCmd  `cmd:"" group:"At a shell" help:"Keep the address of a server and your API key for the commands below."`
	Logout logoutCmd `cmd:"" group:"At a shell" help:"Forget them."`
	Ls     lsCmd     `cmd:"" group:"At a shell" help:"List the projects that you can see."`
	Runs   runsCmd   `cmd:"" group:"At a shell" help:"List a project's runs: filtered, sorted, with columns of config and summary."`
	Show   showCmd   `cmd:"" group:"At a shell" help:"Show one run with config and summary."`
	Export exportCmd `cmd:"" group:"At a shell" help:"Write points or run rows of a project as Parquet, CSV, NDJSON or Arrow."`
	Audit  auditCmd  `cmd:"" group:"At a shell" help:"Show what was decided, by whom, and what became of it."`
	Users  usersCmd  `cmd:"" group:"At a shell" help:"List, create and delete users."`
	Teams  teamsCmd  `cmd:"" group:"At a shell" help:"List, create and delete teams; add and remove members."`
	Undo   undoCmd   `cmd:"" group:"At a shell" help:"Take back what was done last, or any action."`
	Redo   redoCmd   `cmd:"" group:"At a shell" help:"Do again what was undone."`
}
