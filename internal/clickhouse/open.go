package clickhouse

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"runledger/engine"
)

// Settings of every connection.
var baseSettings = clickhousego.Settings{
	// JSON columns arrive in the form clickhouse-go decodes.
	"output_format_native_use_flattened_dynamic_and_json_serialization": 1,
}

// Option changes how Open connects.
type Option func(*clickhousego.Options)

// WithSettings adds settings to every query of the connection. Few different sets are best: the embedded
// engine keeps a session per set.
func WithSettings(settings map[string]any) Option {
	return func(o *clickhousego.Options) {
		for name, value := range settings {
			o.Settings[name] = value
		}
	}
}

// WithConns sets how many queries may run at once over this connection; more wait.
func WithConns(n int) Option {
	return func(o *clickhousego.Options) { o.MaxOpenConns, o.MaxIdleConns = n, n }
}

// WithCompression compresses both directions; off by default, which is right for a socket and a near server.
func WithCompression(method clickhousego.CompressionMethod) Option {
	return func(o *clickhousego.Options) { o.Compression = &clickhousego.Compression{Method: method, Level: 3} }
}

// Open makes a connection; it is a pool, so make one and keep it. Nothing is sent before the first query.
// Queries end with their context, which is the only timeout there is.
func Open(e engine.Endpoint, options ...Option) (driver.Conn, error) {
	user := e.User
	if user == "" {
		user = "default"
	}
	o := &clickhousego.Options{
		Protocol:        clickhousego.HTTP,
		Addr:            []string{e.Host()},
		Auth:            clickhousego.Auth{Database: e.Database, Username: user, Password: e.Password},
		Settings:        clickhousego.Settings{},
		DialTimeout:     5 * time.Second,
		MaxOpenConns:    16,
		MaxIdleConns:    16,
		ConnMaxLifetime: time.Hour,
		DialContext:     func(ctx context.Context, _ string) (net.Conn, error) { return e.Dial(ctx) },
		ReadTimeout:     24 * time.Hour, // until the headers of an answer come: the context's business
	}
	if e.Scheme == "https" {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	for name, value := range baseSettings {
		o.Settings[name] = value
	}
	for _, option := range options {
		option(o)
	}
	conn, err := clickhousego.Open(o)
	if err != nil {
		return nil, fmt.Errorf("open ClickHouse at %s: %w", e, err)
	}
	return conn, nil
}
