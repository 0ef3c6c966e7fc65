package session

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPasswords(t *testing.T) {
	p := NewPasswords(2)
	ran := 0
	p.Checked = func() { ran++ }
	ctx := t.Context()
	text, err := p.Hash(ctx, "correct horse")
	if err != nil || !strings.HasPrefix(text, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(text, err)
	}
	again, err := p.Hash(ctx, "correct horse")
	if err != nil || again == text {
		t.Error("two texts of a password are the same: no salt")
	}
	ran = 0
	for _, c := range []struct {
		stored, given string
		want          bool
	}{
		{text, "correct horse", true},
		{again, "correct horse", true},
		{text, "correct horsf", false},
		{text, "", false},
		{text, strings.Repeat("x", 1<<20), false},
		{"", "", false},
		{"", "correct horse", false},
		{"garbage", "correct horse", false},
		{"$argon2id$v=19$m=4194304,t=2,p=1$" + strings.Repeat("A", 22) + "$" + strings.Repeat("A", 43), "x", false}, // 4 GiB
		{"$argon2id$v=19$m=19456,t=0,p=1$" + strings.Repeat("A", 22) + "$" + strings.Repeat("A", 43), "x", false},
		{"$argon2i$v=19$m=19456,t=2,p=1$" + strings.Repeat("A", 22) + "$" + strings.Repeat("A", 43), "x", false},
	} {
		got, err := p.Verify(ctx, c.stored, c.given)
		if err != nil || got != c.want {
			t.Errorf("%q with %.20q: %v %v", c.stored, c.given, got, err)
		}
	}
	if ran != 11 {
		t.Errorf("%d argon2ids for 11 checks: the time tells something", ran)
	}
}

// The text of a test vector that another implementation made (the argon2 command).
func TestATextThatOthersMade(t *testing.T) {
	const text = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, err := NewPasswords(1).Verify(t.Context(), text, "password"); err != nil || !ok {
		t.Error(ok, err)
	}
}

// Many sign-ins at once: a few run, some wait, the rest is turned away.
func TestPasswordsAreBounded(t *testing.T) {
	p := NewPasswords(1)
	entered, leave := make(chan struct{}), make(chan struct{})
	p.Checked = func() { entered <- struct{}{}; <-leave }
	var all sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	for range 1 + waitingPasswords {
		all.Go(func() { _, _ = p.Verify(ctx, "", "x") })
	}
	<-entered
	deadline := time.Now().Add(10 * time.Second)
	for len(p.queue) < cap(p.queue) {
		if time.Now().After(deadline) {
			t.Fatal("they don't queue")
		}
		time.Sleep(time.Millisecond) // polls
	}
	if _, err := p.Verify(t.Context(), "", "x"); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	close(leave)
	all.Wait()
}

func TestPasswordRules(t *testing.T) {
	for password, ok := range map[string]bool{
		"": false, "123456789": false, "1234567890": true, "Jonathan-Doe": false, "jonathan-doe": false,
		strings.Repeat("ü", 256): true, strings.Repeat("ü", 257): false, "äöüäöüäöü": false, "ten chars\xff": false,
	} {
		if err := CheckPassword("jonathan-doe", password); (err == nil) != ok {
			t.Errorf("%.20q: %v", password, err)
		}
	}
}

var key = bytes.Repeat([]byte("k"), 32)

func TestCookieNames(t *testing.T) {
	for external, want := range map[string][3]string{
		"https://ml.example.org":        {"__Host-runledger", "/", "secure"},
		"https://ml.example.org/ledger": {"__Secure-runledger", "/ledger", "secure"},
		"http://127.0.0.1:8080":         {"runledger-8080", "/", ""},
		"http://ml.example.org/a/b":     {"runledger", "/a/b", ""},
		"https://ml.example.org:8443/":  {"__Host-runledger", "/", "secure"},
	} {
		c, err := NewCookies(Options{Key: key, External: external, Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		k, _ := c.Issue(1, 2, "log")
		if k.Name != want[0] || k.Path != want[1] || k.Secure != (want[2] != "") || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Domain != "" {
			t.Errorf("%s: %s", external, k)
		}
		if err := k.Valid(); err != nil {
			t.Errorf("%s: %v", external, err)
		}
	}
	if _, err := NewCookies(Options{Key: key[:31]}); err == nil {
		t.Error("a short key")
	}
}

func FuzzTicket(f *testing.F) {
	s, err := newTickets(key)
	if err != nil {
		f.Fatal(err)
	}
	now := time.Unix(1_700_000_000, 0)
	good := s.text(issue(7, 3, now), "log")
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := s.read(text, "log", now)
		if err == nil && (text != good || got.User != 7 || got.Session != 3) {
			t.Errorf("%q is read as %+v", text, got)
		}
	})
}

func TestTickets(t *testing.T) {
	s, err := newTickets(key)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1_700_000_000, 0)
	text := s.text(issue(7, 3, now), "log")
	if s.text(issue(7, 3, now), "log") == text {
		t.Error("two sign-ins give the same cookie")
	}
	for at, ok := range map[time.Duration]bool{0: true, Idle - time.Second: true, Idle: false} {
		if _, err := s.read(text, "log", now.Add(at)); (err == nil) != ok {
			t.Errorf("after %s: %v", at, err)
		}
	}
	if _, err := s.read(text, "another log", now); err == nil {
		t.Error("good for another log")
	}
	other, err := newTickets(bytes.Repeat([]byte("j"), 32))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.read(text, "log", now); err == nil {
		t.Error("good for another key")
	}
}

func BenchmarkRead(b *testing.B) {
	s, _ := newTickets(key)
	now := time.Now()
	text := s.text(issue(7, 3, now), "log")
	for b.Loop() {
		if _, err := s.read(text, "log", now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	p := NewPasswords(0)
	for b.Loop() {
		if _, err := p.Verify(b.Context(), "", "a password"); err != nil {
			b.Fatal(err)
		}
	}
}
