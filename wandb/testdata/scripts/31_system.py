"""Machine metrics and metadata."""
import time

import wandb

run = wandb.init(id="r1")
run.log({"x": 1})
time.sleep(2.5)
run.finish()
