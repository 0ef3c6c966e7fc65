package main

import (
	"context"
	"fmt"
	"time"

	"runledger/catalog"
	cataloghttp "runledger/catalog/http"
	"runledger/internal/api"
	"runledger/internal/session"
)

// frame returns what every route of the mode shares. A mode that has a signing key has
// sessions.
func (s *server) frame(external string) (api.Options, error) {
	c := s.http.settings
	o := api.Options{
		Catalog: s.catalog, Logger: s.logger, Registerer: s.registry,
		External: api.External(external), Version: version(), MaxBody: maxBody,
		Rate: c.RateLimit, Origins: c.CORSOrigin, Proxies: c.TrustedProxies,
	}
	if err := api.CheckOrigins(c.CORSOrigin); err != nil {
		return o, fmt.Errorf("--cors-origin: %w", err)
	}
	if s.signingKey == nil {
		return o, nil
	}
	cookies, err := session.NewCookies(session.Options{Key: s.signingKey, External: external, Clock: time.Now})
	o.Cookies = cookies
	return o, err
}

// mountSessions: sign-ins, passwords, one-time addresses.
func (s *server) mountSessions(to surface) error {
	cataloghttp.RegisterSessions(to.router, to.operations, cataloghttp.SessionDeps{
		Catalog: s.catalog, Passwords: session.NewPasswords(0), Cookies: to.cookies, External: api.External(to.external),
		Clock: time.Now, Logger: s.logger, Registerer: s.registry,
	})
	return nil
}

// firstLogin is how long the address is good that the very first start prints.
const firstLogin = time.Hour

// loginAddress makes an address that signs the first user in once; empty if that
// isn't possible: there is the key as well.
func (s *server) loginAddress(ctx context.Context, user string) string {
	e, url := cataloghttp.LoginEvent(user, api.External(s.http.externalURL()), time.Now().Add(firstLogin))
	e.Actor = catalog.System()
	verdicts, _, err := s.catalog.Do(ctx, e)
	if err == nil {
		err = verdicts[0].Err()
	}
	if err != nil {
		s.logger.Warn("no address to sign in by could be made", "error", err)
		return ""
	}
	return url
}
