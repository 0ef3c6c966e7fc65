"""The demo's workspace (two sections of its own before those that appear by themselves) and its report."""

from pictures import ARCHS, run_id

DIGITS = 'config.dataset = "digits"'
SWEEP = DIGITS + ' and job_type = "train" and state = "finished"'
NETWORKS_ONLY = SWEEP + ' and config.arch != "linear-sgd"'

WELCOME = """Some seventy trainings of scikit-learn models: four data sets, networks of three sizes,
linear models, boosted trees; several learning rates and seeds.

- **Accuracy by architecture**: the mean over rates and seeds, the band is the standard error
- **Learning rate against accuracy**: a run each; click one to open it
- Runs tagged `diverged` had a rate far too high: their loss is *Infinity*, then *NaN*
"""

FINDINGS = """## What the seeds and rates say

Twenty-seven networks of three sizes read 8 × 8 pixels of handwritten digits. The
**learning rate** matters far more than the size of the network: 0.03 is best for all of
them and 0.003 slower to the same end, while 0.3 never settles, least of all with two layers.

The lines are means over all runs of a rate or a size, the bands their standard error.
"""

METHOD = """## How it was done

Each run is one seed. Features are standardised, 30 % of the data are held back for
validation, networks are trained by stochastic gradient descent in batches of 32. This
report is **pinned**: it shows the data as they were when it was written, whatever is logged later.
"""


def grouped(title, metric, by, **more):
    return {"kind": "grouped_line", "title": title, "metrics": [metric], "grouping": [by],
            "x_axis": {"metric": "epoch"}, "band": "stderr", **more}


def at(x, y, w, h, panel):
    return panel | {"x": x, "y": y, "w": w, "h": h}


def lr_scatter(**more):
    return {"kind": "scatter", "title": "Learning rate against accuracy", "x_field": "config.lr", "x_log": True,
            "y_field": "summary.best_acc", "color_field": "config.seed", "max_runs": 100, **more}


def axes():
    return {"kind": "parallel_coordinates", "title": "What makes a good run", "max_runs": 100,
            "fields": ["config.arch", "config.lr", "config.seed", "summary.best_loss", "summary.best_acc"],
            "color_field": "summary.best_acc", "filter": SWEEP}


def comparer():
    return {"kind": "run_comparer", "title": "The same network at two rates", "only_differences": True,
            "ids": ["digits-mlp-64-lr0_003-s0", "digits-mlp-64-lr0_3-s0"]}


def sections():
    """Returns the sections with their panels; the first comes first."""
    return [
        ({"title": "Which network reads digits best?", "layout": "custom"}, [
            at(0, 0, 8, 11, {"kind": "markdown", "title": "Welcome", "text": WELCOME}),
            at(8, 0, 8, 11, grouped("Accuracy by architecture", "val/acc", "config.arch", filter=SWEEP)),
            at(16, 0, 8, 11, grouped("Training loss by learning rate", "train/loss", "config.lr", filter=NETWORKS_ONLY, y_log=True)),
            at(0, 11, 8, 11, lr_scatter(filter=SWEEP)),
            at(8, 11, 16, 11, axes()),
            at(0, 22, 16, 11, comparer()),
            at(16, 22, 8, 11, {"kind": "bar", "title": "Best accuracy by architecture", "metrics": ["best_acc"],
                               "aggregate": "mean", "grouping": ["config.arch"], "filter": SWEEP}),
        ]),
        ({"title": "Pictures, and what went wrong", "layout": "custom"}, [
            at(0, 0, 8, 12, {"kind": "media", "title": "What the first layer looks for", "keys": ["first layer"],
                             "ids": [run_id(a) for a in ARCHS]}),
            at(8, 0, 8, 12, {"kind": "media", "title": "Confusion of digits", "keys": ["confusion"],
                             "ids": [run_id(a) for a in ARCHS]}),
            at(16, 0, 8, 12, {"kind": "table", "title": "Digits that were read wrongly", "key": "mistakes",
                              "ids": [run_id(ARCHS[0])]}),
            at(0, 12, 12, 11, {"kind": "line", "title": "Diverged: the loss ends in Infinity and NaN", "y_log": True,
                               "metrics": ["train/loss"], "filter": 'tags has "diverged"'}),
            at(12, 12, 12, 11, grouped("Diabetes: fit by architecture", "val/r2", "config.arch",
                                       filter='config.dataset = "diabetes" and not tags has "diverged"')),
        ]),
    ]


def arrange(server):
    """Makes the sections unless they are there; says whether it did."""
    workspace = "/workspaces/me"
    there = server.about("GET", f"{workspace}/sections?limit=1000")["sections"] or []
    titles = {s["title"] for s in there}
    before = there[0]["id"] if there else None
    made = False
    for section, panels in sections():
        if section["title"] in titles:
            continue
        place = {"before": before} if before else {}
        added = server.about("POST", f"{workspace}/sections", section | place)
        for panel in panels:
            server.about("POST", f"{workspace}/sections/{added['id']}/panels", panel)
        made = True
    return made


REPORT = "What matters for reading digits"


def blocks():
    runs = {"filter": NETWORKS_ONLY, "sort": ["summary.best_acc:desc"], "limit": 12,
            "columns": ["config.arch", "config.lr", "config.seed", "summary.best_acc", "summary.best_loss"]}
    return [
        {"kind": "markdown", "text": FINDINGS},
        {"kind": "panel_grid", "run_set": {"filter": NETWORKS_ONLY}, "panels": [
            grouped("Accuracy by learning rate", "val/acc", "config.lr"),
            grouped("Accuracy by architecture", "val/acc", "config.arch"),
            grouped("Validation loss by learning rate", "val/loss", "config.lr", y_log=True),
            lr_scatter(),
        ]},
        {"kind": "markdown", "text": "## The best dozen"},
        {"kind": "run_set", "run_set": runs},
        {"kind": "markdown", "text": METHOD},
    ]


def report(server):
    """Writes the report, pinned to what there is now, unless it is there; says whether it did."""
    there = server.about("GET", "/reports")["reports"] or []
    if any(r["title"] == REPORT for r in there):
        return False
    server.about("GET", f"/runs?limit=1&wait_for={server.position}")
    server.about("POST", "/reports", {
        "title": REPORT, "description": "Three sizes of networks, three learning rates, three seeds.", "blocks": blocks(),
    })
    return True
