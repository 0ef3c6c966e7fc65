package cataloghttp

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/session"
	"runledger/internal/throttle"
)

// SessionDeps are what sign-ins need beside the catalog. Registerer may be nil.
type SessionDeps struct {
	Catalog    *catalog.Catalog
	Passwords  *session.Passwords
	Cookies    *session.Cookies // the ones that the frame reads
	External   api.External
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// people serves sign-ins and what they need: passwords, one-time addresses.
type people struct {
	service
	SessionDeps
	byName    *throttle.Attempts // by name and address
	byAddress *throttle.Attempts
	changes   *throttle.Attempts // of passwords, by user
	signIns   *prometheus.CounterVec
}

// How fast passwords can be guessed: by one address at one name, and by one address at
// all names. In memory, so each process counts for itself.
var (
	nameAttempts    = throttle.Policy{Free: 5, First: time.Second, Longest: 15 * time.Minute, Forgive: 15 * time.Minute}
	addressAttempts = throttle.Policy{Free: 30, First: time.Second, Longest: 5 * time.Minute, Forgive: time.Minute}

	// How often a user may set passwords, who isn't an administrator: each costs as much
	// as a sign-in, and waits in the same queue.
	passwordChanges = throttle.Policy{Free: 10, First: time.Second, Longest: time.Minute, Forgive: time.Minute}
)

// RegisterSessions adds the routes of sessions, passwords and one-time addresses.
func RegisterSessions(router chi.Router, a huma.API, d SessionDeps) {
	p := &people{
		service: service{d.Catalog}, SessionDeps: d,
		byName:    throttle.NewAttempts(nameAttempts, d.Clock),
		byAddress: throttle.NewAttempts(addressAttempts, d.Clock),
		changes:   throttle.NewAttempts(passwordChanges, d.Clock),
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_sign_ins_total",
			Help: "Sign-ins, by how (password, address) and outcome (ok, wrong, throttled, busy).",
		}, []string{"how", "outcome"}),
	}
	for _, outcome := range []string{"ok", "wrong", "throttled", "busy"} {
		p.signIns.WithLabelValues("password", outcome) // 0 is shown, not left out
	}
	if d.Registerer != nil {
		d.Registerer.MustRegister(p.signIns)
	}
	const current, tag = "/api/v1/session", "Sessions"
	api.Register(a, api.Public(post("sign-in", current, tag, "Sign in with a password: a cookie")), p.signIn)
	api.Register(a, get("get-session", current, tag, "Whose session this is"), p.session)
	signOut := del("sign-out", current, tag, "Sign out here: takes the cookie away")
	signOut.DefaultStatus = http.StatusNoContent
	api.Register(a, api.Public(signOut), p.signOut)
	api.Register(a, del("sign-out-everywhere", "/api/v1/sessions", tag, "End all your sessions"), p.signOutEverywhere)

	const user = "/api/v1/users/{name}"
	api.Register(a, put("set-my-password", "/api/v1/me/password", "You", "Set your password: ends all your other sessions"), p.setMyPassword)
	api.Register(a, put("set-password", user+"/password", "Users", "Set a user's password: ends all the user's sessions"), p.setPassword)
	api.Register(a, del("remove-password", user+"/password", "Users", "Take a user's password away: ends all the user's sessions"), p.removePassword)
	api.Register(a, post("create-login", user+"/login", "Users", "Make an address that signs a user in once"), p.createLogin)

	router.Get("/login", api.Metered(p.loginPage))
	router.Post("/login", api.Metered(p.useLogin))
	describeLogin(a)
}

func put(id, path, tag, summary string) huma.Operation {
	return operation(http.MethodPut, id, path, tag, summary)
}
