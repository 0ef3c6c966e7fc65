"""Projects and people through the public API."""
import wandb

api = wandb.Api()
team = api.create_team("crew")
print(team.name, [(m.username, m.account_type, m.admin) for m in team.members])
print(team.invite("max"), team.invite("max"), team.invite("nobody"))
team.load(force=True)
print([(m.username, m.account_type) for m in team.members], team.is_team, getattr(team, "entity_type", "team"))
api.create_project("made", "crew")
print([p.name for p in api.projects("crew")])
print(sorted(api.viewer.teams), api.default_entity)
if wandb.__version__ < "0.26":
    print("0.25 takes a key's name for the key")
else:
    key = api.viewer.generate_api_key("another")
    print(len(key), wandb.Api(api_key=key).viewer.username)
print([m.delete() for m in team.members if m.username == "max"])
team.load(force=True)
print([m.username for m in team.members])
run = wandb.init(entity="crew", project="made", id="r1")
run.finish()
print(run.entity, run.project_name() if hasattr(run, "project_name") else run.project)
