"""What is trained: data sets, architectures, learning rates and seeds, a run each."""

from dataclasses import dataclass, field

NETWORKS = {"mlp-16": (16,), "mlp-64": (64,), "mlp-64x32": (64, 32)}


@dataclass
class Training:
    dataset: str
    arch: str
    lr: float
    seed: int
    epochs: int
    tags: list = field(default_factory=list)
    job_type: str = "train"
    leaves: bool = False  # it is still running when the demo ends

    @property
    def id(self):
        return f"{self.dataset}-{self.arch}-lr{self.lr:g}-s{self.seed}".replace(".", "_")

    @property
    def name(self):
        return f"{self.dataset} {self.arch} lr {self.lr:g} #{self.seed}"

    @property
    def group(self):
        return f"{self.dataset}/{self.arch}"

    @property
    def config(self):
        hidden = {"hidden": list(NETWORKS[self.arch])} if self.arch in NETWORKS else {}
        return {
            "dataset": self.dataset, "arch": self.arch, "lr": self.lr, "seed": self.seed,
            "epochs": self.epochs, "model": {"library": "scikit-learn", **hidden},
        }


def grid(dataset, archs, rates, seeds, epochs, **more):
    return [Training(dataset, a, r, s, epochs, **more) for a in archs for r in rates for s in range(seeds)]


def all_trainings():
    """Returns some seventy trainings that take about half a minute on two cores."""
    digits = grid("digits", NETWORKS, (0.003, 0.03, 0.3), 3, 25, tags=["vision"])
    return [
        *digits,
        *grid("digits", ["linear-sgd"], (0.0001, 0.01), 2, 25, tags=["vision", "baseline"]),
        *grid("wine", ["mlp-16", "mlp-64"], (0.01, 0.1), 3, 30, tags=["tabular"]),
        *grid("breast_cancer", ["mlp-16", "linear-sgd"], (0.001, 0.03), 2, 30, tags=["tabular"]),
        *grid("breast_cancer", ["boosting"], (0.05, 0.3), 2, 40, tags=["tabular", "trees"]),
        *grid("diabetes", ["mlp-64"], (0.003, 0.03), 2, 30, tags=["regression"]),
        *grid("diabetes", ["boosting"], (0.05, 0.3), 2, 40, tags=["regression", "trees"]),
        *grid("diabetes", ["least-squares"], (0.01, 0.1), 1, 40, tags=["regression", "baseline"]),
        Training("diabetes", "least-squares", 12, 0, 60, ["regression", "diverged"], "stress"),
        Training("diabetes", "mlp-64", 50, 0, 30, ["regression", "diverged"], "stress"),
        Training("digits", "mlp-64x32", 0.1, 7, 12, ["vision"], "train", leaves=True),
    ]


def few_trainings():
    """Returns one training of each kind, short: for the test."""
    one = {(t.dataset, t.arch, t.job_type): t for t in all_trainings()}.values()
    for t in one:
        t.epochs = t.epochs if t.arch == "least-squares" else 4
    return list(one)
