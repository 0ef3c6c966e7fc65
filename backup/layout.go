package backup

import (
	"archive/tar"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

const (
	manifestName = "manifest.json"
	keyName      = "signing.key"
	logDir       = "log"
	blobDir      = "blobs/sha256"
	sumsName     = "SHA256SUMS"
)

// section is a part of a backup: the names of its entries and the most bytes each has.
type section struct {
	names *regexp.Regexp
	most  int64
}

const (
	small = 1 << 20
	large = 1 << 40 // no file of a log, no content is that large
)

// sections in their order. In each one entries are sorted by name: so none comes twice.
var sections = []section{
	{regexp.MustCompile(`^manifest\.json$`), small},
	{regexp.MustCompile(`^signing\.key$`), small},
	{regexp.MustCompile(`^log/([A-Za-z0-9_-][A-Za-z0-9._-]*/)?[A-Za-z0-9_-][A-Za-z0-9._-]*$`), large},
	{regexp.MustCompile(`^blobs/sha256/[0-9a-f]{2}/[0-9a-f]{64}$`), large},
	{regexp.MustCompile(`^SHA256SUMS$`), large},
}

// ErrDamaged is in every error that says that a backup isn't as it was written.
var ErrDamaged = errors.New("the backup is damaged or isn't one")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// place is where in a backup a reader is.
type place struct {
	section int
	name    string
}

// next moves to an entry, and refuses one that no backup has there.
func (p *place) next(h *tar.Header) error {
	if h.Typeflag != tar.TypeReg {
		return damaged("entry %q isn't an ordinary file", h.Name)
	}
	for key := range h.PAXRecords { // such as those of sparse files, which are larger than they look
		if key != "size" && key != "path" && key != "mtime" {
			return damaged("entry %q has the attribute %q", h.Name, key)
		}
	}
	for i := p.section; i < len(sections); i++ {
		s := sections[i]
		if !s.names.MatchString(h.Name) {
			continue
		}
		if i == p.section && h.Name <= p.name {
			return damaged("entry %q comes after %q", h.Name, p.name)
		}
		if h.Size < 0 || h.Size > s.most {
			return damaged("entry %q claims %d bytes", h.Name, h.Size)
		}
		if hash, ok := blobHash(h.Name); ok && !strings.HasPrefix(hash, h.Name[len(blobDir)+1:len(blobDir)+3]) {
			return damaged("entry %q isn't where its hash belongs", h.Name)
		}
		*p = place{i, h.Name}
		return nil
	}
	return damaged("entry %q doesn't belong there", h.Name)
}

// blobHash is the SHA-256 that a content's name says.
func blobHash(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, blobDir+"/")
	return rest[strings.LastIndexByte(rest, '/')+1:], ok
}
