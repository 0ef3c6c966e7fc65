package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client of one server. All methods may be called by many goroutines at once.
type Client struct {
	base string // without a slash at the end
	key  string
	http *http.Client
}

// New returns a client of the server at address, such as https://ml.example.org/ledger.
func New(address, key string) (*Client, error) {
	base, err := Address(address)
	if err != nil {
		return nil, err
	}
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return nil, errors.New("the API key holds characters that no key has")
		}
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = answerTime
	return &Client{base: base, key: key, http: &http.Client{Transport: transport}}, nil
}

// answerTime is how long a server may take until its answer begins. Bodies may take
// as long as they like.
const answerTime = 2 * time.Minute

// Address checks a server's URL and returns it without a slash at the end.
func Address(text string) (string, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(text), "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q isn't the URL of a server: write it as https://ml.example.org", text)
	}
	if u.User != nil {
		return "", errors.New("a server's URL holds no password: runledger login keeps the API key")
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	return u.String(), nil
}

// Private reports whether what is sent to a server's URL can't be read on the way.
func Private(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// URL is where the server is.
func (c *Client) URL() string { return c.base }

// Path joins a path of segments, each of which may hold any character.
func Path(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}

// mostJSON is how much of an answer is kept in memory.
const mostJSON = 256 << 20

// Get decodes the answer to a GET into out.
func (c *Client) Get(ctx context.Context, path string, query url.Values, out any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.call(ctx, http.MethodGet, path, nil, out)
}

// Send sends in as JSON, nothing if it's nil, and decodes the answer into out. A
// repetition after an overload counts once: it has the same Idempotency-Key.
func (c *Client) Send(ctx context.Context, method, path string, in, out any) error {
	return c.call(ctx, method, path, in, out)
}

func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	body, err := c.Stream(ctx, method, path, in)
	if err != nil {
		return err
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, mostJSON))
	if err != nil {
		return fmt.Errorf("%s %s: the answer broke off: %w", method, c.base+path, err)
	}
	if out == nil || len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%s %s: the answer isn't what this program expects: %w", method, c.base+path, err)
	}
	return nil
}

// Stream is Send whose answer is read by the caller, who closes it. An error of its
// Read other than io.EOF means that it isn't whole.
func (c *Client) Stream(ctx context.Context, method, path string, in any) (io.ReadCloser, error) {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return nil, err
		}
	}
	again := rand.Text()
	for attempt := 1; ; attempt++ {
		resp, err := c.attempt(ctx, method, path, body, again)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode/100 == 2 {
			return resp.Body, nil
		}
		p := problemOf(resp)
		if attempt == attempts || !p.passing() || !pause(ctx, p.RetryAfter) {
			return nil, p
		}
	}
}

func (c *Client) attempt(ctx context.Context, method, path string, body []byte, again string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", again)
	}
	req.Header.Set("User-Agent", "runledger-cli")
	resp, err := c.http.Do(req)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &Unreachable{URL: c.base, Err: err}
	}
	return resp, nil
}
