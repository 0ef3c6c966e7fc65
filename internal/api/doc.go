// Package api is the frame that every HTTP route shares: problems (RFC 9457),
// authentication, access to projects, request ids, panics, limits, logging, latency,
// the OpenAPI description and its page.
//
// To add a route: register it with huma on what New returns, or mount a handler on
// the router beside it and describe it with Describe. Handlers return errors;
// a *Problem says what the client should know, any other error becomes what From
// makes of it.
package api
