"""keras-losses.json: the losses of Keras beyond those of keras-a.json, their further options, and contrastive and triplet loss."""

from keras64 import keras  # first: it chooses the backend

import jax
import jax.numpy as jnp
import numpy as np
import torch

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 29
CLASSES = (
    "MeanAbsolutePercentageError MeanSquaredLogarithmicError CosineSimilarity KLDivergence Poisson LogCosh Hinge "
    "SquaredHinge CategoricalHinge BinaryFocalCrossentropy CategoricalFocalCrossentropy Dice Tversky Circle CTC "
    "CategoricalGeneralizedCrossEntropy BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy"
).split()


def cases():
    random = np.random.default_rng(SEED)
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    chance = lambda *shape: grid(random.uniform(0.02, 0.98, shape))  # noqa: E731
    bits = lambda *shape: random.integers(0, 2, shape).astype(float)  # noqa: E731
    classes = lambda size, *shape: random.integers(0, size, shape).astype(np.int32)  # noqa: E731
    shares = lambda *shape: grid(random.dirichlet(np.ones(shape[-1]), shape[:-1])) + 2**-10  # noqa: E731
    hot = lambda size, *shape: np.eye(size)[classes(size, *shape)]  # noqa: E731
    real, guess = normal(6, 3), normal(6, 3) * 1.5
    near_zero = real.copy()
    near_zero[0] = [0, 2**-10, -(2**-10)]
    far = np.array([[300, -300, 0], [-300, 0.5, 300]])
    positive = np.abs(normal(6, 3)) + 2**-6
    for name in ("MeanAbsolutePercentageError", "LogCosh", "Hinge", "SquaredHinge", "CategoricalHinge", "CosineSimilarity"):
        yield name, {}, real, guess
        yield name, {"reduction": "sum"}, normal(2, 3, 4), normal(2, 3, 4)
    yield "MeanAbsolutePercentageError", {}, near_zero, guess
    yield "LogCosh", {}, far, -far
    yield "MeanSquaredLogarithmicError", {}, positive, np.abs(guess)
    yield "MeanSquaredLogarithmicError", {}, np.array([[0, -1, 2]], float), np.array([[-2, 3, 0.5]])
    for name in ("Hinge", "SquaredHinge"):
        yield name, {}, bits(5, 2), normal(5, 2)  # 0 and 1 become -1 and 1
        yield name, {}, 2 * bits(5) - 1, normal(5, 1)
    yield "CategoricalHinge", {}, hot(4, 5), normal(5, 4)
    yield "CosineSimilarity", {"axis": 1}, normal(2, 3, 4), normal(2, 3, 4)
    yield "CosineSimilarity", {"axis": -2}, normal(2, 3, 4), normal(2, 3, 4)
    yield "KLDivergence", {}, shares(5, 4), shares(5, 4)
    yield "KLDivergence", {}, hot(3, 2, 3), shares(2, 3, 3)  # 0 is taken as 1e-7
    yield "KLDivergence", {}, np.array([[0.5, 0.5, 0]]), np.array([[0, 0.25, 2]])
    yield "Poisson", {}, classes(6, 5, 2).astype(float), np.abs(normal(5, 2)) + 0.125
    focal, logits = "BinaryFocalCrossentropy", {"from_logits": True}
    for options in ({}, {"apply_class_balancing": True}, {"gamma": 0.5, "alpha": 0.75, "apply_class_balancing": True},
                    {"label_smoothing": 0.1}, {"gamma": 0.0}):
        yield focal, options, bits(5, 3), chance(5, 3)
    yield focal, {**logits, "gamma": 3.0, "label_smoothing": 0.2, "apply_class_balancing": True}, bits(5, 3), normal(5, 3) * 2
    yield focal, {"axis": 1}, bits(2, 3, 4), chance(2, 3, 4)
    focal = "CategoricalFocalCrossentropy"
    for options in ({}, {"alpha": 0.5, "gamma": 1.5}, {"label_smoothing": 0.1}, {"gamma": 0.0}):
        yield focal, options, hot(4, 5), shares(5, 4)
    yield focal, logits, hot(4, 5), normal(5, 4) * 2
    yield focal, {**logits, "axis": 1}, np.moveaxis(hot(3, 2, 4), -1, 1), normal(2, 3, 4) * 2
    for axis in (None, -1, [1, 2], [0, 1]):
        yield "Dice", {"axis": axis}, bits(3, 2, 4), chance(3, 2, 4)
        yield "Tversky", {"axis": axis, "alpha": 0.25, "beta": 0.75}, bits(3, 2, 4), chance(3, 2, 4)
    yield "Tversky", {}, bits(3, 2), chance(3, 2)
    unit = lambda *shape: (lambda x: grid(x / np.linalg.norm(x, axis=-1, keepdims=True)))(random.normal(0, 1, shape))  # noqa: E731
    alone = np.array([0, 1, 0, 2, 1, 0, 3], np.int32)  # 2 and 3 have no companion: they do not count
    yield "Circle", {}, alone, unit(7, 4)
    yield "Circle", {"gamma": 4.0, "margin": 0.25}, alone[:, None], unit(7, 4)
    yield "Circle", {"gamma": 16.0, "remove_diagonal": False}, alone, unit(7, 4)
    yield "Circle", {}, np.array([0, 1, 2], np.int32), unit(3, 4)  # none counts
    words = np.array([[1, 2, 2, 3], [3, 1, 0, 0], [2, 2, 2, 0], [0, 0, 0, 0]], np.int32)  # repeats, padding, nothing at all
    yield "CTC", {}, words, normal(4, 7, 5) * 2
    yield "CTC", {"reduction": "sum"}, words[:2, :2], normal(2, 3, 4)
    yield "CTC", {}, words[2:3], normal(1, 6, 4)
    yield "CategoricalGeneralizedCrossEntropy", {}, classes(4, 5), shares(5, 4)
    yield "CategoricalGeneralizedCrossEntropy", {"q": 0.875}, classes(4, 5), shares(5, 4)
    yield "BinaryCrossentropy", {"axis": 1}, bits(2, 3, 4), chance(2, 3, 4)
    yield "BinaryCrossentropy", {**logits, "axis": -2}, bits(2, 3, 4), normal(2, 3, 4)
    yield "CategoricalCrossentropy", {"axis": 1}, np.moveaxis(hot(3, 2, 4), -1, 1), np.moveaxis(shares(2, 4, 3), -1, 1)
    yield "CategoricalCrossentropy", {**logits, "axis": 1}, np.moveaxis(hot(3, 2, 4), -1, 1), normal(2, 3, 4)
    sparse = "SparseCategoricalCrossentropy"
    some = np.array([[1, 0, 2, 4], [0, 3, 0, 1]], np.int32)
    yield sparse, {**logits, "ignore_class": 0}, some, normal(2, 4, 5)
    yield sparse, {"ignore_class": 0}, some, shares(2, 4, 5)
    yield sparse, {**logits, "ignore_class": -1}, np.array([2, -1, 0, -1, 1], np.int32), normal(5, 3)
    yield sparse, {**logits, "ignore_class": 1}, np.array([[1], [1]], np.int32), normal(2, 3)  # none counts


def loss_case(name, options, y_true, y_pred):
    loss = getattr(keras.losses, name)(**options)
    rows = getattr(keras.losses, name)(**{**options, "reduction": "none"})
    target, predicted = jnp.asarray(y_true), jnp.asarray(y_pred)
    per_example = rows(target, predicted)
    # What the mask of the loss lets count; Keras divides by it instead of by the number of examples.
    mask = keras.src.backend.get_keras_mask(rows.call(target, predicted))
    return {
        "class": name,
        "options": options,
        "yTrue": tensor(y_true),
        "yPred": tensor(y_pred),
        "value": float(loss(target, predicted)),
        "perExample": tensor(per_example),
        "counted": None if mask is None else int(np.sum(np.asarray(mask))),
        "gradient": tensor(jax.grad(lambda p: loss(target, p))(predicted)),
    }


def contrastive_cases():
    """Hadsell, Chopra and LeCun 2006, equation 4 with the label turned round: 1 where the two belong together."""
    random = np.random.default_rng(SEED + 1)
    pairs = grid(random.normal(0, 0.5, (6, 2, 3)))
    pairs[5, 1] = pairs[5, 0]  # at one point, and told to be apart: no direction, so no gradient
    same = np.array([1, 0, 1, 0, 0, 0], float)
    for options in ({}, {"margin": 0.5}):
        margin = options.get("margin", 1.0)
        x = torch.tensor(pairs, requires_grad=True)
        y = torch.tensor(same)
        d = torch.nn.functional.pairwise_distance(x[:, 0], x[:, 1], eps=0.0)
        loss = y * d**2 / 2 + (1 - y) * torch.clamp(margin - d, min=0) ** 2 / 2
        yield torch_case("Contrastive", options, same, x, loss)


def triplet_cases():
    """By PyTorch's triplet_margin_loss without its epsilon; squared distances as in Schroff et al. 2015, equation 3."""
    random = np.random.default_rng(SEED + 2)
    triples = grid(random.normal(0, 0.75, (6, 3, 4)))
    unused = np.zeros(6)
    for options in ({}, {"margin": 0.25}, {"squared": True, "margin": 0.25}):
        x = torch.tensor(triples, requires_grad=True)
        parts, margin = (x[:, 0], x[:, 1], x[:, 2]), options.get("margin", 1.0)
        if options.get("squared"):
            near, far = ((parts[0] - parts[k]).square().sum(-1) for k in (1, 2))
            loss = torch.clamp(near - far + margin, min=0)
        else:
            loss = torch.nn.functional.triplet_margin_loss(*parts, margin=margin, eps=0.0, reduction="none")
        yield torch_case("Triplet", options, unused, x, loss)


def torch_case(name, options, y_true, x, loss):
    value = loss.mean()
    value.backward()
    return {"class": name, "options": options, "yTrue": tensor(y_true), "yPred": tensor(x.detach().numpy()),
            "value": value.item(), "perExample": tensor(loss.detach().numpy()), "counted": None,
            "gradient": tensor(np.nan_to_num(x.grad.numpy()))}


def main():
    source = (
        "Keras, JAX backend, float64 (golden/keras64.py); Contrastive and Triplet by PyTorch in float64. The form is that "
        "of `losses` and `defaults` in keras-a.json; `counted` is the number of places that a loss's mask lets count."
    )
    found = [loss_case(*case) for case in cases()]
    write("keras-losses.json", {
        **header(source, SEED),
        "defaults": {"losses": {name: defaults_of(getattr(keras.losses, name)) for name in CLASSES}},
        "losses": [*found, *contrastive_cases(), *triplet_cases()],
    })


if __name__ == "__main__":
    main()
