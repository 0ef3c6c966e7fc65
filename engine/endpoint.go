package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Endpoint is where a ClickHouse HTTP interface is and who asks: the embedded engine's or a real server's.
// The rest of the program needs nothing else to talk to either.
type Endpoint struct {
	Scheme   string // "http" or "https"; a unix socket speaks http
	Network  string // "tcp" or "unix"
	Address  string // host:port, or the path of the socket
	User     string
	Password string
	Database string // "" is the server's default
}

// ParseDSN reads an address as people write it:
//
//	http://user:password@host:8123/database
//	https://user:password@host:8443/database
//	unix:///path/of/engine.sock?database=name
//
// Ports 8123 and 8443 may be left out. clickhouse:// and tcp://, the native protocol, are refused.
func ParseDSN(dsn string) (Endpoint, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return Endpoint{}, errors.New("parse ClickHouse address: not a URL") // its error repeats the password
	}
	e := Endpoint{Scheme: u.Scheme, Network: "tcp", User: u.User.Username()}
	e.Password, _ = u.User.Password()
	for name := range u.Query() {
		if name != "database" {
			return Endpoint{}, fmt.Errorf("parse ClickHouse address: unknown parameter %q", name)
		}
	}
	e.Database = u.Query().Get("database")
	switch u.Scheme {
	case "http", "https":
		if u.Hostname() == "" {
			return Endpoint{}, errors.New("parse ClickHouse address: no host: write http://user:password@host:8123/database")
		}
		port := u.Port()
		if port == "" {
			port = map[string]string{"http": "8123", "https": "8443"}[u.Scheme]
		}
		e.Address = net.JoinHostPort(u.Hostname(), port)
		if len(u.Path) > 1 {
			e.Database = u.Path[1:]
		}
	case "unix":
		if u.Host != "" || u.Path == "" {
			return Endpoint{}, errors.New("parse ClickHouse address: write unix:///path/of/engine.sock?database=name")
		}
		e.Scheme, e.Network, e.Address = "http", "unix", u.Path
	default:
		return Endpoint{}, fmt.Errorf("parse ClickHouse address: scheme %q: write http://, https:// or unix:// (the native protocol is not used)", u.Scheme)
	}
	return e, nil
}

// DSN is the address in ParseDSN's form, password and all; don't log it.
func (e Endpoint) DSN() string { return e.dsn(e.Password) }

// String is the address without the password.
func (e Endpoint) String() string {
	if e.Password == "" {
		return e.dsn("")
	}
	return e.dsn("***")
}

func (e Endpoint) dsn(password string) string {
	u := url.URL{Scheme: e.Scheme, Host: e.Address, Path: "/" + e.Database}
	if e.Network == "unix" {
		u = url.URL{Scheme: "unix", Path: e.Address}
		if e.Database != "" {
			u.RawQuery = url.Values{"database": {e.Database}}.Encode()
		}
	}
	switch {
	case password != "":
		u.User = url.UserPassword(e.User, password)
	case e.User != "":
		u.User = url.User(e.User)
	}
	return u.String()
}

// WithDatabase is the same place, another database.
func (e Endpoint) WithDatabase(name string) Endpoint {
	e.Database = name
	return e
}

// Host is what stands in URLs and Host headers: a socket has no name, so it gets one.
func (e Endpoint) Host() string {
	if e.Network == "unix" {
		return "engine"
	}
	return e.Address
}

// URL of a request with these parameters; the database is added.
func (e Endpoint) URL(query url.Values) string {
	q := url.Values{}
	for name, values := range query {
		q[name] = values
	}
	if e.Database != "" && !q.Has("database") {
		q.Set("database", e.Database)
	}
	return (&url.URL{Scheme: e.Scheme, Host: e.Host(), Path: "/", RawQuery: q.Encode()}).String()
}

// Authorize puts the user and the password into a request.
func (e Endpoint) Authorize(r *http.Request) {
	user := e.User
	if user == "" {
		if e.Password == "" {
			return
		}
		user = "default"
	}
	r.Header.Set("X-ClickHouse-User", user)
	r.Header.Set("X-ClickHouse-Key", e.Password)
}

// Dial connects, whatever the address it is asked for: an Endpoint is one place.
func (e Endpoint) Dial(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	return d.DialContext(ctx, e.Network, e.Address)
}

// HTTPClient makes a client for this place. It has a pool of connections, so make one and keep it; it has
// no timeout of its own: requests carry a context. Proxies of the environment don't apply to a socket.
func (e Endpoint) HTTPClient() *http.Client {
	transport := &http.Transport{
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     4 * time.Second, // before the embedded engine closes it
		DisableCompression:  true,            // asked for by name where wanted
		ForceAttemptHTTP2:   false,
		WriteBufferSize:     64 << 10,
		ReadBufferSize:      64 << 10,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return e.Dial(ctx)
		},
	}
	return &http.Client{Transport: transport}
}

// Ping asks whether the interface answers; it needs no password.
func (e Endpoint) Ping(ctx context.Context, client *http.Client) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, (&url.URL{Scheme: e.Scheme, Host: e.Host(), Path: "/ping"}).String(), nil)
	if err != nil {
		return fmt.Errorf("ping %s: %w", e, err)
	}
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("ping %s: %w", e, err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("ping %s: %s", e, answer.Status)
	}
	return nil
}
