import type { FeatureName, LabSpec } from "./engine/spec.js";

const featureCode: Readonly<Record<FeatureName, string>> = {
  x: "x",
  y: "y",
  "x²": "ops.square(x)",
  "y²": "ops.square(y)",
  xy: "ops.multiply(x, y)",
  "sin x": "ops.sin(ops.multiply(x, Math.PI))",
  "sin y": "ops.sin(ops.multiply(y, Math.PI))",
};

const dataCode: Readonly<Record<LabSpec["data"]["name"], (d: LabSpec["data"], seed: number) => string>> = {
  xor: (d, seed) => `datasets.xor({ samples: ${d.samples}, noise: ${d.noise}, seed: ${seed} })`,
  circles: (d, seed) =>
    `datasets.circles({ samples: ${d.samples}, noise: ${d.noise}, seed: ${seed}, factor: 0.4 })`,
  moons: (d, seed) => `datasets.moons({ samples: ${d.samples}, noise: ${d.noise}, seed: ${seed} })`,
  spirals: (d, seed) =>
    `datasets.spirals({ samples: ${d.samples}, noise: ${d.noise / 4}, seed: ${seed}, turns: 1.25 })`,
  blobs: (d, seed) =>
    `datasets.blobs({ samples: ${d.samples}, centers: [[0, 0.7], [-0.65, -0.45], [0.65, -0.45]], clusterStd: ${0.1 + d.noise}, seed: ${seed} })`,
};

/** The program that makes this state of the lab, for Node and the browser. */
export function codeOf(spec: LabSpec, steps: number): string {
  const classes = spec.data.name === "blobs" ? 3 : 2;
  const usesPenalty = spec.penalty.name !== "none";
  const shared = [
    `kernelInitializer: "${spec.initializer}"`,
    ...(usesPenalty
      ? [
          `kernelRegularizer: regularizers.${spec.penalty.name}({ ${spec.penalty.name}: ${spec.penalty.rate} })`,
        ]
      : []),
  ].join(", ");
  const hidden = spec.layers.map(
    ({ units, activation }, k) =>
      `h = layers.dense({ units: ${units}, activation: "${activation}", name: "hidden_${k + 1}", ${shared} }).apply(h);`,
  );
  const last = classes === 2 ? 'units: 1, activation: "sigmoid"' : `units: ${classes}, activation: "softmax"`;
  const chosen = spec.features.map((name) => featureCode[name]);
  const epochs = Math.max(
    1,
    Math.ceil(steps / Math.ceil((spec.data.samples * (1 - spec.data.testShare)) / spec.batchSize)),
  );
  const names = [
    "datasets",
    "input",
    "layers",
    "model",
    "ops",
    "optimizers",
    ...(usesPenalty ? ["regularizers"] : []),
    "setSeed",
  ];
  return `import { ${names.join(", ")} } from "neurograd";

setSeed(${spec.seed});
const data = ${dataCode[spec.data.name](spec.data, spec.seed)};

const points = input({ shape: [2] });
const [x, y] = ops.split(points, { axis: 1, sections: 2 });
let h = ${chosen.length === 1 ? chosen[0] : `ops.concatenate([${chosen.join(", ")}], { axis: 1 })`};
${hidden.map((line) => `${line}\n`).join("")}h = layers.dense({ ${last}, name: "output", ${shared} }).apply(h);
const net = model({ inputs: points, outputs: h });

net.compile({
  optimizer: ${optimizerCode(spec)},
  loss: "${classes === 2 ? "binaryCrossentropy" : "sparseCategoricalCrossentropy"}",
  metrics: ["accuracy"],
});
await net.fit(data.x, data.y, { batchSize: ${spec.batchSize}, epochs: ${epochs}, validationSplit: ${spec.data.testShare} });
await net.save("network.onnx");
`;
}

function optimizerCode({ optimizer: { name, learningRate } }: LabSpec): string {
  if (name === "momentum") return `optimizers.sgd({ learningRate: ${learningRate}, momentum: 0.9 })`;
  if (name === "nesterov")
    return `optimizers.sgd({ learningRate: ${learningRate}, momentum: 0.9, nesterov: true })`;
  return `optimizers.${name}({ learningRate: ${learningRate} })`;
}
