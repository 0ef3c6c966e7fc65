package api

import "net/http"

// headers are set on every answer; pages set a content policy of their own. They are
// OWASP's list for an API, but for Cross-Origin-Embedder-Policy and Clear-Site-Data
// (see ADR 43).
type headers [][2]string

// hsts is a year. Other hosts below this one's name are not ours to speak for.
const hsts = "max-age=31536000"

func newHeaders(e External) headers {
	h := headers{
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "same-origin"},
		{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		{"X-Permitted-Cross-Domain-Policies", "none"},
		{"Cache-Control", "no-store"},
	}
	if e.https() {
		h = append(h, [2]string{"Strict-Transport-Security", hsts})
	}
	return h
}

func (h headers) set(to http.Header) {
	for _, one := range h {
		to.Set(one[0], one[1])
	}
}
