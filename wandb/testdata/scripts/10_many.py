"""Many rows, fast."""
import sys

import wandb

run = wandb.init(id="r1")
for i in range(int(sys.argv[1])):
    run.log({"i": i, "sq": i * i / 3})
run.finish()
