"""initializers.json: the limit or standard deviation that each Keras initializer hands to its random generator."""

from keras64 import keras  # first: it chooses the backend

import math

from keras.src.initializers import random_initializers

from golden_json import header, write

NAMES = "GlorotUniform GlorotNormal HeUniform HeNormal LecunUniform LecunNormal".split()
SHAPES = [
    ("dense 784 to 128", [784, 128]),
    ("dense 128 to 10", [128, 10]),
    ("dense 2 to 1", [2, 1]),
    ("dense 1 to 1", [1, 1]),
    ("vector", [7]),
    ("scalar", []),
    ("conv1d 3, 4 to 8", [3, 4, 8]),
    ("conv2d 3x3, 1 to 32", [3, 3, 1, 32]),
    ("conv2d 5x3, 16 to 32", [5, 3, 16, 32]),
    ("conv3d 2x3x4, 5 to 6", [2, 3, 4, 5, 6]),
]


class Asked(Exception):
    """Carries what an initializer asked of the random generator."""


def ask(initializer, shape):
    def generator(kind):
        def draw(*_, **options):
            raise Asked({"distribution": kind, **{k: v for k, v in options.items() if isinstance(v, float)}})
        return draw

    kept = random_initializers.random
    random_initializers.random = type("Generators", (), {k: staticmethod(generator(k)) for k in
                                                         ("uniform", "normal", "truncated_normal")})
    try:
        initializer(shape)
    except Asked as asked:
        return asked.args[0]
    finally:
        random_initializers.random = kept
    raise AssertionError("asked for no random number")


def case(name, shape):
    asked = ask(getattr(keras.initializers, name)(), shape)
    if asked["distribution"] == "uniform":
        assert asked["minval"] == -asked["maxval"]
        return {"limit": asked["maxval"], "stddev": asked["maxval"] / math.sqrt(3)}
    # Normal ones are cut at two of these standard deviations, which leaves 0.8796… of it in the values drawn.
    return {"truncatedNormalStddev": asked["stddev"], "stddev": asked["stddev"] * 0.87962566103423978}


def main():
    cases = []
    for label, shape in SHAPES:
        fan_in, fan_out = random_initializers.compute_fans(shape)
        cases.append({"shape": shape, "for": label, "fanIn": fan_in, "fanOut": fan_out,
                      **{name: case(name, shape) for name in NAMES}})
    source = (
        "Captured from Keras's initializers as they call the random generator. `limit`: uniform in [-limit, limit). "
        "`truncatedNormalStddev`: of the normal distribution that is drawn from again until within two of them. "
        "`stddev`: of the values that come out."
    )
    write("initializers.json", {**header(source), "cases": cases})


if __name__ == "__main__":
    main()
