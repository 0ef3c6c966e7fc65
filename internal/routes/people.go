package routes

const user = "/api/v1/users/{name}"

const signs = "a session is no event: its cookie is all there is of it"

var (
	victim = map[string]string{"name": "$victim"}
	lead   = map[string]string{"name": "$lead"}
)

// Users, teams, keys, sessions.
var people = []Route{
	{Method: "GET", Path: "/api/v1/me", May: Signed},
	{Method: "GET", Path: "/api/v1/me/keys", May: Signed},
	{Method: "POST", Path: "/api/v1/me/keys", May: Signed, Body: `{"label":"another"}`, Makes: "key.created.v1"},
	{Method: "DELETE", Path: "/api/v1/me/keys/{id}", May: Signed, With: map[string]string{"id": "$spare"}, Makes: "key.revoked.v1", Once: true},
	{Method: "GET", Path: "/api/v1/me/settings", May: Signed},
	{Method: "PATCH", Path: "/api/v1/me/settings", May: Signed, Body: `{"save_code":true}`, Makes: "user.settings_set.v1"},
	{Method: "PUT", Path: "/api/v1/me/password", May: Signed, Body: `{"new":"a horse of $unique"}`, Makes: "user.password_set.v1"},
	{Method: "POST", Path: "/api/v1/undo", May: Self, Body: `{"action":$elsewhere}`, Makes: "action.undone.v1"},
	{Method: "POST", Path: "/api/v1/redo", May: Self, Body: `{"action":$elseundone}`, Makes: "action.undone.v1"},

	{Method: "POST", Path: "/api/v1/session", May: Public, Body: `{"name":"$signer","password":"$password"}`, Silent: signs},
	{Method: "GET", Path: "/api/v1/session", May: Session},
	{Method: "DELETE", Path: "/api/v1/session", May: Public, Silent: signs},
	{Method: "DELETE", Path: "/api/v1/sessions", May: Signed, Makes: "user.signed_out.v1"},
	{Method: "GET", Path: "/login", May: Public},
	{Method: "POST", Path: "/login", May: Token, Body: "token=$login", Media: "application/x-www-form-urlencoded", Makes: "user.login_used.v1", Once: true},

	{Method: "GET", Path: "/api/v1/users", May: Signed},
	{Method: "GET", Path: "/api/v1/users", May: Self, Named: "$lead"},
	{Method: "POST", Path: "/api/v1/users", May: Admin, Body: `{"name":"u-$unique"}`, Makes: "user.created.v1"},
	{Method: "PATCH", Path: user, May: Self, With: lead, Body: `{"email":"$unique@example.org"}`, Makes: "user.edited.v1"},
	{Method: "PATCH", Path: user, May: Raise, With: lead, Body: `{"admin":true}`, Makes: "user.edited.v1"},
	{Method: "GET", Path: user + "/keys", May: Self, With: lead},
	{Method: "POST", Path: user + "/keys", May: Self, With: lead, Body: `{}`, Makes: "key.created.v1"},
	{Method: "DELETE", Path: user + "/keys/{id}", May: Self, With: map[string]string{"name": "$lead", "id": "$leadkey"}, Makes: "key.revoked.v1", Once: true},
	{Method: "POST", Path: user + "/login", May: Self, With: lead, Body: `{}`, Makes: "user.login_issued.v1"},
	{Method: "PUT", Path: user + "/password", May: Self, With: lead, Body: `{"new":"a horse of $unique"}`, Makes: "user.password_set.v1"},
	{Method: "DELETE", Path: user + "/password", May: Self, With: lead, Makes: "user.password_set.v1"},
	{Method: "DELETE", Path: user, May: Admin, With: victim, Makes: "user.deleted.v1", Once: true},

	{Method: "GET", Path: "/api/v1/teams", May: Signed},
	{Method: "GET", Path: "/api/v1/teams", May: TeamSee, Named: "$team"},
	{Method: "POST", Path: "/api/v1/teams", May: Signed, Body: `{"name":"t-$unique"}`, Makes: "team.created.v1"},
	{Method: "GET", Path: "/api/v1/teams/{team}", May: TeamSee},
	{Method: "PUT", Path: "/api/v1/teams/{team}/members/{user}", May: TeamAdmin, Body: `{"role":"viewer"}`, Makes: "team.member_added.v1"},
	{Method: "PUT", Path: "/api/v1/teams/{team}/members/{user}", May: TeamAdmin, With: map[string]string{"user": "$viewer"}, Body: `{"role":"member"}`, Makes: "team.member_role_set.v1"},
	{Method: "DELETE", Path: "/api/v1/teams/{team}/members/{user}", May: TeamAdmin, With: map[string]string{"user": "$extra"}, Makes: "team.member_removed.v1"},
	{Method: "DELETE", Path: "/api/v1/teams/{team}", May: TeamAdmin, Makes: "team.deleted.v1"},
}
