package shell

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"runledger/client"
)

var _ kong.HelpProvider = loginCmd{}

type loginCmd struct {
	URL      string `help:"The server; default: the one of the last runledger login, else http://127.0.0.1:8080." placeholder:"URL" group:"Server"`
	KeyStdin bool   `help:"Read the API key from standard input instead of asking." env:"-"`
}

func (loginCmd) Help() string {
	return `Asks for the server's address and your API key, tries them, and keeps them in
$XDG_CONFIG_HOME/runledger/config.json (or ~/.config/…), which only you can read. Log in to several servers: the
last is the one that commands use, unless --url or RUNLEDGER_URL names another. RUNLEDGER_KEY counts more than
what is kept.

  runledger login
  runledger login --url https://ml.example.org
  runledger login --url https://ml.example.org --key-stdin < key.txt`
}

func (c loginCmd) Run(ctx context.Context, e Env) error {
	known, err := readProfiles(e.Config)
	if err != nil {
		return err
	}
	in := bufio.NewReader(e.In)
	address, err := c.askURL(e, in, known)
	if err != nil {
		return err
	}
	key, err := c.askKey(e, in)
	if err != nil {
		return err
	}
	with, err := client.New(address, key)
	if err != nil {
		return wrongUse{err}
	}
	var me struct {
		Name  string `json:"name"`
		Admin bool   `json:"admin"`
	}
	if err := with.Get(ctx, "/api/v1/me", nil, &me); err != nil {
		return err
	}
	if me.Name == "" {
		return fmt.Errorf("%s doesn't say who you are: is that a runledger server?", with.URL())
	}
	if !client.Private(with.URL()) {
		fmt.Fprintln(e.Err, "WARNING: without https everyone on the way can read the key.")
	}
	known.Default = with.URL()
	known.Servers[with.URL()] = profile{User: me.Name, Key: key}
	if err := known.write(e.Config); err != nil {
		return err
	}
	role := ""
	if me.Admin {
		role = ", an administrator"
	}
	_, err = fmt.Fprintf(e.Out, "You are %s%s on %s. The key is in %s.\n", clean(me.Name), role, with.URL(), e.Config)
	return err
}

func (c loginCmd) askURL(e Env, in *bufio.Reader, known profiles) (string, error) {
	suggested := known.Default
	if suggested == "" {
		suggested = defaultURL
	}
	if c.URL != "" {
		return c.URL, nil
	}
	if c.KeyStdin || !onTerminal(e.In) {
		return suggested, nil
	}
	fmt.Fprintf(e.Err, "Server [%s]: ", suggested)
	line, err := in.ReadString('\n')
	if err != nil && line == "" {
		return "", errors.New("no server given")
	}
	if line = strings.TrimSpace(line); line == "" {
		return suggested, nil
	}
	if !strings.Contains(line, "://") {
		line = "https://" + line
	}
	return line, nil
}

func (c loginCmd) askKey(e Env, in *bufio.Reader) (string, error) {
	if c.KeyStdin {
		return keyFrom(in)
	}
	terminal, ok := e.In.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", wrongUse{errors.New("there's no terminal to ask for the API key: give it by --key-stdin")}
	}
	fmt.Fprint(e.Err, "API key (isn't shown): ")
	text, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(e.Err)
	if err != nil {
		return "", fmt.Errorf("read the API key: %w", err)
	}
	return needed(string(text))
}

// keyFrom reads an API key that is all there is.
func keyFrom(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil {
		return "", fmt.Errorf("read the API key: %w", err)
	}
	return needed(string(text))
}

func needed(key string) (string, error) {
	if key = strings.TrimSpace(key); key == "" {
		return "", wrongUse{errors.New("no API key given")}
	}
	return key, nil
}

type logoutCmd struct {
	URL string `help:"The server; default: the one of the last runledger login, else http://127.0.0.1:8080." placeholder:"URL" group:"Server"`
}

// Run forgets what login keeps of a server. The key goes on being valid.
func (c logoutCmd) Run(e Env) error {
	known, err := readProfiles(e.Config)
	if err != nil {
		return err
	}
	address, _, err := reach{URL: c.URL}.address(e)
	if err != nil {
		return err
	}
	if _, ok := known.Servers[address]; !ok {
		return errNoKey{address}
	}
	delete(known.Servers, address)
	if known.Default == address {
		known.Default = ""
	}
	if err := known.write(e.Config); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "The key of %s is forgotten here. It goes on being valid until you revoke it.\n", address)
	return err
}
