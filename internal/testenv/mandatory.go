package testenv

import (
	"os"
	"testing"
)

// Mandatory skips a test for want of something that a machine may lack, and fails it where CI is set. The
// reason says what is missing and what to install.
func Mandatory(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("CI is set, so this must run: %s", reason)
	}
	t.Skip(reason)
}
