"""Logs until the server stops it."""
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
