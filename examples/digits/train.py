#!/usr/bin/env python3
"""Trains small networks on scikit-learn's handwritten digits and logs them with wandb.

Several learning rates with several seeds each, so that grouping the runs by
config.lr shows what the rate does and what is chance:

    pip install -r requirements.txt
    WANDB_BASE_URL=http://127.0.0.1:8080 WANDB_API_KEY=$(cat data/admin.key) python train.py

--records FILE also writes down what was logged, to compare a tracker's answers with.
"""

import argparse
import json
import warnings

import wandb
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

HIDDEN = 32


def numbers(kind):
    return lambda text: [kind(part) for part in text.split(",")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", default="digits")
    parser.add_argument("--rates", type=numbers(float), default=[0.003, 0.03, 0.3], help="learning rates")
    parser.add_argument("--seeds", type=numbers(int), default=[0, 1, 2])
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--records", help="JSON file to write what was logged to")
    return parser.parse_args()


def data():
    """Returns train and test pixels, and train and test labels; pixels are scaled."""
    pixels, labels = load_digits(return_X_y=True)
    train, test, train_labels, test_labels = train_test_split(pixels, labels, random_state=0, stratify=labels)
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test), train_labels, test_labels


def train_one(args, rate, seed, train, test, train_labels, test_labels):
    """Trains one network as one run and returns what it logged."""
    config = {"lr": rate, "seed": seed, "hidden": HIDDEN, "optimizer": "sgd"}
    network = MLPClassifier((HIDDEN,), solver="sgd", learning_rate_init=rate, random_state=seed)
    rows = []
    with wandb.init(project=args.project, group=f"lr={rate}", config=config, name=f"lr{rate}-seed{seed}") as run:
        for epoch in range(args.epochs):
            network.partial_fit(train, train_labels, classes=range(10))
            row = {
                "train/loss": float(network.loss_),
                "test/loss": float(log_loss(test_labels, network.predict_proba(test), labels=range(10))),
                "test/accuracy": float(network.score(test, test_labels)),
                "epoch": epoch,
            }
            run.log(row, step=epoch)
            rows.append(row)
        run.summary["best_accuracy"] = max(row["test/accuracy"] for row in rows)
    return {"id": run.id, "config": config, "rows": rows}


def main():
    args = arguments()
    warnings.simplefilter("ignore", ConvergenceWarning)
    warnings.simplefilter("ignore", RuntimeWarning)  # a rate that's too high may overflow: that's the point
    parts = data()
    runs = [train_one(args, rate, seed, *parts) for rate in args.rates for seed in args.seeds]
    if args.records:
        with open(args.records, "w", encoding="utf-8") as file:
            json.dump({"project": args.project, "runs": runs}, file, indent=1)
    for run in runs:
        print(run["config"]["lr"], run["config"]["seed"], f'{run["rows"][-1]["test/accuracy"]:.3f}')


if __name__ == "__main__":
    main()
