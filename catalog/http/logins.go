package cataloghttp

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type loginCreate struct {
	Command
	Name string `path:"name"`
	Body *loginValidity
}

type loginValidity struct {
	Minutes int `json:"minutes,omitempty" minimum:"1" maximum:"10080" default:"60" doc:"How long it is good"`
}

type loginCreated struct {
	Body struct {
		URL     string    `json:"url,omitempty" doc:"Signs in whoever opens it first. It isn't stored and never shown again"`
		Expires time.Time `json:"expires"`
		Changed
	}
}

func (p *people) createLogin(ctx context.Context, in *loginCreate) (*loginCreated, error) {
	minutes := 60
	if in.Body != nil {
		minutes = cmp.Or(in.Body.Minutes, minutes)
	}
	e, url := LoginEvent(in.Name, p.External, p.logTime().Add(time.Duration(minutes)*time.Minute))
	_, c, err := p.do(ctx, in.IdempotencyKey, e)
	if err != nil {
		return nil, err
	}
	out := &loginCreated{}
	out.Body.Expires = time.UnixMicro(e.GetUserLoginIssued().ExpiresUs).UTC()
	if out.Body.Changed = c; !c.Repeated { // of a repetition the first address counts
		out.Body.URL = url
	}
	return out, nil
}

// logTime is the clock, or the log's time where the clock was set back since: the fold
// compares with that.
func (p *people) logTime() time.Time {
	now := p.Clock()
	p.cat.View(func(s *catalog.State) {
		if s.At().After(now) {
			now = s.At()
		}
	})
	return now
}

// LoginEvent returns the event that makes a one-time address, without its actor, and
// the address.
func LoginEvent(user string, external api.External, expires time.Time) (*pb.Event, string) {
	token := catalog.NewLoginToken()
	hash := catalog.HashKey(token)
	return &pb.Event{
		Subject: subject("user", user),
		Body: &pb.Event_UserLoginIssued{UserLoginIssued: &pb.UserLoginIssued{
			Name: user, Hash: hash[:], ExpiresUs: expires.UnixMicro(),
		}},
	}, external.URL("/login?token=" + token)
}

var (
	//go:embed login.html
	loginHTML string
	//go:embed login.css
	loginCSS string
)

// loginText is what the page says.
type loginText struct {
	CSS         template.CSS
	Token       string // empty: no button
	Title, Text string
}

// loginPage shows a button: what only looks at addresses, such as a chat's preview,
// presses none and uses none up.
func (p *people) loginPage(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("token")
	text := loginText{Token: token, Title: "Sign in", Text: "This address signs you in once."}
	if token == "" {
		text.Text = "Open the address that you were given, or sign in with your password."
	}
	p.write(w, r, http.StatusOK, text)
}

// loginForm is the most bytes that the page's form may have.
const loginForm = 4 << 10

func (p *people) useLogin(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	r.Body = http.MaxBytesReader(w, r.Body, loginForm)
	if err := r.ParseForm(); err != nil {
		p.refuse(w, r, api.Malformed("That isn't the page's form."))
		return
	}
	if err := p.signInOnce(ctx, r.PostForm.Get("token")); err != nil {
		p.refuse(w, r, err)
		return
	}
	w.Header().Set("Location", "./") // as the browser has it: also below a path, and by another name of this machine
	w.WriteHeader(http.StatusSeeOther)
}

// signInOnce uses an address up and starts a session.
func (p *people) signInOnce(ctx context.Context, token string) error {
	if err := api.CheckOrigin(ctx); err != nil {
		return err
	}
	address := api.ClientOf(ctx)
	if err := p.attempt("address", p.byAddress.Take(address)); err != nil {
		return err
	}
	if err := api.Fresh(ctx, p.cat); err != nil {
		return err
	}
	hash := catalog.HashKey(token)
	var u *catalog.User
	p.cat.View(func(s *catalog.State) { u, _ = s.UserByLogin(hash) })
	if u == nil {
		return p.wrongLogin()
	}
	e := &pb.Event{
		Actor:   catalog.Principal{User: u}.Actor(pb.Actor_KIND_USER),
		Subject: subject("user", u.Name),
		Body:    &pb.Event_UserLoginUsed{UserLoginUsed: &pb.UserLoginUsed{Name: u.Name, Hash: hash[:]}},
	}
	ctx, cancel := context.WithTimeout(ctx, api.CommandWithin)
	defer cancel()
	verdicts, _, err := p.cat.Do(ctx, e)
	if err != nil {
		return err
	}
	if verdicts[0].Outcome != catalog.Accepted { // somebody was faster
		return p.wrongLogin()
	}
	p.byAddress.Right(address)
	p.cat.View(func(s *catalog.State) { u = s.UserByNo(u.No) })
	p.begin(ctx, u, "address")
	return nil
}

func (p *people) wrongLogin() error {
	p.signIns.WithLabelValues("address", "wrong").Inc()
	return api.NotFound("This address was used, or has expired.").With("Ask for another one.")
}

// refuse tells a person at a browser what went wrong.
func (p *people) refuse(w http.ResponseWriter, r *http.Request, err error) {
	problem := api.From(err)
	for name := range problem.GetHeaders() {
		w.Header().Set(name, problem.GetHeaders().Get(name))
	}
	p.write(w, r, problem.Status, loginText{Title: "That didn't work", Text: problem.Detail + " " + problem.Hint})
}

func (p *people) write(w http.ResponseWriter, r *http.Request, status int, text loginText) {
	text.CSS = template.CSS(loginCSS)
	t, err := template.New("login").Parse(loginHTML)
	var b bytes.Buffer
	if err == nil {
		err = t.Execute(&b, text)
	}
	if err != nil {
		api.Write(w, r, err)
		return
	}
	style := sha256.Sum256([]byte(loginCSS))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	// The page's own address is a secret, for other sites at least: with no-referrer the
	// form would come with "Origin: null", as if from elsewhere.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'sha256-"+
		base64.StdEncoding.EncodeToString(style[:])+"'")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // the client may be gone
}

func describeLogin(a huma.API) {
	page := map[string]*huma.MediaType{"text/html": {}}
	api.Describe(a, api.Public(huma.Operation{
		OperationID: "login-page", Method: http.MethodGet, Path: "/login", Tags: []string{"Sessions"}, Summary: "The page of a one-time address",
		Parameters: []*huma.Param{{Name: "token", In: "query", Schema: &huma.Schema{Type: "string"}}},
		Responses:  map[string]*huma.Response{"200": {Description: "A page with a button", Content: page}},
	}))
	api.Describe(a, api.Public(huma.Operation{
		OperationID: "use-login", Method: http.MethodPost, Path: "/login", Tags: []string{"Sessions"}, Summary: "Use a one-time address: a cookie",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/x-www-form-urlencoded": {Schema: &huma.Schema{
			Type: "object", Required: []string{"token"}, Properties: map[string]*huma.Schema{"token": {Type: "string"}},
		}}}},
		Responses: map[string]*huma.Response{
			"303":     {Description: "Signed in: to the start page"},
			"default": {Description: "A page that says what's wrong, such as that the address was used, or has expired (404)", Content: page},
		},
	}))
}
