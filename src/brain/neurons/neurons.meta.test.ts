import { readFileSync } from "node:fs";
import { simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import * as exported from "./index.js";
import type { Neuron, NeuronFactory } from "./neuron.js";

// Every kind of neuron: the same spikes in float64 and compiled, units, a doc comment with a source and an example.

/** A drive that makes each fire now and then, and a step that suits it. */
const drives: Readonly<
  Record<
    string,
    {
      readonly current: readonly number[];
      readonly dt: number;
      readonly duration: number;
      readonly neuron?: Neuron;
    }
  >
> = {
  adex: { current: [600, 900, 1500], dt: 0.05, duration: 80 },
  cubaLif: { current: [2.1, 3, 5], dt: 0.1, duration: 100 },
  escapeRate: { current: [1.8, 2, 3], dt: 0.1, duration: 100 },
  hodgkinHuxley: { current: [7, 10, 30], dt: 0.02, duration: 30 },
  integrateAndFire: { current: [0.095, 0.37, 0.83], dt: 1, duration: 200 },
  izhikevich: { current: [5, 10, 20], dt: 0.1, duration: 150 },
  leaky: { current: [0.11, 0.2, 0.5], dt: 1, duration: 200 },
  lif: { current: [2.1, 3, 5], dt: 0.1, duration: 100 },
  mccullochPitts: {
    current: [-1, 1, 2],
    dt: 1,
    duration: 100,
    neuron: exported.mccullochPitts({ noise: "logistic" }),
  },
  poisson: { current: [20, 50, 200], dt: 1, duration: 300 },
};
const kinds = Object.entries(exported).filter(
  (entry): entry is [string, NeuronFactory<string>] => typeof entry[1] === "function",
);
const fileOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe.each(kinds)("%s", (name, make) => {
  test.each(["native", "wasm", "reference"] as const)(
    "the same spikes in float64 and on %s",
    async (runtime) => {
      const { neuron = make(), ...options } = drives[name];
      const duration = runtime === "native" ? options.duration : options.duration / 5;
      const given = { ...options, duration, seed: 5 };
      const exact = (await simulate(neuron, given)).spikes;
      const compiled = (await simulate(neuron, { ...given, runtime })).spikes;
      if (runtime === "native") expect(exact.length, "it fires").toBeGreaterThan(3);
      expect(Array.from(compiled.times)).toEqual(Array.from(exact.times));
      expect(Array.from(compiled.neurons)).toEqual(Array.from(exact.neurons));
    },
  );

  test("has a kind, and a unit for each parameter", () => {
    expect(make.kind).toBe(name);
    for (const [parameter, [value, unit]] of Object.entries(make.parameters)) {
      expect(Number.isFinite(value), parameter).toBe(true);
      expect(unit, parameter).toMatch(/\S/);
      if (/^tau|^t[A-Z]/.test(parameter)) expect(unit, parameter).toBe("ms");
      if (/^v[A-Z]|^e[A-Z]/.test(parameter) && unit !== "1") expect(unit, parameter).toBe("mV");
    }
  });

  test("has a doc comment with its units, a source and an example", () => {
    const text = readFileSync(new URL(`./${fileOf(name)}.ts`, import.meta.url), "utf8");
    const before = text.slice(0, text.search(new RegExp(`\\nexport const ${name}\\b`))).trimEnd();
    const doc = before.slice(before.lastIndexOf("/**"));
    expect(doc).toMatch(/\bUnits {3}\S/);
    expect(doc).toMatch(/\bSource {2}\S/);
    expect(doc).toMatch(/@example\b/);
  });
});
