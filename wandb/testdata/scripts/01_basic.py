"""init, log three rows, finish."""
import wandb

run = wandb.init(id="r1", config={"lr": 0.1}, tags=["a", "b"], notes="a note", group="g", job_type="train")
for i in range(3):
    run.log({"loss": 1.0 / (i + 1), "i": i})
run.finish()
print(run.name, run.entity)
