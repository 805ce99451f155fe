import { driftDiffusion, simulateDiffusion, sprt, thresholdFor } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { thrown } from "../../../test/support/thrown.js";
import { overshoot } from "./simulate-diffusion.js";

describe("closed form", () => {
  const check = beside("Drift-diffusion: Bogacz et al. (2006), equations 8 and 9");

  test("error rate and time", () => {
    for (const [drift, threshold, noise, errorRate, meanTime] of [
      [1, 1, 1, 0.119203, 0.761594],
      [0.1, 1, 1, 0.450166, 0.99668],
      [0.2, 0.04, 0.1, 0.167982, 0.132807],
    ]) {
      const decision = driftDiffusion({ drift, threshold, noise });
      const which = `A ${drift}, z ${threshold}, c ${noise}`;
      check(`${which}: error rate`, decision.errorRate, { published: errorRate, absolute: 5e-7 });
      check(`${which}: mean time [s]`, decision.meanTime, { published: meanTime, absolute: 5e-7 });
      expect(thresholdFor({ drift, noise, errorRate: decision.errorRate })).toBeCloseTo(threshold, 12);
    }
  });

  test("without drift: a coin, after z²/c² seconds", () => {
    const { errorRate, meanTime } = driftDiffusion({ drift: 0, threshold: 0.3, noise: 0.5 });
    expect([errorRate, meanTime]).toEqual([0.5, expect.closeTo(0.36, 14)]);
    for (const drift of [1e-12, 1e-6, 1e-3]) {
      const near = driftDiffusion({ drift, threshold: 0.3, noise: 0.5 });
      // z/A tanh(Az/c²) = z²/c² (1 − (Az/c²)²/3 + …)
      expect(Math.abs(near.meanTime - 0.36 * (1 - (drift * 1.2) ** 2 / 3))).toBeLessThan(1e-12);
      expect(Math.abs(near.errorRate - 1 / (1 + Math.exp(2 * drift * 1.2)))).toBeLessThan(1e-15);
    }
  });

  // mpmath 1.3, 60 digits: the wave series with 400 terms, its integral, and t·density integrated by quadrature (to 9 digits)
  const cases = [
    {
      options: { drift: 1 },
      upper: [0.880797077977882, 0.761594156],
      densities: [
        0.00429484366773245, 1.07288271052192, 0.317050911149942, 0.224162683722009, 0.011764530952017,
      ],
      shares: [
        2.05730647670179e-5, 0.16572651786466, 0.697912837475337, 0.751498961595347, 0.874011286192157,
      ],
    },
    {
      options: { drift: 0.2, threshold: 0.04, noise: 0.1, start: 0.01 },
      upper: [0.901408097501, 0.105736672],
      densities: [1.08172746554323, 7.37738923782536, 1.53498972486465, 1.11005196713771, 0.0781414058969872],
      shares: [
        0.00143072847636559, 0.293237768359561, 0.746164731988763, 0.78808509671817, 0.893361230354627,
      ],
    },
    {
      options: { drift: -3, threshold: 2, start: 0.5 },
      upper: [0.00012340976634, 0.499998942],
      densities: [0.000108983228293039, 8.94464068967081e-6, 1.33999914804842e-12, 2.82278026410552e-14],
      shares: [4.05378692285762e-6, 0.000121616445290389, 0.000123409766062458, 0.000123409766334134],
    },
    {
      options: { drift: 0, start: -0.4 },
      upper: [0.3, 1.21333333],
      densities: [
        1.53607085728415e-7, 0.129535934100698, 0.157005189358812, 0.125352927224022, 0.0156914877408143,
      ],
      shares: [
        3.82540232593863e-10, 0.0105850720482608, 0.168751454885761, 0.196906840997754, 0.287280621276178,
      ],
    },
  ];
  test.each(cases)("distribution of times, $options", ({ options, upper, densities, shares }) => {
    const decision = driftDiffusion(options);
    const { threshold, noise } = decision;
    for (const [i, tau] of [0.05, 0.3, 1.1, 1.3, 3].slice(0, densities.length).entries()) {
      const t = tau * (threshold / noise) ** 2;
      expect(Math.abs(decision.density(t, "upper") / densities[i] - 1), `density ${t}`).toBeLessThan(1e-12);
      expect(Math.abs(decision.distribution(t, "upper") - shares[i]), `share ${t}`).toBeLessThan(2e-15);
    }
    expect(decision.probability("upper")).toBeCloseTo(upper[0], 11);
    expect(decision.meanTimeOf("upper")).toBeCloseTo(upper[1], 5);
    const [p, q] = [decision.probability("upper"), decision.probability("lower")];
    expect(p + q).toBeCloseTo(1, 14);
    const meanTime = p * decision.meanTimeOf("upper") + q * decision.meanTimeOf("lower");
    expect(meanTime).toBeCloseTo(decision.meanTime, 13);
    // the mirrored process
    const mirrored = driftDiffusion({ ...options, drift: -options.drift, start: -(options.start ?? 0) });
    expect(mirrored.density(0.7, "lower")).toBe(decision.density(0.7, "upper"));
  });

  test("time for seeing and moving is added", () => {
    const [plain, late] = [driftDiffusion({ drift: 1 }), driftDiffusion({ drift: 1, tNonDecision: 0.3 })];
    expect(late.meanTime - plain.meanTime).toBeCloseTo(0.3, 14);
    expect(late.density(1.3, "upper")).toBeCloseTo(plain.density(1, "upper"), 12);
    expect([late.density(0.3, "upper"), late.distribution(0.2, "lower")]).toEqual([0, 0]);
  });

  test("strong drifts neither overflow nor vanish", () => {
    const sure = driftDiffusion({ drift: 500, threshold: 3 });
    expect([sure.errorRate, sure.probability("upper")]).toEqual([0, 1]);
    expect(sure.meanTime).toBeCloseTo(3 / 500, 15);
    expect(sure.distribution(0.02, "upper")).toBeCloseTo(1, 12);
    expect(driftDiffusion({ drift: -500, threshold: 3 }).errorRate).toBe(0);
  });
});

describe("simulated", () => {
  const check = beside("Drift-diffusion in steps of 10 ms, 10,000 decisions (allowed: 3 standard errors)");
  const trials = 10000;
  const dt = 0.01;
  const errors = ({ errorRate, meanTime }: { errorRate: number; meanTime: number }): readonly number[] => [
    3 * Math.sqrt((errorRate * (1 - errorRate)) / trials),
    (3 * 0.62 * meanTime) / Math.sqrt(trials), // times deviate by less than 0.8 of their mean here
  ];

  test.each([true, false])("correctSteps %s: bounds at the thresholds, or further out", (correctSteps) => {
    const wide = 1 + overshoot * Math.sqrt(dt);
    const wanted = driftDiffusion({ drift: 1, threshold: correctSteps ? 1 : wide });
    const found = simulateDiffusion({ drift: 1, trials, dt, correctSteps });
    const [ofRate, ofTime] = errors(wanted);
    const name = correctSteps ? "corrected" : `uncorrected, as with z = ${wide.toFixed(4)}`;
    check(`${name}: error rate`, found.errorRate, { published: wanted.errorRate, absolute: ofRate });
    check(`${name}: mean time [s]`, found.meanTime, { published: wanted.meanTime, absolute: ofTime });
    // and neither is the other
    const other = driftDiffusion({ drift: 1, threshold: correctSteps ? wide : 1 });
    expect(Math.abs(found.meanTime - other.meanTime)).toBeGreaterThan(ofTime);
  });

  test("what the step of 1 ms is known to give", () => {
    const wide = driftDiffusion({ drift: 1, threshold: 1 + 0.5826 * Math.sqrt(0.001) });
    check("uncorrected, dt 1 ms: error rate", wide.errorRate, { published: 0.11539, absolute: 5e-6 });
    check("uncorrected, dt 1 ms: mean time [s]", wide.meanTime, { published: 0.7834, absolute: 5e-6 });
  });

  test("a biased start, paths, and giving up", () => {
    const options = { drift: 0.4, start: 0.3, tNonDecision: 0.2, dt: 0.01 };
    const found = simulateDiffusion({ ...options, trials: 4000, record: 2, seed: 3 });
    const { errorRate, meanTime } = driftDiffusion({ drift: 0.4, start: 0.3, tNonDecision: 0.2 });
    expect(Math.abs(found.errorRate - errorRate)).toBeLessThan(0.02);
    expect(Math.abs(found.meanTime - meanTime)).toBeLessThan(0.04);
    expect(found.paths).toHaveLength(2);
    for (const [i, path] of found.paths.entries()) {
      expect(path[0]).toBe(0.3);
      expect(path.length - 1).toBe(Math.round((found.times[i] - 0.2) / 0.01));
      expect(Math.abs(path[path.length - 1])).toBeGreaterThan(1 - 0.06);
      expect(Math.sign(path[path.length - 1])).toBe(found.choices[i] === 1 ? 1 : -1);
    }
    const short = simulateDiffusion({ drift: 0.1, threshold: 5, duration: 0.1, trials: 3 });
    expect([Array.from(short.choices), Array.from(short.times)]).toEqual([
      [-1, -1, -1],
      [0.1, 0.1, 0.1],
    ]);
  });
});

describe("sequential probability ratio test", () => {
  test("with normal observations it is the diffusion, step by step", () => {
    // x ~ N(±A dt, c² dt): ln p(x | +)/p(x | −) = 2A x/c², so the sum is 2A/c² times the walk's position
    const options = { drift: 0.8, noise: 0.7, dt: 0.02, trials: 20, record: 20, correctSteps: false };
    const errorRate = 0.1;
    const threshold = thresholdFor({ drift: 0.8, noise: 0.7, errorRate });
    const { paths, choices, times } = simulateDiffusion({ ...options, threshold });
    for (const [i, path] of paths.entries()) {
      const ratios = Array.from(path.slice(1), (x, k) => (2 * 0.8 * (x - path[k])) / 0.7 ** 2);
      const { choice, samples } = sprt(ratios, { errorRates: [errorRate, errorRate] });
      expect(choice).toBe(choices[i] === 1 ? "upper" : "lower");
      expect(samples).toBe(Math.round(times[i] / 0.02));
    }
  });

  test("stops at Wald's bounds", () => {
    const { bounds, choice, samples, evidence } = sprt([1, 1, -0.5, 1, 2, 9], { errorRates: [0.01, 0.2] });
    expect(bounds).toEqual([Math.log(0.8 / 0.01), Math.log(0.2 / 0.99)]); // 4.38, −1.60
    expect([choice, samples]).toEqual(["upper", 5]);
    expect(evidence).toEqual([1, 2, 1.5, 2.5, 4.5]);
    expect(sprt([-1, -1]).choice).toBeNull();
    expect(sprt([-1, -1, -1]).choice).toBe("lower");
  });
});

test("errors", () => {
  expect(thrown(() => driftDiffusion({ drift: Number.NaN }))).toBe(
    "driftDiffusion: drift is NaN; use a number. (invalid_option)",
  );
  expect(thrown(() => driftDiffusion({ drift: 1, start: 1 }))).toBe(
    "driftDiffusion: start is 1; use a number between the bounds −1 and 1. (invalid_option)",
  );
  expect(thrown(() => simulateDiffusion({ drift: 1, threshold: 0.05, dt: 0.01 }))).toMatch(
    /^simulateDiffusion: threshold − 0.5826 noise √dt is -0.008\d*; use a number > 0. \(invalid_option\)$/,
  );
  expect(thrown(() => thresholdFor({ drift: 1, errorRate: 0.5 }))).toBe(
    "thresholdFor: errorRate is 0.5; use a number between 0 and 0.5. (invalid_option)",
  );
  expect(thrown(() => sprt([], { errorRates: [0, 0.1] }))).toBe(
    "sprt: errorRates has 0; use numbers between 0 and 0.5. (invalid_option)",
  );
});
