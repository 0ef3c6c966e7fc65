"""One training as one run, over plain HTTP: its rows, its console, its summary."""

import resource
import time

from models import epochs
from server import finite

BOLD, DIM, GREEN, YELLOW, RED, CYAN, PLAIN = (f"\x1b[{n}m" for n in (1, 2, 32, 33, 31, 36, 0))


def record(server, t):
    """Trains and logs all of it in one request, so that a run is there wholly or not at all."""
    run = {"project": server.project, "run": t.id}
    lines = [run | beginning(t)]
    rows, failure = [], None
    try:
        for row in epochs(t):
            lines.append(run | step(t, row, rows))
            rows.append(row)
    except ValueError as error:  # scikit-learn gives up on weights that aren't numbers any more
        if "diverged" not in t.tags:
            raise
        failure = error
    lines.append(run | ending(t, rows, failure))
    server.log(lines)


def beginning(t):
    return {
        "time": time.time(), "state": "running", "name": t.name, "group": t.group, "job_type": t.job_type,
        "tags": t.tags, "config": t.config, "notes": notes(t),
        "command": f"demo.py --dataset {t.dataset} --arch {t.arch} --lr {t.lr:g} --seed {t.seed}",
        "console": [
            f"{BOLD}{CYAN}{t.arch}{PLAIN} on {BOLD}{t.dataset}{PLAIN}, {t.epochs} epochs",
            f"{DIM}learning rate {t.lr:g} · seed {t.seed} · scikit-learn{PLAIN}",
        ],
    }


def notes(t):
    if "diverged" in t.tags:
        return "A learning rate far too high, to see how divergence looks."
    return "The simplest model that could do it." if "baseline" in t.tags else ""


def step(t, row, before):
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "time": time.time(), "step": row["epoch"], "metrics": row, "console": [progress(t, row, before)],
        "system": {"proc.memory.rssMB": usage.ru_maxrss / 1024, "proc.cpu.seconds": usage.ru_utime},
    }


def progress(t, row, before):
    """A line of the console: green while it gets better, yellow when not, red when it's lost."""
    loss = row["val/loss"]
    best = min((r["val/loss"] for r in before if finite(r["val/loss"])), default=float("inf"))
    colour = RED if not finite(loss) else GREEN if loss < best else YELLOW
    done = int(20 * (row["epoch"] + 1) / t.epochs)
    bar = f"{CYAN}{'█' * done}{DIM}{'░' * (20 - done)}{PLAIN}"
    score = "".join(f"  {k} {row[k]:.3f}" for k in ("val/acc", "val/r2") if k in row)
    return f"epoch {row['epoch'] + 1:>3}/{t.epochs} {bar} val/loss {colour}{loss:.4g}{PLAIN}{score}"


def ending(t, rows, failure):
    """What closes a run; one that is left has no end, one that failed has exit code 1."""
    line = {"time": time.time(), "summary": summary(rows)}
    if t.leaves:
        return line
    if failure:
        line["console"] = [{"text": f"{BOLD}{RED}ValueError:{PLAIN} {failure}", "stream": "stderr"}]
    else:
        line["console"] = [f"{GREEN}✔{PLAIN} {BOLD}done{PLAIN}"]
    return line | {"finish": 1 if failure else 0}


def summary(rows):
    out = {}
    for key, name, best in (("val/acc", "best_acc", max), ("val/r2", "best_r2", max), ("val/loss", "best_loss", min)):
        values = [row[key] for row in rows if finite(row.get(key))]
        if values:
            out[name] = best(values)
    return out
