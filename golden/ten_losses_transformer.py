"""ten-losses-transformer.json: the first ten training losses of a small transformer encoder, by Keras and by PyTorch.

PyTorch's attention is its own nn.MultiheadAttention, whose one matrix holds query, key and value of all heads.
"""

from keras64 import keras  # first: it chooses the backend

import numpy as np
import torch
import torch.nn.functional as F

from golden_json import grid, header, tensor, write
from loss_runs import camel_path, run

SEED = 43
STEPS, BATCH, TIME, WORDS, WIDTH, HEADS, INNER, CLASSES = 10, 8, 6, 11, 12, 2, 20, 3
RUNS = [
    ("SGD", {"learning_rate": 0.1}),
    ("SGD", {"learning_rate": 0.03, "momentum": 0.9}),
    ("Adam", {"learning_rate": 0.01}),
]


class PositionEmbedding(keras.layers.Layer):
    """As KerasHub's: a learned row for each position, of which Keras itself has none."""

    def build(self, shape):
        self.embeddings = self.add_weight(shape=shape[1:], name="embeddings")

    def call(self, x):
        return keras.ops.broadcast_to(self.embeddings, keras.ops.shape(x))


def keras_model():
    layers = keras.layers
    tokens = layers.Input((TIME,), dtype="int32")
    words = layers.Embedding(WORDS, WIDTH)(tokens)
    x = layers.Add()([words, PositionEmbedding()(words)])
    heads = layers.MultiHeadAttention(num_heads=HEADS, key_dim=WIDTH // HEADS)
    attended, _ = heads(x, x, return_attention_scores=True)  # without, a kernel of JAX computes in float32
    x = layers.LayerNormalization()(layers.Add()([x, attended]))
    inner = layers.Dense(INNER, activation="gelu")(x)
    x = layers.LayerNormalization()(layers.Add()([x, layers.Dense(WIDTH)(inner)]))
    return keras.Model(tokens, layers.Dense(CLASSES, activation="softmax")(layers.GlobalAveragePooling1D()(x)))


def torch_model(weights, dtype):
    words, places, *attention, gamma_1, beta_1, w_1, b_1, w_2, b_2, gamma_2, beta_2, w_3, b_3 = (
        torch.tensor(w, dtype=dtype) for w in weights
    )
    heads = torch.nn.MultiheadAttention(WIDTH, HEADS, batch_first=True, dtype=dtype)
    (query, query_bias), (key, key_bias), (value, value_bias), (out, out_bias) = zip(attention[::2], attention[1::2])
    with torch.no_grad():
        heads.in_proj_weight.copy_(torch.cat([w.reshape(WIDTH, WIDTH).T for w in (query, key, value)]))
        heads.in_proj_bias.copy_(torch.cat([b.reshape(WIDTH) for b in (query_bias, key_bias, value_bias)]))
        heads.out_proj.weight.copy_(out.reshape(WIDTH, WIDTH).T)
        heads.out_proj.bias.copy_(out_bias)
    own = [words, places, gamma_1, beta_1, w_1.T.contiguous(), b_1, w_2.T.contiguous(), b_2, gamma_2, beta_2]
    own += [w_3.T.contiguous(), b_3]
    for w in own:
        w.requires_grad_()

    def logits(tokens):
        words, places, gamma_1, beta_1, w_1, b_1, w_2, b_2, gamma_2, beta_2, w_3, b_3 = own
        x = F.embedding(tokens.long(), words) + places
        x = F.layer_norm(x + heads(x, x, x, need_weights=False)[0], (WIDTH,), gamma_1, beta_1, eps=1e-3)
        x = F.layer_norm(x + F.linear(F.gelu(F.linear(x, w_1, b_1)), w_2, b_2), (WIDTH,), gamma_2, beta_2, eps=1e-3)
        return F.linear(x.mean(dim=1), w_3, b_3)

    return [*own, *heads.parameters()], logits


def main():
    random = np.random.default_rng(SEED)
    keras.backend.clear_session()
    weights, named = [], []
    for w in keras_model().weights:
        value = grid(random.normal(w.name == "gamma", 0.1 if w.name in ("bias", "beta") else 0.4, w.shape))
        weights.append(value)
        named.append({"path": camel_path(w.path), **tensor(value)})
    favorites = random.integers(0, WORDS, (CLASSES, 4))
    batches = []
    for _ in range(STEPS):
        y = random.integers(0, CLASSES, BATCH).astype(np.int32)
        likely = np.take_along_axis(favorites[y], random.integers(0, 4, (BATCH, TIME)), axis=1)
        x = np.where(random.random((BATCH, TIME)) < 0.7, likely, random.integers(0, WORDS, (BATCH, TIME)))
        batches.append((x.astype(np.int32), y))
    source = (
        "keras64: Keras train_on_batch, JAX backend, float64 (golden/keras64.py). torch64, torch32: nn.MultiheadAttention, F.embedding, "
        "F.layer_norm, F.gelu, with Keras's optimizer formulas (golden/torch_optimizers.py). Words and learned positions, 2 heads of attention "
        "and residual, layer normalization, dense gelu and dense with residual, layer normalization, mean over time, dense softmax; the "
        "loss is sparse categorical cross-entropy. Weights are multiples of 2^-10."
    )
    write("ten-losses-transformer.json", {
        **header(source, SEED),
        "words": WORDS,
        "width": WIDTH,
        "heads": HEADS,
        "inner": INNER,
        "classes": CLASSES,
        "weights": named,
        "batches": [{"x": tensor(x), "y": tensor(y)} for x, y in batches],
        "runs": [run(keras_model, torch_model, weights, batches, name, options) for name, options in RUNS],
    })


if __name__ == "__main__":
    main()
