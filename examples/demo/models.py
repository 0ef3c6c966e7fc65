"""The models, each trained epoch by epoch: what an epoch gives is a row of metrics."""

import warnings

import numpy as np
from sklearn import datasets
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler
from trainings import NETWORKS

REGRESSION = {"diabetes"}


def data(name):
    """Returns train and validation features, then train and validation targets; all scaled."""
    features, target = getattr(datasets, f"load_{name}")(return_X_y=True)
    stratify = None if name in REGRESSION else target
    train, val, y, y_val = train_test_split(features, target, random_state=0, test_size=0.3, stratify=stratify)
    scaler = StandardScaler().fit(train)
    if name in REGRESSION:
        y, y_val = (y - y.mean()) / y.std(), (y_val - y.mean()) / y.std()
    return scaler.transform(train), scaler.transform(val), y, y_val


class LeastSquares:
    """Linear regression by gradient descent. With too high a rate it diverges, to Infinity and NaN."""

    def __init__(self, lr, seed, steps=4):
        self.lr, self.steps, self.weights = lr, steps, None
        self.chance = np.random.default_rng(seed)

    def partial_fit(self, x, y):
        if self.weights is None:
            self.weights = self.chance.normal(scale=0.1, size=x.shape[1])
        for _ in range(self.steps):
            self.weights = self.weights - self.lr * x.T @ (x @ self.weights - y) / len(y)

    def predict(self, x):
        return x @ self.weights


def model(t):
    regression = t.dataset in REGRESSION
    if t.arch in NETWORKS:
        kind = MLPRegressor if regression else MLPClassifier
        return kind(hidden_layer_sizes=NETWORKS[t.arch], solver="sgd", learning_rate_init=t.lr,
                    random_state=t.seed, batch_size=32)
    if t.arch == "boosting":
        kind = GradientBoostingRegressor if regression else GradientBoostingClassifier
        return kind(learning_rate=t.lr, random_state=t.seed, max_depth=2, subsample=0.7, warm_start=True)
    if t.arch == "linear-sgd":
        return SGDClassifier("log_loss", learning_rate="constant", eta0=t.lr, random_state=t.seed)
    return LeastSquares(t.lr, t.seed)


def epochs(t):
    """Trains; yields the metrics after each epoch. A model that fails raises, as it does."""
    warnings.simplefilter("ignore")  # overflow is what some runs are there to show
    parts = data(t.dataset)
    m = model(t)
    for epoch in range(t.epochs):
        fit(m, t, epoch, parts)
        yield {"epoch": epoch, **(regression(m, parts) if t.dataset in REGRESSION else classification(m, parts))}


def fit(m, t, epoch, parts):
    """Goes on by an epoch: over all of the data once, or by a tree more."""
    if t.arch == "boosting":
        m.set_params(n_estimators=2 * (epoch + 1)).fit(parts[0], parts[2])
    elif t.dataset in REGRESSION:
        m.partial_fit(parts[0], parts[2])
    else:
        m.partial_fit(parts[0], parts[2], classes=np.unique(parts[2]))


def classification(m, parts):
    x, x_val, y, y_val = parts
    return {
        "train/loss": float(log_loss(y, m.predict_proba(x))),
        "train/acc": float(m.score(x, y)),
        "val/loss": float(log_loss(y_val, m.predict_proba(x_val))),
        "val/acc": float(m.score(x_val, y_val)),
    }


def regression(m, parts):
    x, x_val, y, y_val = parts
    loss, val_loss = (float(np.mean((m.predict(a) - b) ** 2)) for a, b in ((x, y), (x_val, y_val)))
    return {"train/loss": loss, "val/loss": val_loss, "val/r2": 1 - val_loss / float(np.var(y_val))}
