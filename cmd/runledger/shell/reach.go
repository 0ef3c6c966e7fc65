package shell

import (
	"strings"

	"runledger/client"
)

// defaultURL is where serve listens if it isn't told.
const defaultURL = "http://127.0.0.1:8080"

// reach is how a command finds its server. Embed it.
type reach struct {
	URL string `help:"The server; default: the one of the last runledger login, else http://127.0.0.1:8080." placeholder:"URL" group:"Server"`
	Key string `help:"Your API key, if not by login; set it by RUNLEDGER_KEY: others can see flags." env:"RUNLEDGER_KEY" placeholder:"KEY" group:"Server"`
}

// output is how a command prints. Embed it.
type output struct {
	JSON bool `help:"Print what the server says as JSON: one object a line." env:"-"`
}

// address is the server that is meant, and what login knows of it.
func (r reach) address(e Env) (string, profile, error) {
	known, err := readProfiles(e.Config)
	if err != nil && (r.URL == "" || r.Key == "") {
		return "", profile{}, err
	}
	url := r.URL
	if url == "" {
		url = known.Default
	}
	if url == "" {
		url = defaultURL
	}
	if url, err = client.Address(url); err != nil {
		return "", profile{}, wrongUse{err}
	}
	return url, known.Servers[url], nil
}

func (r reach) connect(e Env) (*client.Client, error) {
	url, known, err := r.address(e)
	if err != nil {
		return nil, err
	}
	key := strings.TrimSpace(r.Key)
	if key == "" {
		key = known.Key
	}
	if key == "" {
		return nil, errNoKey{url}
	}
	return client.New(url, key)
}
