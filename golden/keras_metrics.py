"""keras-metrics.json: the metrics of Keras over ragged batches, with and without sample weights, and their defaults."""

from keras64 import keras  # first: it chooses the backend

import numpy as np
from keras.src.metrics import iou_metrics, regression_metrics

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 31
BATCH = 4
CLASSES = (
    "Precision Recall TruePositives FalsePositives TrueNegatives FalseNegatives AUC SensitivityAtSpecificity "
    "SpecificityAtSensitivity PrecisionAtRecall RecallAtPrecision FBetaScore F1Score TopKCategoricalAccuracy "
    "SparseTopKCategoricalAccuracy IoU BinaryIoU MeanIoU OneHotIoU OneHotMeanIoU R2Score RootMeanSquaredError "
    "CosineSimilarity PearsonCorrelation ConcordanceCorrelation BinaryCrossentropy CategoricalCrossentropy "
    "SparseCategoricalCrossentropy KLDivergence Poisson LogCoshError Hinge SquaredHinge CategoricalHinge "
    "MeanAbsolutePercentageError MeanSquaredLogarithmicError Mean Sum"
).split()


BY_PLACE = ("Precision", "Recall", "SparseCategoricalAccuracy", "MeanAbsoluteError")  # weights of sequences, in one case each


class Ops64:
    """`keras.ops`, but where a metric says float32 it means float64."""

    def __getattr__(self, name):
        return getattr(keras.ops, name)

    def cast(self, x, dtype):
        return keras.ops.cast(x, "float64" if dtype == "float32" else dtype)

    def convert_to_tensor(self, x, dtype=None):
        return keras.ops.convert_to_tensor(x, "float64" if dtype == "float32" else dtype)


iou_metrics.ops = regression_metrics.ops = Ops64()


def cases():
    random = np.random.default_rng(SEED)
    chance = lambda *shape: grid(random.uniform(0, 1, shape))  # noqa: E731
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    bits = lambda *shape: random.integers(0, 2, shape).astype(float)  # noqa: E731
    classes = lambda size, *shape: random.integers(0, size, shape).astype(np.int32)  # noqa: E731
    hot = lambda size, *shape: np.eye(size)[classes(size, *shape)]  # noqa: E731
    shares = lambda *shape: grid(random.dirichlet(np.ones(shape[-1]), shape[:-1])) + 2**-10  # noqa: E731
    real, guess = normal(10, 3), normal(10, 3)
    y, p = bits(11, 1), chance(11, 1)
    p[:4, 0] = [0.5, 0.25, 1.0, 0.0]  # a threshold itself counts as 0
    labels, scores = bits(9, 4), chance(9, 4)
    one, shared = hot(4, 9), shares(9, 4)
    for name in ("Precision", "Recall"):
        yield name, {}, y, p
        yield name, {"thresholds": 0.25}, y, p
        yield name, {"thresholds": [0.9, 0.25, 0.5]}, y, p
        yield name, {"thresholds": [0.0, 0.25, 0.5, 0.75, 1.0]}, y, p
        yield name, {"class_id": 2}, labels, scores
        yield name, {"top_k": 2}, one, shared
        yield name, {"top_k": 2, "class_id": 1}, one, shared
        yield name, {"top_k": 3, "thresholds": 0.25}, labels, scores
        yield name, {}, bits(5, 3, 2), chance(5, 3, 2)
        yield name, {}, np.zeros((5, 1)), np.zeros((5, 1))  # 0 / 0 is 0
    for name in ("TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"):
        yield name, {}, labels, scores
        yield name, {"thresholds": [0.25, 0.75]}, y, p
    for curve in ("ROC", "PR", "PRGAIN"):
        for method in ("interpolation", "minoring", "majoring"):
            yield "AUC", {"curve": curve, "summation_method": method, "num_thresholds": 20}, y, p
    yield "AUC", {}, bits(40, 1), chance(40, 1)
    yield "AUC", {"curve": "PR"}, bits(40, 1), chance(40, 1)
    yield "AUC", {"from_logits": True, "num_thresholds": 9}, y, normal(11, 1)
    yield "AUC", {"thresholds": [0.75, 0.125, 0.5]}, y, p
    yield "AUC", {"thresholds": [0.25, 0.5, 0.75], "curve": "PR"}, y, p
    yield "AUC", {"num_thresholds": 2}, y, p
    yield "AUC", {"multi_label": True, "num_thresholds": 11}, labels, scores
    yield "AUC", {"multi_label": True, "thresholds": [0.3, 0.9], "curve": "PR"}, labels, scores
    weights = {"label_weights": [1.0, 0.5, 0.0, 2.0], "num_thresholds": 11}
    yield "AUC", {"multi_label": True, **weights}, labels, scores
    yield "AUC", {"multi_label": True, "curve": "PR", **weights}, labels, scores
    yield "AUC", {"num_labels": 4, "multi_label": True, "num_thresholds": 5}, labels, scores
    yield "AUC", weights, labels, scores
    for name, option in (("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity"),
                         ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision")):
        for value in (0.4, 0.8):
            yield name, {option: value}, y, p
            yield name, {option: value, "num_thresholds": 5}, y, p
        yield name, {option: 0.5, "num_thresholds": 1}, y, p
        yield name, {option: 0.5, "class_id": 1}, labels, scores
    empty = shared.copy()
    empty[1] = 0  # nothing is predicted
    for average in (None, "micro", "macro", "weighted"):
        yield "FBetaScore", {"average": average, "beta": 2.0}, one, empty
        yield "F1Score", {"average": average, "threshold": 0.5}, labels, scores
    for name, k in (("TopKCategoricalAccuracy", 2), ("TopKCategoricalAccuracy", 5)):
        yield name, {"k": k}, hot(7, 9), grid(shares(9, 7), 4)  # with ties, which count
    yield "TopKCategoricalAccuracy", {"k": 2}, hot(4, 5, 3), chance(5, 3, 4)
    sparse = "SparseTopKCategoricalAccuracy"
    yield sparse, {}, classes(7, 9), chance(9, 7)
    yield sparse, {"k": 2}, classes(7, 5, 3), chance(5, 3, 7)
    ids = np.argsort(chance(9, 7))[:, ::-1].astype(float)
    yield sparse, {"k": 3, "from_sorted_ids": True}, classes(7, 9), ids
    where = (classes(3, 6, 5), classes(3, 6, 5))
    yield "IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, *where
    yield "IoU", {"num_classes": 4, "target_class_ids": [1, 3], "ignore_class": 0}, *where
    yield "IoU", {"num_classes": 3, "target_class_ids": [1], "sparse_y_pred": False}, classes(3, 6, 5), chance(6, 5, 3)
    yield "IoU", {"num_classes": 2, "target_class_ids": [0, 1]}, *where  # the class 2 is none of them
    yield "MeanIoU", {"num_classes": 3}, *where
    yield "MeanIoU", {"num_classes": 3, "sparse_y_pred": False, "axis": -1}, classes(3, 6, 5), chance(6, 5, 3)
    yield "BinaryIoU", {}, bits(6, 5), chance(6, 5)
    yield "BinaryIoU", {"threshold": 0.25, "target_class_ids": [1]}, bits(6, 5), chance(6, 5)
    yield "OneHotIoU", {"num_classes": 4, "target_class_ids": [0, 3]}, hot(4, 6, 5), chance(6, 5, 4)
    yield "OneHotMeanIoU", {"num_classes": 4, "ignore_class": 1}, hot(4, 6, 5), chance(6, 5, 4)
    for aggregation in (None, "uniform_average", "variance_weighted_average"):
        yield "R2Score", {"class_aggregation": aggregation}, real, real + guess / 2
    yield "R2Score", {"num_regressors": 2}, real, real + guess / 2
    yield "R2Score", {}, normal(10, 1), normal(10, 1)
    for name in ("RootMeanSquaredError", "CosineSimilarity", "LogCoshError", "MeanAbsolutePercentageError",
                 "PearsonCorrelation", "ConcordanceCorrelation", "MeanSquaredError", "MeanAbsoluteError"):
        yield name, {}, real, guess
    yield "RootMeanSquaredError", {}, normal(5, 3, 2), normal(5, 3, 2)
    yield "CosineSimilarity", {"axis": 1}, normal(5, 3, 2), normal(5, 3, 2)
    yield "PearsonCorrelation", {"axis": 1}, normal(5, 3, 2), normal(5, 3, 2)
    yield "ConcordanceCorrelation", {"axis": 1}, normal(5, 3, 2), normal(5, 3, 2)
    yield "MeanSquaredLogarithmicError", {}, np.abs(real), np.abs(guess)
    yield "KLDivergence", {}, shares(9, 4), shared
    yield "Poisson", {}, classes(6, 9, 2).astype(float), np.abs(normal(9, 2)) + 0.125
    yield "Hinge", {}, 2 * bits(9, 2) - 1, normal(9, 2)
    yield "SquaredHinge", {}, 2 * bits(9, 2) - 1, normal(9, 2)
    yield "CategoricalHinge", {}, one, normal(9, 4)
    yield "BinaryCrossentropy", {}, y, np.clip(p, 0.01, 0.99)
    yield "BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.125}, labels, normal(9, 4)
    yield "CategoricalCrossentropy", {}, one, shared
    yield "CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.125}, one, normal(9, 4)
    yield "SparseCategoricalCrossentropy", {}, classes(4, 9), shared
    yield "SparseCategoricalCrossentropy", {"from_logits": True}, classes(4, 5, 3), normal(5, 3, 4)
    yield "SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, classes(4, 9), normal(9, 4)
    yield "SparseCategoricalAccuracy", {}, classes(4, 6, 3), shares(6, 3, 4)
    yield "MeanAbsoluteError", {}, normal(6, 3, 2), normal(6, 3, 2)
    for name in ("Mean", "Sum"):
        yield name, {}, real, guess
        yield name, {}, normal(5, 3, 2), normal(5, 3, 2)
    yield "BinaryAccuracy", {}, labels, scores
    yield "CategoricalAccuracy", {}, one, shared
    yield "SparseCategoricalAccuracy", {}, classes(4, 9), shared


def metric_case(random, name, options, y_true, y_pred):
    sample_weight = grid(random.uniform(0, 2, len(y_pred)))
    sample_weight[2] = 0
    # The weight of an example is that of each of its places: some metrics want to be told so.
    places = y_true.shape[:0]
    if "IoU" in name:
        places = y_true.shape[:-1] if name.startswith("OneHot") else y_true.shape
    elif name in BY_PLACE and y_pred.ndim > 2:
        sample_weight = grid(random.uniform(0, 2, y_pred.shape[:-1]))
    spread = sample_weight.reshape(-1, *[1] * (len(places) - 1)) if places else sample_weight
    weights = np.broadcast_to(spread, places or spread.shape)
    # Without weights Keras forgets that a loss's mask leaves places out; with weights of 1 it does not.
    no_weights = np.ones(len(y_true)) if name.startswith("Sparse") and "ignore_class" in options else None
    return {
        "class": name,
        "options": options,
        "batchSize": BATCH,
        "yTrue": tensor(y_true),
        "yPred": tensor(y_pred),
        "afterEachBatch": after_each_batch(name, options, y_true, y_pred, no_weights),
        "weighted": {
            "sampleWeight": tensor(sample_weight),
            "afterEachBatch": after_each_batch(name, options, y_true, y_pred, weights),
        },
    }


def after_each_batch(name, options, y_true, y_pred, weights=None):
    dtype = {"dtype": "float64"} if "IoU" in name else {}
    metric = getattr(keras.metrics, name)(**options, **dtype)
    results = []
    for start in range(0, len(y_true), BATCH):
        part = slice(start, start + BATCH)
        of = [y_pred[part]] if name in ("Mean", "Sum") else [y_true[part], y_pred[part]]
        metric.update_state(*of, None if weights is None else weights[part])
        results.append(tensor(metric.result()))
    return results


def main():
    source = (
        "Keras, JAX backend, float64 (golden/keras64.py); IoU and R2Score without their casts to float32. Results are "
        "tensors: scalars, or one number per class or threshold."
    )
    random = np.random.default_rng(SEED + 1)
    write("keras-metrics.json", {
        **header(source, SEED),
        "defaults": {"metrics": {name: defaults_of(getattr(keras.metrics, name)) for name in CLASSES}},
        "metrics": [metric_case(random, *case) for case in cases()],
    })


if __name__ == "__main__":
    main()
