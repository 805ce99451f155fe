import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { initializers, layers } from "../index.js";
import { checkOptionNames, factory, toConfig, withDefaults } from "./config.js";
import { valKey } from "./history.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "./options.js";

test("toConfig: plain data, configured things by kind, functions by name, nothing undefined", () => {
  const own = (): void => undefined;
  expect(
    toConfig({
      units: 3,
      list: [1, [2]],
      kernelInitializer: initializers.heNormal({ seed: 1 }),
      several: [initializers.zeros()],
      activation: own,
      left: undefined,
      none: null,
    }),
  ).toEqual({
    units: 3,
    list: [1, [2]],
    kernelInitializer: { kind: "heNormal", config: { seed: 1 } },
    several: [{ kind: "zeros", config: {} }],
    activation: { function: "own" },
    none: null,
  });
});

test("a value in place of the options says how it is written", () => {
  const text = (what: string, value: string, name: string, rest: string): string =>
    `${what}: takes one object of options, got ${value}; write { ${name}: ${value} }, or whichever of ${rest} it is. (invalid_option)`;
  const given = (value: unknown): never => value as never; // what JavaScript allows
  expect(thrown(() => layers.activation(given("relu")))).toBe(
    text("activation", '"relu"', "activation", "activation, name, trainable"),
  );
  expect(thrown(() => layers.maxPooling2d(given(3)))).toBe(
    text("maxPooling2d", "3", "poolSize", "poolSize, strides, padding, name, trainable"),
  );
  expect(thrown(() => checkOptionNames("fit", given([1]), ["epochs"]))).toBe(
    text("fit", "[1]", "epochs", "epochs"),
  );
  expect(thrown(() => checkOptionNames("fit", given(null), ["epochs"]))).toBe(
    text("fit", "null", "epochs", "epochs"),
  );
});

describe("withDefaults", () => {
  const defaults = { rate: 0.5, mode: null };

  test("what is given counts, undefined is not given, null is", () => {
    expect(withDefaults("thing", { rate: undefined, mode: "fast" }, defaults)).toEqual({
      rate: 0.5,
      mode: "fast",
    });
    expect(withDefaults("thing", { rate: null }, defaults)).toEqual({ rate: null, mode: null });
    expect(
      withDefaults("thing", { units: 1, name: "a" }, defaults, { required: ["units"], also: ["name"] }),
    ).toEqual({
      units: 1,
      rate: 0.5,
      mode: null,
      name: "a",
    });
  });

  test("names are own names: toString is none", () => {
    expect(thrown(() => withDefaults("thing", { toString: 1 }, defaults))).toBe(
      'thing: option: unknown name "toString"; use one of rate, mode. (unknown_name)',
    );
  });
});

test("a factory says what it makes and which options it takes", () => {
  const make = factory((options?: { readonly rate?: number }) => options?.rate ?? 1, {
    kind: "thing",
    defaults: { rate: 1 },
  });
  expect([make(), make({ rate: 2 }), make.kind, make.defaults, make.required]).toEqual([
    1,
    2,
    "thing",
    { rate: 1 },
    [],
  ]);
});

test("checkOptionNames lists what is known", () => {
  expect(() => checkOptionNames("fit", { epochs: 1 }, ["epochs"])).not.toThrow();
  expect(thrown(() => checkOptionNames("fit", { epoch: 1 }, ["epochs", "verbose"]))).toBe(
    'fit: option: unknown name "epoch"; did you mean "epochs"? use one of epochs, verbose. (unknown_name)',
  );
});

describe("numbers", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a number in a range": [
      () => checkNumber("a", "b", 3, 0, 1),
      "a: b is 3; use a number from 0 to 1. (invalid_option)",
    ],
    "a number from": [
      () => checkNumber("a", "b", -1, 0),
      "a: b is -1; use a number from 0. (invalid_option)",
    ],
    "any number": [() => checkNumber("a", "b", "1"), "a: b is 1; use a number. (invalid_option)"],
    "NaN is none": [() => checkNumber("a", "b", NaN), "a: b is NaN; use a number. (invalid_option)"],
    "above 0": [() => checkPositive("a", "b", 0), "a: b is 0; use a number > 0. (invalid_option)"],
    finite: [() => checkPositive("a", "b", Infinity), "a: b is Infinity; use a number > 0. (invalid_option)"],
    whole: [
      () => checkPositiveInteger("a", "b", 1.5),
      "a: b is 1.5; use a whole number from 1. (invalid_option)",
    ],
    "from 1": [
      () => checkPositiveInteger("a", "b", 0),
      "a: b is 0; use a whole number from 1. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));

  test("those that are right", () => {
    checkNumber("a", "b", 0, 0, 1);
    checkNumber("a", "b", 1, 0, 1);
    checkPositive("a", "b", 1e-300);
    checkPositiveInteger("a", "b", 1);
  });
});

test("valKey", () => {
  expect(["loss", "accuracy", "mse"].map(valKey)).toEqual(["valLoss", "valAccuracy", "valMse"]);
});
