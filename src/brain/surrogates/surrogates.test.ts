import { type Surrogate, surrogates } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { evaluateValue } from "../../../test/support/evaluate-value.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import { graphInput } from "../../core/graph.js";
import { sum } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import { firesWith } from "./fires-with.js";

const check = beside("snnTorch 0.9, surrogate.py: derivatives of firing");
const points = [-2, -0.5, -0.1, 0, 0.1, 0.5, 2];

/** The step and its derivative at u = v − 1, by the graph that training makes. */
function stepAt(
  surrogate: Surrogate,
  fireWhen: ">" | ">=" = ">",
): { spikes: Float64Array; derivative: Float64Array } {
  const v = tensor(
    points.map((u) => u + 1),
    { dtype: "float64" },
  );
  const x = graphInput("v", { dtype: "float64", shape: [points.length] });
  const spikes = firesWith(surrogate, fireWhen)(x, constant(tensor(1), "float64"));
  const [derivative] = grad(sum(spikes), [x]);
  return {
    spikes: evaluateValue(spikes, { v }).toFloat64(),
    derivative: evaluateValue(derivative, { v }).toFloat64(),
  };
}

describe("forwards exactly the step, backwards the surrogate", () => {
  /** The smooth steps that the surrogates are derivatives of, by central differences of 10⁻⁶. */
  const smooth: Readonly<Record<keyof typeof surrogates, { of: Surrogate; step: (u: number) => number }>> = {
    arctan: { of: surrogates.arctan(), step: (u) => Math.atan(Math.PI * u) / Math.PI },
    fastSigmoid: { of: surrogates.fastSigmoid(), step: (u) => u / (1 + 25 * Math.abs(u)) },
    sigmoid: { of: surrogates.sigmoid({ slope: 4 }), step: (u) => 1 / (1 + Math.exp(-4 * u)) },
    triangular: {
      of: surrogates.triangular(),
      step: (u) => Math.sign(u) * (Math.min(Math.abs(u), 1) - Math.min(u * u, 1) / 2),
    },
    straightThrough: { of: surrogates.straightThrough(), step: (u) => u },
  };
  for (const [name, { of, step }] of Object.entries(smooth)) {
    test(name, () => {
      const { spikes, derivative } = stepAt(of);
      expect(Array.from(spikes)).toEqual([0, 0, 0, 0, 1, 1, 1]);
      const h = 1e-6;
      const slopes = points.map((u) => (step(u + h) - step(u - h)) / (2 * h));
      expectClose(derivative, slopes, 1e-4, `${name}, the slope of its smooth step`); // kinks at 0 cost k h
    });
  }

  test("at the threshold itself, >= fires", () => {
    expect(stepAt(surrogates.arctan(), ">=").spikes[3]).toBe(1);
  });
});

test("the values of snnTorch's code at u = 0 and 0.1", () => {
  const at = (surrogate: Surrogate): number[] => Array.from(stepAt(surrogate).derivative.slice(3, 5));
  const published: Readonly<Record<string, { readonly of: Surrogate; readonly values: readonly number[] }>> =
    {
      "fastSigmoid, k = 25": { of: surrogates.fastSigmoid(), values: [1, 0.081633] },
      "arctan, a = 2": { of: surrogates.arctan(), values: [1, 0.91017] },
      "sigmoid, k = 25": {
        of: surrogates.sigmoid(),
        values: [6.25, (25 * Math.exp(-2.5)) / (1 + Math.exp(-2.5)) ** 2],
      },
      "triangular, k = 1": { of: surrogates.triangular(), values: [1, 0.9] },
    };
  for (const [name, { of, values }] of Object.entries(published)) {
    const [atZero, beyond] = at(of);
    check(`${name}: u = 0`, atZero, { published: values[0], absolute: 5e-7 });
    check(`${name}: u = 0.1`, beyond, { published: values[1], absolute: 5e-7 });
  }
});

test("a slope that is none", () => {
  expect(thrown(() => surrogates.arctan({ slope: 0 }))).toBe(
    "arctan: slope is 0; use a number > 0. (invalid_option)",
  );
});
