import { describe, expect, test } from "vitest";
import { NeurogradError, nearestName, unknownName } from "./errors.js";

test("a NeurogradError carries its code, at the end of its message and alone", () => {
  const cause = new RangeError("inner");
  const error = new NeurogradError("shape_mismatch", "dense_2: expects 128, got 64; set inputShape", {
    cause,
  });
  expect(error.message).toBe("dense_2: expects 128, got 64; set inputShape. (shape_mismatch)");
  expect(error.code).toBe("shape_mismatch");
  expect(error.name).toBe("NeurogradError");
  expect(error).toBeInstanceOf(Error);
  expect(error.cause).toBe(cause);
});

describe("nearestName", () => {
  const optimizers = ["sgd", "adam", "adamW", "rmsprop", "adagrad"];
  test.each([
    ["Adam", "adam"], // case does not count
    ["adam_w", "adamW"], // nor do signs
    ["rmspop", "rmsprop"], // one letter missing
    ["admagrad", "adagrad"], // one too many
    ["sdg", "sgd"], // two exchanged
  ])("%s is near %s", (name, near) => {
    expect(nearestName(name, optimizers)).toBe(near);
  });
  test("a third of the letters of a long name may be wrong", () => {
    expect(nearestName("sparseCategoricalEntropy", ["sparseCategoricalCrossentropy", "huber"])).toBe(
      "sparseCategoricalCrossentropy",
    );
  });
  test("nothing is near a name of another kind", () => {
    expect(nearestName("levenbergMarquardt", optimizers)).toBeUndefined();
    expect(nearestName("adam", [])).toBeUndefined();
  });
  test("of equally near ones, the first", () => {
    expect(nearestName("selu2", ["elu", "selu", "gelu"])).toBe("selu");
    expect(nearestName("xelu", ["gelu", "selu"])).toBe("gelu");
  });
});

describe("unknownName", () => {
  test("says the nearest", () => {
    const error = unknownName("optimizer", "adm", ["sgd", "adam"]);
    expect(error).toBeInstanceOf(NeurogradError);
    expect(error.message).toBe(
      'optimizer: unknown name "adm"; did you mean "adam"? use one of sgd, adam. (unknown_name)',
    );
  });
  test("says only what there is where none is near, or the name is no string", () => {
    expect(unknownName("loss", "quadratic", ["huber"]).message).toBe(
      'loss: unknown name "quadratic"; use one of huber. (unknown_name)',
    );
    expect(unknownName("loss", 7, ["huber"]).message).toBe(
      "loss: unknown name 7; use one of huber. (unknown_name)",
    );
    expect(unknownName("loss", undefined, ["huber"]).message).toBe(
      "loss: unknown name undefined; use one of huber. (unknown_name)",
    );
  });
});
