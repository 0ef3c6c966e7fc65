"""Media: a histogram and an image log; a table needs artifacts, which aren't served: that must not stop the run."""
import numpy as np
import wandb

run = wandb.init(id="r1")
run.log({"h": wandb.Histogram(np_histogram=np.histogram([1.0, 2.0, 2.5], bins=2)), "html": wandb.Html("<b>x</b>"), "x": 1})
run.log({"table": wandb.Table(columns=["a"], data=[[1]]), "x": 2})
artifact = wandb.Artifact("a", type="dataset")
try:
    run.log_artifact(artifact).wait(timeout=20)
    print("no error")
except Exception as e:
    print(type(e).__name__, e)
run.finish()
