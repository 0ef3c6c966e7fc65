package api

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/internal/throttle"
)

// burstSeconds: a client may save up that many seconds' requests and make them at once,
// as a page that opens does.
const burstSeconds = 10

// wrongKeys: how many requests with keys that open nothing an address may make before
// it is told to wait. A right key is never told so.
var wrongKeys = throttle.Policy{Free: 50, First: time.Second, Longest: time.Minute, Forgive: 10 * time.Second}

// The header fields of draft-ietf-httpapi-ratelimit-headers-10: the policy (q requests
// in w seconds) and where the client stands (r requests left, all of q again in t
// seconds). They are on every answer that counts towards a rate.
const (
	headerPolicy = "Ratelimit-Policy" // as http.Header has it
	headerLimit  = "Ratelimit"
)

func policyOf(r *throttle.Rates) string {
	return fmt.Sprintf(`"default";q=%d;w=%d`, r.Burst, wholeSeconds(r.Window()))
}

func wholeSeconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// take counts a request of a client, tells it where it stands, and refuses it (429) if
// it makes too many.
func (f *framework) take(h http.Header, client string) error {
	if f.rates == nil {
		return nil
	}
	left, reset, wait := f.rates.Take(client)
	b := make([]byte, 0, 40)
	b = append(b, `"default";r=`...)
	b = strconv.AppendInt(b, int64(left), 10)
	b = append(b, `;t=`...)
	b = strconv.AppendInt(b, wholeSeconds(reset), 10)
	h[headerPolicy] = f.policy
	h[headerLimit] = []string{string(b)}
	if wait == 0 {
		return nil
	}
	f.metrics.refused.WithLabelValues("rate").Inc()
	return TooMany(wait, "More requests a second than one client may make (%g on average).", f.rates.PerSecond)
}

// meter is Authenticate that counts the request towards the client's rate, or its
// address's if it isn't known whose it is.
func meter(r *http.Request, cat *catalog.Catalog) (catalog.Principal, error) {
	p, err := Authenticate(r, cat)
	if err != nil {
		if limited := meterAddress(r); limited != nil {
			return p, limited
		}
		return p, err
	}
	if info := requestOf(r.Context()); info != nil {
		err = info.frame.take(info.header, p.Means())
	}
	return p, err
}

func meterAddress(r *http.Request) error {
	info := requestOf(r.Context())
	if info == nil || info.frame.rates == nil {
		return nil
	}
	return info.frame.take(info.header, "address "+info.frame.client(info.request))
}

// Metered counts requests of a public route towards their address's rate.
func Metered(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := meterAddress(r); err != nil {
			Write(w, r, err)
			return
		}
		next(w, r)
	}
}

// wrongKey counts a key that opens nothing, and refuses the request (429) if its
// address has sent too many.
func wrongKey(r *http.Request) error {
	info := requestOf(r.Context())
	if info == nil {
		return nil
	}
	wait := info.frame.wrongKeys.Take(info.frame.client(info.request))
	if wait == 0 {
		return nil
	}
	info.frame.metrics.refused.WithLabelValues("wrong_keys").Inc()
	return TooMany(wait, "Too many requests with API keys that open nothing came from this address.").
		With("Check the key; a right one works at once.")
}
