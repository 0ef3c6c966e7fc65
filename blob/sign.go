package blob

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The errors of Check.
var (
	ErrUnsigned  = errors.New("the address is not signed, or was changed: use it as it was given")
	ErrExpired   = errors.New("the address has expired: ask for a new one")
	errShortKey  = errors.New("signing key: at least 32 bytes are needed")
	errClockless = errors.New("signer: no clock given")
)

// Signer makes addresses of our own that carry their permission: method, path and
// end of validity under an HMAC (SHA-256). Replicas share the key.
type Signer struct {
	key   []byte
	clock func() time.Time
}

// NewSigner returns a Signer. The key has at least 32 bytes.
func NewSigner(key []byte, clock func() time.Time) (*Signer, error) {
	if len(key) < 32 {
		return nil, errShortKey
	}
	if clock == nil {
		return nil, errClockless
	}
	return &Signer{key: key, clock: clock}, nil
}

// Query returns the query string (exp=…&sig=…) that lets whoever has it use method on
// path for that long. The path is the decoded one, without an external base path. A
// signature for GET is good for HEAD.
func (s *Signer) Query(method, path string, valid time.Duration) string {
	exp := s.clock().Add(valid).Unix()
	return "exp=" + strconv.FormatInt(exp, 10) + "&sig=" + s.sign(method, path, exp)
}

// Check returns nil if query allows method on path now.
func (s *Signer) Check(method, path string, query url.Values) error {
	exp, err := strconv.ParseInt(query.Get("exp"), 10, 64)
	if err != nil {
		return ErrUnsigned
	}
	if !hmac.Equal([]byte(query.Get("sig")), []byte(s.sign(method, path, exp))) {
		return ErrUnsigned
	}
	if s.clock().Unix() > exp {
		return ErrExpired
	}
	return nil
}

func (s *Signer) sign(method, path string, exp int64) string {
	if method == "HEAD" {
		method = "GET"
	}
	m := hmac.New(sha256.New, s.key)
	fmt.Fprintf(m, "%s\n%d\n%s", method, exp, path)
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// LoadKey reads the signing key (hex) from a file, and creates the file with a random
// key, readable by its owner only, if there is none.
func LoadKey(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return createKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < 32 {
		return nil, fmt.Errorf("read signing key %s: at least 64 hex digits are needed", file)
	}
	return key, nil
}

// createKey links the finished file into its place: of two processes that start at
// once, both end up with the first one's key.
func createKey(file string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	tmp, err := os.CreateTemp(filepath.Dir(file), ".key-") // 0600
	if err != nil {
		return nil, fmt.Errorf("create signing key: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if _, err := tmp.WriteString(hex.EncodeToString(key) + "\n"); err != nil {
		return nil, fmt.Errorf("create signing key: %w", err)
	}
	if err := tmp.Sync(); err != nil {
		return nil, fmt.Errorf("create signing key: %w", err)
	}
	if err := os.Link(tmp.Name(), file); errors.Is(err, os.ErrExist) {
		return LoadKey(file)
	} else if err != nil {
		return nil, fmt.Errorf("create signing key: %w", err)
	}
	return key, nil
}
