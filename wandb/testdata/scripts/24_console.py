"""Output: lines, a progress bar, errors, no newline at the end."""
import sys
import time

import wandb

run = wandb.init(id="r1")
print("first")
print("[tag] second")
for i in range(5):
    sys.stdout.write(f"\rprogress {i * 25}%")
    sys.stdout.flush()
    time.sleep(0.15)
sys.stdout.write("\n")
sys.stderr.write("an error\n")
print("unicode ü 日本")
print("")
print("two\nlines")
sys.stdout.write("no newline")
sys.stdout.flush()
run.finish()
