package api

import (
	"path"
	"reflect"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names a type in the description: with its package before it, since
// several endpoints call their body Request.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || strings.ContainsAny(t.Name(), "[") || pkg == "." || pkg == "api" || pkg == "cataloghttp" {
		return name
	}
	prefix := string(unicode.ToUpper(rune(pkg[0]))) + pkg[1:]
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}
