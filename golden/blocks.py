"""blocks.json: predictions and training losses of small networks made of the blocks of ResNet, DenseNet,
Inception and VGG. Weights and data come from the integer hash of hash_uniform.py. Layers side by side are made last to
first, which is how Neurograd numbers them: so the paths of the weights agree."""

from keras64 import keras  # first: it chooses the backend

from golden_json import header, tensor, write
from hash_uniform import PROSE, labels, uniform
from loss_runs import camel_path

L = keras.layers
CLASSES, BATCH, STEPS, RATE = 3, 4, 3, 0.1


def convolution(x, filters, size, strides=1, relu=True):
    x = L.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
    x = L.BatchNormalization(momentum=0.9)(x)
    return L.ReLU()(x) if relu else x


def residual(x, filters, strides=1):
    same = strides == 1 and x.shape[-1] == filters
    shortcut = x if same else convolution(x, filters, 1, strides, relu=False)
    change = convolution(convolution(x, filters, 3, strides), filters, 3, relu=False)
    return L.ReLU()(L.Add()([change, shortcut]))


def dense(x, convolutions, growth):
    for _ in range(convolutions):
        found = L.ReLU()(L.BatchNormalization(momentum=0.9)(x))
        x = L.Concatenate()([x, L.Conv2D(growth, 3, padding="same", use_bias=False)(found)])
    return x


def transition(x, filters):
    x = L.ReLU()(L.BatchNormalization(momentum=0.9)(x))
    return L.AveragePooling2D(2)(L.Conv2D(filters, 1, use_bias=False)(x))


def inception(x, one, three, five, pool):
    def window(x, filters, size):
        return L.Conv2D(filters, size, padding="same", activation="relu")(x)

    pooled = window(L.MaxPooling2D(3, strides=1, padding="same")(x), pool, 1)
    fives = window(window(x, five[0], 1), five[1], 5)
    threes = window(window(x, three[0], 1), three[1], 3)
    return L.Concatenate()([window(x, one, 1), threes, fives, pooled])


def vgg(x, filters, convolutions):
    for _ in range(convolutions):
        x = L.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return L.MaxPooling2D()(x)


NETWORKS = {
    "residual": ((8, 8, 3), lambda x: residual(residual(x, 4, 2), 4)),
    "dense": ((6, 6, 2), lambda x: dense(transition(dense(x, 3, 2), 4), 2, 2)),
    "inception": ((6, 6, 3), lambda x: inception(x, 2, (2, 3), (1, 2), 2)),
    "vgg": ((8, 8, 2), lambda x: vgg(vgg(x, 3, 2), 4, 1)),
}


def hashed(weight, seed):
    """How to make the first value of a weight: around 1 where it scales, around 0 elsewhere."""
    about_one = weight.name in ("gamma", "moving_variance")
    return {"shape": list(weight.shape), "seed": seed, "offset": -0.5 if about_one else 0.5, "scale": 1 if about_one else 0.5}


def case(name, shape, block):
    keras.backend.clear_session()
    x = keras.Input(shape)
    y = L.Dense(CLASSES, activation="softmax")(L.GlobalAveragePooling2D()(block(x)))
    model = keras.Model(x, y)
    weights = model.weights
    recipes = [hashed(weight, 300 + k) for k, weight in enumerate(weights)]
    for weight, recipe in zip(weights, recipes):
        weight.assign(uniform(recipe["seed"], recipe["shape"], recipe["offset"], recipe["scale"]))
    batches = [(uniform(500 + step, (BATCH, *shape)), labels(600 + step, BATCH, CLASSES)) for step in range(STEPS)]
    before = model.predict(batches[0][0], verbose=0)
    model.compile(optimizer=keras.optimizers.SGD(RATE), loss="sparse_categorical_crossentropy")
    losses = [float(model.train_on_batch(*batch)) for batch in batches]
    after = model.predict(batches[0][0], verbose=0)
    print(f"  {name}: {losses[0]:.4f} -> {losses[-1]:.4f}")
    return {"name": name, "shape": list(shape), "weights": [{"path": camel_path(w.path), **r} for w, r in zip(weights, recipes)],
            "before": tensor(before), "losses": losses, "after": tensor(after)}


def main():
    write("blocks.json", {
        **header("Keras, JAX backend, float64 (golden/keras64.py)"),
        "hash": PROSE,
        "batches": "images u(500 + step), classes bits(600 + step) mod 3, four a batch; SGD, learning rate 0.1",
        "cases": [case(name, *network) for name, network in NETWORKS.items()],
    })


if __name__ == "__main__":
    main()
