import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { codeOf } from "./code.js";
import { ownData } from "./engine/points.js";
import { defaultSpec, type LabSpec } from "./engine/spec.js";
import { Training } from "./engine/training.js";

const folder = resolve("build", "lab-code");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const specs: readonly (readonly [name: string, spec: LabSpec, steps: number])[] = [
  ["whole-epochs", defaultSpec, 28],
  ["within-an-epoch", defaultSpec, 33],
  [
    "three-classes",
    {
      ...defaultSpec,
      data: { name: "blobs", samples: 60, noise: 0.05, testShare: 0 },
      features: ["x", "y", "x²", "y²", "xy", "sin x", "sin y"],
      optimizer: { name: "nesterov", learningRate: 0.1 },
      penalty: { name: "l2", rate: 0.01 },
    },
    12,
  ],
  [
    "no-hidden-layer",
    {
      ...defaultSpec,
      data: { name: "spirals", samples: 50, noise: 0.1, testShare: 0.2 },
      features: ["y"],
      layers: [],
      loss: "meanSquaredError",
      penalty: { name: "l1", rate: 0.1 },
      optimizer: { name: "momentum", learningRate: 0.01 },
    },
    4,
  ],
  [
    "painted",
    {
      ...defaultSpec,
      data: ownData({ ...defaultSpec.data, testShare: 0.9 }, [
        { x: -1000, y: 1000, label: 0 },
        { x: 123, y: -7, label: 1 },
        { x: 999, y: 0, label: 1 },
      ]),
    },
    3,
  ],
  [
    "painted-classes-and-edited-weights",
    {
      ...defaultSpec,
      data: ownData(
        defaultSpec.data,
        Array.from({ length: 40 }, (_, k) => ({
          x: ((k * 379) % 2001) - 1000,
          y: ((k * 733) % 2001) - 1000,
          label: k % 3,
        })),
      ),
      edits: [
        { step: 0, path: "hidden_1/kernel", at: 3, value: 0.7 },
        { step: 4, path: "output/bias", at: 2, value: -1.3 },
        { step: 4, path: "hidden_2/kernel", at: 0, value: 2 },
        { step: 7, path: "hidden_1/bias", at: 0, value: 0.1 },
      ],
    },
    7,
  ],
  ["above", { ...defaultSpec, data: { ...defaultSpec.data, name: "above", curve: "waves" } }, 14],
];

test.each(specs)(
  "the program has the loss of the lab to the last bit: %s",
  async (name, spec, steps) => {
    const lab = new Training(spec);
    while (lab.step < steps) await lab.advance();
    const { loss } = await lab.frame({});

    const code = codeOf(spec, steps);
    const ending = 'await net.save("network.onnx");';
    expect(code).toContain(ending);
    mkdirSync(folder, { recursive: true });
    const file = resolve(folder, `${name}.ts`);
    writeFileSync(
      file,
      code.replace(ending, "export const { loss } = await net.evaluate(xTrain, yTrain, { batchSize: 500 });"),
    );
    const module: { readonly loss: number } = await import(/* @vite-ignore */ file);
    expect(module.loss).toBe(loss);
  },
  60_000,
);
