"""Saves its own code if the settings say so, or the call.

Odd text in it must come through: "ü 日本", a tab	and a line without an end."""
import sys

import wandb

save = {"unsaid": None, "yes": True, "no": False}[sys.argv[2]]
run = wandb.init(id=sys.argv[1], save_code=save)
run.log({"x": 1})
run.finish()
print(run.entity)