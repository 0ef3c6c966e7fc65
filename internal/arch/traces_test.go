package arch

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// traces of the machines that the program is built on, in two parts so that this file
// doesn't hold them itself.
var traces = [][2]string{
	{"/wo", "rk/"}, {"/ho", "me/"}, {"/ro", "ot/"}, {"/tmp/br", "ief"},
	{"registry.npm", "js.org"}, {"proxy.gol", "ang.org"}, {"sum.gol", "ang.org"}, {"files.pythonh", "osted.org"},
	{"pypi", ".org"}, {"repo1.ma", "ven.org"}, {"repo.maven.ap", "ache.org"}, {"registry-1.do", "cker.io"},
	{"art", "ifactory"}, {"nex", "us/repository"},
}

func TestNothingOfTheMachineIsInTheRepository(t *testing.T) {
	for _, f := range files(t) {
		if !utf8.Valid(f.text) {
			continue
		}
		for _, parts := range traces {
			trace := []byte(parts[0] + parts[1])
			if i := bytes.Index(f.text, trace); i >= 0 {
				t.Errorf("%s:%d holds %q", f.path, 1+bytes.Count(f.text[:i], []byte("\n")), trace)
			}
		}
	}
}
