package clickhouse

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"runledger/engine"
)

// Client speaks the HTTP interface directly. It is safe for use by several goroutines.
type Client struct {
	at   engine.Endpoint
	http *http.Client
}

// NewClient makes a client; it has a pool of connections, so make one and keep it.
func NewClient(at engine.Endpoint) *Client { return &Client{at: at, http: at.HTTPClient()} }

// Close drops the idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Ping asks whether ClickHouse answers at all.
func (c *Client) Ping(ctx context.Context) error { return c.at.Ping(ctx, c.http) }

// Params are values for the placeholders {name:Type} of a statement: strings, integers, floats, bools,
// times, and slices of them. They travel beside the statement and can't become part of it.
type Params map[string]any

// Settings are ClickHouse settings for one statement. Few different sets are best, see WithSettings.
type Settings map[string]any

// Summary is what ClickHouse says it did.
type Summary struct {
	ReadRows, ReadBytes, WrittenRows, WrittenBytes, ResultRows uint64
}

// Post sends a statement with a body and waits until it is done. For an INSERT … FORMAT Native the body is
// the blocks; it is read once, as fast as ClickHouse takes it, and nil where the statement needs none. An
// error while reading body ends the insert with nothing stored (below about a million rows).
func (c *Client) Post(ctx context.Context, statement string, params Params, settings Settings, body io.Reader) (Summary, error) {
	answer, err := c.send(ctx, statement, params, settings, body)
	if err != nil {
		return Summary{}, err
	}
	defer answer.Body.Close()
	reader := newExceptionReader(answer.Body, answer.Header.Get("X-ClickHouse-Exception-Tag"))
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return Summary{}, fmt.Errorf("post to ClickHouse: %w", err)
	}
	return parseSummary(answer.Header.Get("X-ClickHouse-Summary"))
}

// Stream sends a SELECT … FORMAT … and returns its answer as it comes; the caller closes it, at any time. An
// exception in the middle arrives as an *Error from Read, with Partial set: what was read is not the whole.
func (c *Client) Stream(ctx context.Context, statement string, params Params, settings Settings) (io.ReadCloser, error) {
	answer, err := c.send(ctx, statement, params, settings, nil)
	if err != nil {
		return nil, err
	}
	return newExceptionReader(answer.Body, answer.Header.Get("X-ClickHouse-Exception-Tag")), nil
}

// send makes the request; its error is ClickHouse's where the answer isn't 200.
func (c *Client) send(ctx context.Context, statement string, params Params, settings Settings, body io.Reader) (*http.Response, error) {
	query := url.Values{}
	for name, value := range params {
		text, err := formatParam(value)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		query.Set("param_"+name, text)
	}
	for name, value := range settings {
		query.Set(name, fmt.Sprint(value))
	}
	if body == nil {
		body = strings.NewReader(statement)
	} else {
		query.Set("query", statement)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.at.URL(query), body)
	if err != nil {
		return nil, fmt.Errorf("ask ClickHouse: %w", err)
	}
	c.at.Authorize(r)
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask ClickHouse at %s: %w", c.at, withoutURL(err))
	}
	code := answer.Header.Get("X-ClickHouse-Exception-Code")
	if answer.StatusCode == http.StatusOK && code == "" {
		return answer, nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("read ClickHouse's error: %w", err)
	}
	if code == "" && !strings.HasPrefix(string(text), "Code: ") {
		return nil, fmt.Errorf("ask ClickHouse at %s: %s: %s", c.at, answer.Status, strings.TrimSpace(string(text)))
	}
	return nil, parseException(string(text), code)
}

// withoutURL drops the address from an error of net/http: it holds the whole statement.
func withoutURL(err error) error {
	if u, ok := err.(*url.Error); ok {
		return u.Err
	}
	return err
}

func parseSummary(header string) (Summary, error) {
	if header == "" {
		return Summary{}, nil
	}
	var fields map[string]string
	if err := json.Unmarshal([]byte(header), &fields); err != nil {
		return Summary{}, fmt.Errorf("read ClickHouse's summary %q: %w", header, err)
	}
	n := func(name string) uint64 {
		v, _ := strconv.ParseUint(fields[name], 10, 64) // absent: 0
		return v
	}
	return Summary{ReadRows: n("read_rows"), ReadBytes: n("read_bytes"), WrittenRows: n("written_rows"),
		WrittenBytes: n("written_bytes"), ResultRows: n("result_rows")}, nil
}

// formatParam writes a value in the escaping the interface wants: TabSeparated outside, and quoted inside an
// array.
func formatParam(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return escapeParam(v), nil
	case time.Time:
		return strconv.FormatFloat(float64(v.UnixNano())/1e9, 'f', 9, 64), nil
	case nil:
		return `\N`, nil
	}
	return formatPlain(value)
}

var paramEscapes = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\b", `\b`, "\f", `\f`, "\x00", `\0`)

func escapeParam(s string) string { return paramEscapes.Replace(s) }
