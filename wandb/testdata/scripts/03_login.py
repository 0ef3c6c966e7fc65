"""Logging in with a good key; who one is."""
import wandb

print(wandb.login(verify=True))
api = wandb.Api()
print(api.default_entity, api.viewer.username, api.viewer.teams)
