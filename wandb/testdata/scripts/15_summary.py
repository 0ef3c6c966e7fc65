"""What define_metric makes of the summary."""
import wandb

run = wandb.init(id="r1")
run.define_metric("mystep", hidden=True)
run.define_metric("low", summary="min", step_metric="mystep")
run.define_metric("high", summary="max")
run.define_metric("avg", summary="mean")
run.define_metric("copied", summary="copy")
run.define_metric("absent", summary="none")
run.define_metric("both", summary="min,max")
run.define_metric("first", summary="first")
run.define_metric("end", summary="last")
run.define_metric("g/*", summary="max", step_metric="mystep", step_sync=True)
for i, v in enumerate([3.0, 1.0, 2.0]):
    run.log({"mystep": i * 10, "low": v, "high": v, "avg": v, "copied": v, "absent": v, "both": v, "first": v, "end": v, "g/a": v, "g/b": -v, "plain": v})
run.summary["by_hand"] = {"x": [1, 2]}
run.finish()
