"""A nested config, changed in the middle, with values that JSON doesn't have."""
import math

import wandb

config = {
    "lr": 0.1, "nested": {"a": {"b": [1, 2]}, "s": "x"}, "inf": math.inf, "nan": math.nan, "deep": {"ninf": -math.inf},
    "n": 2**53 + 1, "t": (1, 2), "flag": True, "none": None, "dots.in.key": 1, "ü": "日本",
}
run = wandb.init(id="r1", config=config)
run.log({"x": 1})
run.config.update({"late": 1})
run.config.update({"lr": 0.2, "nested": {"a": {"b": [3]}, "s": "y"}}, allow_val_change=True)
run.finish()
