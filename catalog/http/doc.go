// Package cataloghttp serves what people decide over HTTP: users and keys, projects,
// and actions on runs. Every change is one event; the answer comes after the fold's
// verdict on it and carries the position that includes it.
//
// To add a route: params, answer, handler in the file of its noun, and a line in
// Register.
package cataloghttp

import (
	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
)

// Register adds the routes to a.
func Register(a huma.API, cat *catalog.Catalog) {
	s := &service{cat}
	const users = "/api/v1/users"
	api.Register(a, post("create-user", users, "Users", "Create a user"), s.createUser)
	api.Register(a, get("list-users", users, "Users", "Users that you may see"), s.listUsers)
	api.Register(a, del("delete-user", users+"/{name}", "Users", "Delete a user and revoke the keys"), s.deleteUser)
	s.registerUserEdits(a)

	const me = "/api/v1/me"
	api.Register(a, get("me", me, "You", "Who you are"), s.me)
	api.Register(a, get("list-keys", me+"/keys", "You", "Your API keys"), s.listKeys)
	api.Register(a, post("create-key", me+"/keys", "You", "Create an API key"), s.createKey)
	api.Register(a, del("revoke-key", me+"/keys/{id}", "You", "Revoke an API key"), s.revokeKey)

	const projects = "/api/v1/projects"
	const project = projects + "/{entity}/{project}"
	api.Register(a, post("create-project", projects, "Projects", "Create a project"), s.createProject)
	api.Register(a, get("list-projects", projects, "Projects", "Projects that you may see"), s.listProjects)
	api.Register(a, get("get-project", project, "Projects", "One project"), s.getProject)

	const run = project + "/runs/{run}"
	api.Register(a, patch("edit-run", run, "Runs", "Change a run: all of it or nothing"), s.editRun)
	api.Register(a, post("stop-run", run+"/stop", "Runs", "Ask the trainer to stop"), s.stopRun)
	api.Register(a, del("delete-run", run, "Runs", "Put a run into the trash"), s.deleteRun)
	api.Register(a, post("undelete-run", run+"/undelete", "Runs", "Take a run out of the trash"), s.undeleteRun)
}
