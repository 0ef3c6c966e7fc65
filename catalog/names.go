package catalog

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits, in bytes unless said otherwise.
const (
	maxEntityName  = 60
	maxProjectName = 128
	maxRunID       = 128
	maxDisplayName = 512
	maxTags        = 64 // tags
	maxTag         = 128
	maxNotes       = 64 << 10
	maxAttribute   = 4096
	maxEmail       = 320
	maxLabel       = 128
	maxKeyID       = 64
	maxKeysPerUser = 1000 // keys
	maxLayer       = 256 << 10
	maxPresets     = 64 // colours
	minAPIKey      = 40
	maxAPIKey      = 128
)

// CheckEntityName says what's wrong with the name of a user or an entity.
func CheckEntityName(name string) error {
	if name == "" || len(name) > maxEntityName {
		return fmt.Errorf("a user's or entity's name has 1 to %d characters", maxEntityName)
	}
	for i, c := range []byte(name) {
		alnum := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || c != '_' && c != '-') {
			return errors.New("a user's or entity's name has letters, digits, '_' and '-' only and starts with a letter or digit")
		}
	}
	return nil
}

// CheckProjectName says what's wrong with the name of a project.
func CheckProjectName(name string) error {
	return checkName("a project's name", name, maxProjectName, `/\#?%:`)
}

// CheckRunID says what's wrong with the id of a run.
func CheckRunID(id string) error {
	return checkName("a run id", id, maxRunID, `:;,#?/'`)
}

func checkName(what, name string, most int, without string) error {
	switch {
	case name == "" || len(name) > most:
		return fmt.Errorf("%s has 1 to %d bytes", what, most)
	case !utf8.ValidString(name):
		return fmt.Errorf("%s is UTF-8", what)
	case strings.ContainsAny(name, without) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("%s has no control characters and none of %s", what, without)
	case strings.ContainsFunc(name, turnsText) || !strings.ContainsFunc(name, unicode.IsGraphic) || strings.TrimSpace(name) == "":
		return fmt.Errorf("%s can be seen, and has no characters that turn the direction of text", what)
	case name == "." || name == "..":
		return fmt.Errorf("%s can't be %q", what, name)
	}
	return nil
}

// turnsText tells whether a character makes what follows run the other way: names that
// look like others.
func turnsText(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// CheckDisplayName says what's wrong with the display name of a run.
func CheckDisplayName(name string) error {
	if name == "" {
		return errors.New("a display name can't be empty")
	}
	return checkText("a display name", name, maxDisplayName)
}

// CheckNotes says what's wrong with a run's notes.
func CheckNotes(notes string) error { return checkText("notes", notes, maxNotes) }

// CheckTags says what's wrong with a run's tags.
func CheckTags(tags []string) error {
	if len(tags) > maxTags {
		return fmt.Errorf("a run has at most %d tags", maxTags)
	}
	for _, t := range tags {
		if t == "" {
			return errors.New("a tag can't be empty")
		}
		if err := checkText("a tag", t, maxTag); err != nil {
			return err
		}
	}
	return nil
}

// CheckAPIKey says what's wrong with an API key that somebody chose.
func CheckAPIKey(key string) error {
	if len(key) < minAPIKey || len(key) > maxAPIKey {
		return fmt.Errorf("an API key has %d to %d characters", minAPIKey, maxAPIKey)
	}
	for _, c := range []byte(key) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return errors.New("an API key has letters, digits, '_' and '-' only")
		}
	}
	return nil
}

// checkText says what's wrong with free text.
func checkText(what, text string, most int) error {
	if len(text) > most {
		return fmt.Errorf("%s has at most %d bytes, not %d", what, most, len(text))
	}
	if !utf8.ValidString(text) {
		return fmt.Errorf("%s is UTF-8", what)
	}
	return nil
}
