"""How runs end: well, with an exit code, with an exception, by Ctrl-C."""
import os
import signal
import sys

import wandb

how = sys.argv[1]
run = wandb.init(id=how)
run.log({"x": 1})
run.alert("it ends", f"by {how}", level=wandb.AlertLevel.WARN)
if how == "code":
    sys.exit(3)
if how == "exception":
    raise ValueError("oh no")
if how == "interrupt":
    os.kill(os.getpid(), signal.SIGINT)
if how == "preempting":
    run.mark_preempting()
    sys.exit(1)
if how == "well":
    run.finish()
