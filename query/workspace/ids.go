package workspace

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"runledger/catalog"
)

// newID is an id for something new: random, but the same for a repeated request.
func newID(prefix string, u *catalog.User, p catalog.ProjectNo, workspace, key string) string {
	if key == "" {
		var b [10]byte
		rand.Read(b[:]) // never fails
		return prefix + idText(b[:])
	}
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(u.No)<<32|uint64(p)))
	h.Write([]byte(prefix + "\x00" + workspace + "\x00" + key))
	return prefix + idText(h.Sum(nil)[:10])
}
