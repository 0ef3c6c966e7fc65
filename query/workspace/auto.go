package workspace

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// What a workspace arranges by itself: a section for each prefix of metrics and a panel
// for each metric. Ids are derived, so that each change of them finds the same one, and
// begin with autoID: such documents come into being by their first change.

const autoPrefix = "auto-"

// The sections of metrics without a prefix, and of the machines' metrics.
const (
	plainSection  = "Charts"
	systemSection = "System"
)

// What ids are derived for.
const (
	ofSection = "section"
	ofPanel   = "panel"
	ofSystem  = "system"
	ofCopy    = "copy"
)

// autoID is the id of what stands for name in a workspace.
func autoID(workspace, of, name string) string {
	h := sha256.New()
	for _, part := range []string{workspace, "\x00", of, "\x00", name} {
		h.Write([]byte(part))
	}
	var sum [sha256.Size]byte
	return autoPrefix + idText(h.Sum(sum[:0])[:16])
}

var idAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func idText(b []byte) string { return idAlphabet.EncodeToString(b) }

// metric is one that a project's runs have.
type metric struct {
	name   string
	system bool
	place  string // of its panel
}

// section is the title of the section that shows a metric.
func (m metric) section() string {
	if m.system {
		return systemSection
	}
	if prefix, _, ok := strings.Cut(m.name, "/"); ok && prefix != "" {
		return prefix
	}
	return plainSection
}

func (m metric) id(workspace string) string {
	if m.system {
		return autoID(workspace, ofSystem, m.name)
	}
	return autoID(workspace, ofPanel, m.name)
}

// placeOfName is where what is called so stands by itself: in the order of bytes,
// behind what people added to an empty page, and the same whatever else there is.
func placeOfName(name string) string { return "y" + hex.EncodeToString([]byte(name)) + "1" }

// placeOfSection: Charts first, System last.
func placeOfSection(title string, system bool) string {
	switch {
	case system:
		return "z"
	case title == plainSection:
		return "x"
	}
	return placeOfName(title)
}
