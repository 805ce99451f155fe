import { leaky, simulate } from "neurograd/brain";
import { expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";

const check = beside("snnTorch's Leaky: β 0.9, I 0.2, θ 1, 40 steps");

test("the steps of its spikes, and the first in closed form", async () => {
  const { spikes } = await simulate(leaky({ beta: 0.9 }), { current: 0.2, dt: 1, duration: 40 });
  for (const [k, step] of [7, 14, 22, 29, 36].entries())
    check(`spike ${k + 1}`, spikes.of(0)[k], { published: step, absolute: 0 });
  expect(spikes.length).toBe(5);
  // n = ⌈ln(1 − θ (1 − β)/I)/ln β⌉
  check("first spike, closed form", Math.ceil(Math.log(1 - 0.1 / 0.2) / Math.log(0.9)), {
    published: 7,
    absolute: 0,
  });
});

test("each reset, step by step", async () => {
  const trace = async (reset: "subtract" | "zero" | "none"): Promise<Float64Array> =>
    (
      await simulate(leaky({ beta: 0.5, reset }), { current: 0.8, dt: 1, duration: 5, record: ["v"] })
    ).traces.v.toFloat64();
  expectClose(await trace("none"), [0.8, 1.2, 1.4, 1.5, 1.55], 1e-15);
  expectClose(await trace("subtract"), [0.8, 1.2, 0.4, 1, 1.3], 1e-15); // 0.5·1.2 + 0.8 − 1, …; 1 is not above 1
  expectClose(await trace("zero"), [0.8, 1.2, 0, 0.8, 1.2], 1e-15);
});
