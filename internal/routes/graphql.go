package routes

import "fmt"

// documents are what the SDK may ask by /graphql. Who can't see a thing gets null, or 404
// as elsewhere.
var documents = []Route{
	query(Signed, "", `{viewer{username teams{edges{node{name}}} apiKeys{edges{node{id}}}} organization(name:\"$team\"){name}}`),
	query(Signed, "", `{serverInfo{cliVersionInfo features{name isEnabled}}}`),
	query(Read, "", `{project(name:\"$project\",entityName:\"$entity\"){name access description}}`),
	query(Read, "", `{model(name:\"$project\",entityName:\"$entity\"){name user{username}}}`),
	query(Read, "", `{project(name:\"$project\",entityName:\"$entity\"){run(name:\"$run\"){name config summaryMetrics state}}}`),
	query(Read, "", `{project(name:\"$project\",entityName:\"$entity\"){bucket(name:\"$run\"){name historyKeys wandbConfig}}}`),
	query(Read, "$project", `{models(entityName:\"$entity\",first:1000){edges{node{name}}}}`),
	query(TeamSee, "$member", `{entity(name:\"$team\"){name members{username}}}`),
	query(TeamSee, "$extra", `{users(query:\"$extra\"){edges{node{username}}}}`),

	creating(mutation(Submit, "run.created.v1", "upsertBucket", `name:\"g-$unique\",entityName:\"$entity\",modelName:\"$project\"`, "bucket{name}")),
	mutation(Submit, "run.edited.v1", "upsertBucket", `id:\"$ownid\",displayName:\"N $unique\"`, "bucket{name}"),
	mutation(Edit, "run.edited.v1", "upsertBucket", `id:\"$runid\",displayName:\"N $unique\"`, "bucket{name}"),
	mutation(Edit, "run.stop_requested.v1", "stopRun", `id:\"$runid\"`, "success"),
	mutation(Edit, "run.deleted.v1", "deleteRun", `id:\"$runid\"`, "clientMutationId"),
	silent("not served yet", mutation(Edit, "", "updateRunState", `id:\"$runid\",state:\"finished\"`, "success")),
	silent(telemetry, mutation(Submit, "", "createRunFiles", `entityName:\"$entity\",projectName:\"$project\",runName:\"$ownrun\",files:[\"a.txt\"]`, "files{name}")),
	silent("nothing to do: files are there when they were uploaded", mutation(Submit, "", "markRunFilesUploaded", `entityName:\"$entity\",projectName:\"$project\",runName:\"$ownrun\",files:[\"a.txt\"]`, "success")),
	silent(telemetry, mutation(Submit, "", "notifyScriptableRunAlert", `entityName:\"$entity\",projectName:\"$project\",runName:\"$ownrun\",title:\"T\",text:\"t\",severity:INFO`, "success")),

	creating(mutation(TeamLog, "project.created.v1", "upsertModel", `name:\"m-$unique\",entityName:\"$team\"`, "model{name}")),
	creating(mutation(Edit, "project.edited.v1", "upsertModel", `name:\"$project\",entityName:\"$entity\",description:\"D $unique\"`, "model{name}")),
	creating(mutation(Administer, "project.privacy_set.v1", "upsertModel", `name:\"$project\",entityName:\"$entity\",access:\"ENTITY_READ\"`, "model{name}")),
	mutation(Signed, "team.created.v1", "createTeam", `teamName:\"g-$unique\"`, "entity{name}"),
	mutation(TeamOnly, "team.member_added.v1", "createInvite", `entityName:\"$team\",username:\"$user\"`, "invite{id}"),
	mutation(Signed, "key.created.v1", "generateApiKey", `description:\"d\"`, "apiKey{id}"),
}

// query is a document that asks. named: a list, which has this only for who may see it.
func query(may Right, named, document string) Route {
	return Route{Method: "*", Path: "/graphql", May: may, Body: fmt.Sprintf(`{"query":"%s"}`, document), Named: named, Silent: byPost}
}

func mutation(may Right, makes, name, input, answer string) Route {
	return Route{Method: "*", Path: "/graphql", May: may, Makes: makes,
		Body: fmt.Sprintf(`{"query":"mutation{%s(input:{%s}){%s}}"}`, name, input, answer)}
}

func silent(why string, r Route) Route {
	r.Silent = why
	return r
}

func creating(r Route) Route {
	r.Creates = true
	return r
}
