package session

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// What a password costs: OWASP's recommendation for argon2id (19 MiB, two passes, one
// lane). A text that was made with more than the bounds isn't checked.
const (
	passwordMemory = 19 << 10 // KiB
	passwordPasses = 2
	passwordLanes  = 1
	passwordSalt   = 16 // bytes
	passwordSum    = 32 // bytes

	mostMemory = 64 << 10 // KiB
	mostPasses = 10
)

// Rules for passwords, in characters.
const (
	minPassword = 10
	maxPassword = 256
)

// waitingPasswords may wait for their turn at once, each for at most passwordPatience.
const (
	waitingPasswords = 64
	passwordPatience = 5 * time.Second
)

// ErrBusy is returned when too many passwords are being checked.
var ErrBusy = errors.New("too many passwords are being checked")

// CheckPassword says what's wrong with a password that a user of that name chose.
func CheckPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return errors.New("a password is UTF-8")
	case n < minPassword || n > maxPassword:
		return fmt.Errorf("a password has %d to %d characters", minPassword, maxPassword)
	case strings.EqualFold(password, name):
		return errors.New("a password can't be the user's name")
	}
	return nil
}

// Passwords hashes and checks passwords, a few at a time: each takes 19 MiB and tens
// of milliseconds of a core.
type Passwords struct {
	places chan struct{}
	queue  chan struct{}
	nobody string // checked for users that aren't there: they take as long as others

	// Checked, if set, is called for each argon2id that was run.
	Checked func()
}

// NewPasswords returns a Passwords; most is how many run at once, 0: one a core, at
// most 4.
func NewPasswords(most int) *Passwords {
	if most == 0 {
		most = min(runtime.GOMAXPROCS(0), 4)
	}
	return &Passwords{
		places: make(chan struct{}, most),
		queue:  make(chan struct{}, most+waitingPasswords),
		nobody: newDigest(make([]byte, passwordSalt)).with(make([]byte, passwordSum)).String(),
	}
}

// Hash returns the text that is stored of a password.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, passwordSalt)
	rand.Read(salt)
	d := newDigest(salt)
	sum, err := p.run(ctx, d, password)
	if err != nil {
		return "", err
	}
	return d.with(sum).String(), nil
}

// Verify reports whether the stored text is that of the password. An empty or broken
// text is a user without a password: the answer is no, and takes as long as any other.
func (p *Passwords) Verify(ctx context.Context, stored, password string) (bool, error) {
	d, err := parseDigest(stored)
	known := err == nil
	if !known {
		d, err = parseDigest(p.nobody)
		if err != nil {
			return false, err
		}
	}
	if len(password) > 4*maxPassword { // it isn't anybody's; nobody's is checked in its place
		password, known = "", false
	}
	sum, err := p.run(ctx, d, password)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, d.sum) == 1 && known, nil
}

// run waits for a place and computes.
func (p *Passwords) run(ctx context.Context, d digest, password string) ([]byte, error) {
	select {
	case p.queue <- struct{}{}:
		defer func() { <-p.queue }()
	default:
		return nil, ErrBusy
	}
	ctx, cancel := context.WithTimeoutCause(ctx, passwordPatience, ErrBusy)
	defer cancel()
	select {
	case p.places <- struct{}{}:
		defer func() { <-p.places }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if p.Checked != nil {
		p.Checked()
	}
	// One text however it was typed: é is one character or two on different keyboards.
	text := norm.NFC.Bytes([]byte(password))
	return argon2.IDKey(text, d.salt, d.passes, d.memory, d.lanes, passwordSum), nil
}

// digest is the stored text of a password, taken apart.
type digest struct {
	memory, passes uint32
	lanes          uint8
	salt, sum      []byte
}

func newDigest(salt []byte) digest {
	return digest{memory: passwordMemory, passes: passwordPasses, lanes: passwordLanes, salt: salt}
}

func (d digest) with(sum []byte) digest {
	d.sum = sum
	return d
}

// String is the usual text form: $argon2id$v=19$m=19456,t=2,p=1$salt$sum.
func (d digest) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, d.memory, d.passes, d.lanes, b64(d.salt), b64(d.sum))
}

func parseDigest(text string) (digest, error) {
	var d digest
	part := strings.Split(text, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return d, errors.New("that isn't the text of an argon2id")
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &d.memory, &d.passes, &d.lanes); err != nil {
		return d, fmt.Errorf("parameters of an argon2id: %w", err)
	}
	if d.memory > mostMemory || d.passes == 0 || d.passes > mostPasses || d.lanes == 0 || d.lanes > 16 {
		return d, errors.New("the parameters of the argon2id are out of bounds")
	}
	var err1, err2 error
	d.salt, err1 = base64.RawStdEncoding.DecodeString(part[4])
	d.sum, err2 = base64.RawStdEncoding.DecodeString(part[5])
	if err := errors.Join(err1, err2); err != nil {
		return d, fmt.Errorf("salt and sum of an argon2id: %w", err)
	}
	if len(d.salt) < 8 || len(d.sum) != passwordSum {
		return d, errors.New("an argon2id of another size")
	}
	return d, nil
}
