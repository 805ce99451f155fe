"""Ten training losses of one model by Keras and by PyTorch, held beside each other: what the `ten_losses_*.py` share.

A loss is that of the batch before its update; it is sparse categorical cross-entropy, of probabilities in Keras and of
logits in PyTorch. PyTorch's optimizers are Keras's formulas in tensors (torch_optimizers.py).
"""

from keras64 import default_options, keras  # first: it chooses the backend

import numpy as np
import torch

from torch_optimizers import BY_NAME


def by_keras(build, weights, batches, name, options):
    """`build()` is a Keras model that ends in a softmax."""
    model = build()
    model.set_weights(weights)
    model.compile(optimizer=getattr(keras.optimizers, name)(**options), loss="sparse_categorical_crossentropy")
    return [float(model.train_on_batch(x, y)) for x, y in batches]


def by_torch(build, weights, batches, name, options, dtype):
    """`build(weights, dtype)` gives the trained tensors, in PyTorch's own form, and the function from a batch to logits."""
    parameters, logits = build(weights, dtype)
    slots = [{} for _ in parameters]
    losses = []
    for t, (x, y) in enumerate(batches, start=1):
        loss = torch.nn.functional.cross_entropy(logits(torch.tensor(x)), torch.tensor(y, dtype=torch.int64))
        gradients = torch.autograd.grad(loss, parameters)
        losses.append(loss.item())
        with torch.no_grad():
            for w, g, slot in zip(parameters, gradients, slots):
                BY_NAME[name](w, g, slot, t, **options)
    return losses


def run(keras_model, torch_model, weights, batches, name, options):
    losses = by_keras(keras_model, weights, batches, name, options)
    torch64, torch32 = (
        by_torch(torch_model, weights, batches, name, options, dtype) for dtype in (torch.float64, torch.float32)
    )
    apart, apart32 = (np.abs(np.subtract(losses, other)).max() for other in (torch64, torch32))
    print(f"  {name} {options}: {losses[0]:.4f} -> {losses[-1]:.4f}, torch64 {apart:.1e}, torch32 {apart32:.1e}")
    assert apart < 1e-12
    options = {**default_options(getattr(keras.optimizers, name), options), **options}
    return {"optimizer": name, "options": options, "keras64": losses, "torch64": torch64, "torch32": torch32}


def camel_path(path):
    """Keras's path of a weight in our spelling: `conv2d_1/kernel`, `multiHeadAttention/query/kernel`."""
    return "/".join(_camel(part) for part in path.removeprefix("sequential/").split("/"))


def _camel(part):
    head, *rest = part.split("_")
    return head + "".join(f"_{word}" if word.isdigit() else word.capitalize() for word in rest)
