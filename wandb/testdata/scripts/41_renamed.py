"""Logs until the server stops it, and says where it believes to be."""
import time

import wandb

run = wandb.init(id="r1")
try:
    for i in range(600):
        run.log({"i": i})
        time.sleep(0.1)
    print("never stopped")
except KeyboardInterrupt:
    print("interrupted")
run.finish()
wandb.init(id="r2").finish()
