"""Says why it can't log."""
import wandb

try:
    wandb.init(id="r1")
    print("logged")
except BaseException as e:
    print(e)
