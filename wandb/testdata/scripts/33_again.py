"""Reads a run back right after it ended; begins it again; tries to resume it."""
import os

import wandb

project = os.environ["WANDB_PROJECT"]
run = wandb.init(id="r1", config={"lr": 0.1, "d": {"x": [1, 2]}})
for i in range(3):
    run.log({"i": i, "nan": float("nan")})
run.finish()

back = wandb.Api().run(f"admin/{project}/r1")
print(back.state, dict(back.config), back.summary["i"], back.summary["nan"], back.lastHistoryStep if hasattr(back, "lastHistoryStep") else "")
back.notes = "by hand"
back.config["lr"] = 0.5
back.update()

run = wandb.init(id="r1", config={"lr": 0.2})
for i in range(2):
    run.log({"i": 10 + i})
run.finish(exit_code=1)
back = wandb.Api().run(f"admin/{project}/r1")
print(back.state, dict(back.config), back.summary["i"], back.notes)

fresh = wandb.init(id="r2", resume="allow")
fresh.log({"i": 1})
fresh.finish()
try:
    wandb.init(id="r1", resume="must")
    print("no error")
except Exception as e:
    print(type(e).__name__, e)
