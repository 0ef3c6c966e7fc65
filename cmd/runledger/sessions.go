package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"runledger/catalog"
	cataloghttp "runledger/catalog/http"
	"runledger/internal/api"
	"runledger/internal/session"
	"runledger/web"
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
	o.Page = page(c.WebDir, external)
	cookies, err := session.NewCookies(session.Options{Key: s.signingKey, External: external, Clock: time.Now})
	o.Cookies = cookies
	return o, err
}

// page is what people open in a browser; it needs sessions.
func page(dir, external string) func(http.ResponseWriter, *http.Request) (bool, error) {
	base := ""
	if u, err := url.Parse(external); err == nil {
		base = u.Path
	}
	p := web.New(web.Files(dir), base)
	return func(w http.ResponseWriter, r *http.Request) (bool, error) {
		served, err := p.Serve(w, r)
		if errors.Is(err, web.ErrNotBuilt) {
			err = api.NotFound("The page isn't part of this program.").With("Build it with make, or start with --web-dir=web/dist. The API is described at /docs.").Because(err)
		}
		return served, err
	}
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
