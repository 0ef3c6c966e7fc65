"""A few runs through the unmodified wandb SDK: images, a histogram and a table, as scripts log them."""

import os
import warnings

import numpy as np
from models import data
from sklearn.metrics import confusion_matrix
from sklearn.neural_network import MLPClassifier
from trainings import NETWORKS

ARCHS = ("mlp-16", "mlp-64x32")


def run_id(arch):
    return f"digits-{arch}-pictures"


def log_with_wandb(server, arch, epochs, folder):
    """Trains one network on the digits and logs what it sees beside its numbers."""
    os.environ |= {"WANDB_BASE_URL": server.url, "WANDB_API_KEY": server.key, "WANDB_SILENT": "true",
                   "WANDB_DIR": folder, "WANDB_ERROR_REPORTING": "false"}
    import wandb  # reads its settings from the environment

    warnings.simplefilter("ignore")
    entity, project = server.project.split("/")
    config = {"dataset": "digits", "arch": arch, "lr": 0.05, "seed": 0, "epochs": epochs,
              "model": {"library": "scikit-learn", "hidden": list(NETWORKS[arch])}}
    with wandb.init(entity=entity, project=project, id=run_id(arch), name=f"digits {arch} pictures",
                    group=f"digits/{arch}", job_type="inspect", tags=["vision", "wandb"], config=config) as run:
        train(wandb, run, MLPClassifier(NETWORKS[arch], solver="sgd", learning_rate_init=0.05, random_state=0), epochs)


def train(wandb, run, model, epochs):
    parts = x, x_val, y, y_val = data("digits")
    for epoch in range(epochs):
        model.partial_fit(x, y, classes=range(10))
        row = {"epoch": epoch, "train/loss": float(model.loss_), "val/acc": float(model.score(x_val, y_val))}
        if epoch % 4 == 0 or epoch == epochs - 1:
            row["first layer"] = wandb.Image(weights(model), caption=f"weights after epoch {epoch + 1}")
            row["confusion"] = wandb.Image(confusion(model, parts), caption="true digit down, guessed across")
            row["weights"] = wandb.Histogram(model.coefs_[0].ravel())
        run.log(row, step=epoch)
    run.log({"mistakes": mistakes(wandb, model, parts)}, step=epochs)
    run.summary["best_acc"] = row["val/acc"]


def weights(model, columns=8, scale=8):
    """What each of the first neurons looks for: its 8 × 8 weights, side by side, as grey values."""
    units = model.coefs_[0].T[:16].reshape(-1, 8, 8)
    units = (units - units.min()) / (units.max() - units.min()) * 255
    rows = [np.hstack([np.pad(u, 1) for u in units[i:i + columns]]) for i in range(0, len(units), columns)]
    return enlarged(np.vstack(rows), scale)


def confusion(model, parts, scale=24):
    counts = confusion_matrix(parts[3], model.predict(parts[1])).astype(float)
    return enlarged(255 * np.sqrt(counts / counts.max()), scale)


def enlarged(grey, scale):
    return np.kron(grey, np.ones((scale, scale))).astype(np.uint8)


def mistakes(wandb, model, parts, most=20):
    """A table of digits that were read wrongly, and how sure the model was."""
    sure = model.predict_proba(parts[1])
    guess = sure.argmax(axis=1)
    order = np.flatnonzero(guess != parts[3])[:most]
    table = wandb.Table(columns=["digit", "guess", "how sure"])
    for i in order:
        table.add_data(int(parts[3][i]), int(guess[i]), round(float(sure[i].max()), 3))
    return table
