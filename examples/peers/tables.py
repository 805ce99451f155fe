"""examples/breast-cancer.ts and examples/credit.ts in scikit-learn, on the same folds.

    python examples/peers/tables.py BREAST_CANCER.CSV CREDIT-G.ARFF
"""

import csv
import io
import sys
from pathlib import Path

import numpy as np
import sklearn
from scipy.io import arff
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = 10


def breast_cancer(path):
    rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(path.open()))[1:]])
    return rows[:, :-1], 1 - rows[:, -1]  # 1: malignant


def credit(path):
    data, meta = arff.loadarff(io.StringIO(path.read_text()))
    columns = []
    for name in meta.names()[:-1]:
        if meta[name][0] == "numeric":
            columns.append(data[name].astype(float))
        else:  # a column of 0 and 1 for each value
            columns += [(data[name] == value).astype(float) for value in sorted(set(data[name]))]
    return np.stack(columns, 1), (data["class"] == b"bad").astype(float)


def scores(p, y, overlooked):
    bins = np.minimum(9, np.floor(p * 10)).astype(int)
    ece = sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    alarm = p >= 1 / (1 + overlooked)
    cost = np.where(alarm, 1 - y, y * overlooked).mean()
    return ((p >= 0.5) == y).mean(), roc_auc_score(y, p), log_loss(y, p), ece, cost


def run(name, x, y, overlooked, models):
    print(f"{name}: {len(y)} rows, {x.shape[1]} numbers, {int(y.sum())} of class 1; {FOLDS} folds")
    print("accuracy     AUC  log loss     ECE    cost")
    for title, model in models.items():
        p = np.zeros(len(y))
        for train, test in StratifiedKFold(FOLDS).split(x, y):
            model.fit(x[train], y[train])
            p[test] = model.predict_proba(x[test])[:, 1]
        numbers = "".join(f"{v:{w}.4f}" for v, w in zip(scores(p, y, overlooked), (8, 8, 10, 8, 8)))
        print(f"{numbers}  {title}")


def main():
    cancer, loans = map(Path, sys.argv[1:])
    net = lambda epochs, batch: MLPClassifier((16,), max_iter=epochs, batch_size=batch, random_state=0)  # noqa: E731
    print(f"scikit-learn {sklearn.__version__}")
    run("breast cancer", *breast_cancer(cancer), 10, {
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
        "MLPClassifier, 16 units": make_pipeline(StandardScaler(), net(60, 16)),
        "MLPClassifier, calibrated": CalibratedClassifierCV(make_pipeline(StandardScaler(), net(60, 16)), cv=5),
    })
    weights = LogisticRegression(class_weight={0: 1, 1: 5})
    run("credit", *credit(loans), 5, {
        "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
        "logistic regression, bad ones weigh 5": make_pipeline(StandardScaler(), weights),
        "the same, calibrated": CalibratedClassifierCV(make_pipeline(StandardScaler(), weights), cv=5),
        "MLPClassifier, 16 units": make_pipeline(StandardScaler(), net(30, 32)),
    })


if __name__ == "__main__":
    main()
