package api

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// ClientOf is the address that the request of ctx comes from, for limits: an IPv4
// address or the /64 of an IPv6 one, since a client has all of that. Behind a proxy of
// Options.Proxies it's what that says; nobody else's X-Forwarded-For is believed.
func ClientOf(ctx context.Context) string {
	info := requestOf(ctx)
	if info == nil {
		return ""
	}
	return info.frame.client(info.request)
}

func (f *framework) client(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr := at.Addr().Unmap()
	if len(f.proxies) > 0 {
		addr = f.behindProxies(addr, r.Header.Values("X-Forwarded-For"))
	}
	if addr.Is6() {
		if p, err := addr.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

// behindProxies goes from hop to hop as long as it's one of our proxies that tells.
// Each proxy appends the address that it was reached from.
func (f *framework) behindProxies(addr netip.Addr, forwarded []string) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !f.trusted(addr) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = next.Unmap()
	}
	return addr
}

func (f *framework) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(f.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
