"""Every odd number, and values that aren't numbers."""
import math

import numpy as np
import wandb

run = wandb.init(id="r1")
run.log({
    "nan": math.nan, "inf": math.inf, "ninf": -math.inf, "p60": 2**60, "p53": 2**53 + 1, "p63": 2**63, "tiny": 1e-320, "nzero": -0.0,
    "f32": np.float32(0.1), "third": 1 / 3, "i": 7, "neg": -2**63,
})
run.log({"ключ 日本 😀": 1.5, "a.b": 1, "a": {"b": 2, "c.d": {"e": 3}}, "text": "x\u2028y\n\"", "flag": True, "list": [1, 2.5], "deep": {"nan": math.nan, "s": "t"}})
run.log({}, step=10)
run.log({"last": 1}, step=20)
run.finish()
