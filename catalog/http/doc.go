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
	api.Register(a, get("get-settings", me+"/settings", "You", "Your settings"), s.getSettings)
	api.Register(a, patch("edit-settings", me+"/settings", "You", "Change your settings"), s.editSettings)
	api.Register(a, del("revoke-key", me+"/keys/{id}", "You", "Revoke an API key"), s.revokeKey)

	const projects = "/api/v1/projects"
	const project = projects + "/{entity}/{project}"
	api.Register(a, post("create-project", projects, "Projects", "Create a project"), s.createProject)
	api.Register(a, get("list-projects", projects, "Projects", "Projects that you may see"), s.listProjects)
	api.Register(a, get("get-project", project, "Projects", "One project"), s.getProject)
	s.registerProjectEdits(a, project)
	s.registerTeams(a)
	s.registerUndo(a, project)

	const run = project + "/runs/{run}"
	api.Register(a, post("create-run", project+"/runs", "Runs", "Create a run, before its trainer logs"), s.createRun)
	api.Register(a, patch("edit-run", run, "Runs", "Change a run: all of it or nothing"), s.editRun)
	api.Register(a, post("stop-run", run+"/stop", "Runs", "Ask the trainer to stop"), s.stopRun)
	api.Register(a, del("delete-run", run, "Runs", "Put a run into the trash"), s.deleteRun)
	s.registerRunBatches(a, project)
	api.Register(a, post("undelete-run", run+"/undelete", "Runs", "Take a run out of the trash"), s.undeleteRun)
}

func (s *service) registerProjectEdits(a huma.API, project string) {
	api.Register(a, patch("edit-project", project, "Projects", "Rename or describe a project"), s.editProject)
	api.Register(a, del("delete-project", project, "Projects", "Put a project into the trash"), s.deleteProject)
	api.Register(a, post("undelete-project", project+"/undelete", "Projects", "Take a project out of the trash"), s.undeleteProject)
	api.Register(a, get("list-trash", "/api/v1/trash", "Projects", "Projects in the trash"), s.listTrash)
	api.Register(a, get("list-sweeps", project+"/sweeps", "Sweeps", "The project's sweeps: none yet"), s.listSweeps)
	api.Register(a, get("list-artifacts", project+"/artifacts", "Artifacts", "The project's artifacts: none yet"), s.listArtifacts)
	api.Register(a, get("get-privacy", project+"/privacy", "Projects", "Who may view, and who may submit runs"), s.getPrivacy)
	api.Register(a, put("set-privacy", project+"/privacy", "Projects", "Set who may view, and who may submit runs"), s.setPrivacy)
	api.Register(a, get("list-access", project+"/access", "Projects", "Who was invited"), s.listAccess)
	api.Register(a, put("grant-access", project+"/access/{user}", "Projects", "Invite a user"), s.grantAccess)
	api.Register(a, del("revoke-access", project+"/access/{user}", "Projects", "Take an invitation back"), s.revokeAccess)
	api.Register(a, get("get-project-settings", project+"/settings", "Projects", "Settings of the project"), s.getProjectSettings)
	api.Register(a, patch("edit-project-settings", project+"/settings", "Projects", "Change settings of the project"), s.editProjectSettings)
}

func (s *service) registerTeams(a huma.API) {
	const teams = "/api/v1/teams"
	const team = teams + "/{team}"
	api.Register(a, post("create-team", teams, "Teams", "Create a team"), s.createTeam)
	api.Register(a, get("list-teams", teams, "Teams", "Teams that you may see"), s.listTeams)
	api.Register(a, get("get-team", team, "Teams", "One team"), s.getTeam)
	api.Register(a, del("delete-team", team, "Teams", "Delete a team; its projects can't be reached without it"), s.deleteTeam)
	api.Register(a, put("set-member", team+"/members/{user}", "Teams", "Add a member, or change the role"), s.setMember)
	api.Register(a, del("remove-member", team+"/members/{user}", "Teams", "Remove a member, or leave"), s.removeMember)
}

func (s *service) registerRunBatches(a huma.API, project string) {
	batch := func(id, verb, summary string) huma.Operation {
		o := post(id, project+"/runs:"+verb, "Runs", summary)
		o.MaxBodyBytes, o.Description = batchBytes, "All of it or nothing, and one undo."
		return o
	}
	api.Register(a, batch("delete-runs", "delete", "Put runs into the trash"), s.deleteRuns)
	api.Register(a, batch("undelete-runs", "undelete", "Take runs out of the trash"), s.undeleteRuns)
	api.Register(a, batch("stop-runs", "stop", "Ask the trainers of runs to stop"), s.stopRuns)
	api.Register(a, batch("tag-runs", "tag", "Add and remove tags of runs"), s.tagRuns)
	api.Register(a, batch("move-runs", "move", "Move runs to another project"), s.moveRuns)
	api.Register(a, get("list-trashed-runs", project+"/trash", "Runs", "Runs in the trash"), s.listTrashedRuns)
}
