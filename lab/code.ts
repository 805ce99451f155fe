import type { Edit } from "./engine/edits.js";
import { lossOf } from "./engine/network.js";
import { unpackPoints } from "./engine/own-points.js";
import { dataCall, squares, testSizeOf } from "./engine/points.js";
import { classesOf, type FeatureName, type LabSpec } from "./engine/spec.js";

const features: Readonly<Record<FeatureName, string>> = {
  x: "x",
  y: "y",
  "x²": "ops.square(x)",
  "y²": "ops.square(y)",
  xy: "ops.multiply(x, y)",
  "sin x": "ops.sin(ops.multiply(x, Math.PI))",
  "sin y": "ops.sin(ops.multiply(y, Math.PI))",
};

const usualEpochs = 50;

/** The program that trains this network for so many steps, in Node and in browsers: with one seed the same numbers as here. */
export function codeOf(spec: LabSpec, steps: number): string {
  const body = [
    `setSeed(${spec.seed});`,
    ...dataLines(spec),
    "",
    ...networkLines(spec),
    "",
    ...trainingLines(spec, steps),
    `await net.save("network.onnx");`,
  ].join("\n");
  const known = [
    "Dataset",
    "datasets",
    "input",
    "layers",
    "model",
    "ops",
    "optimizers",
    "regularizers",
    "setSeed",
    "tensor",
    "trainTestSplit",
  ];
  const used = known.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `import { ${used.join(", ")} } from "neurograd";\n\n${body}\n`;
}

function dataLines({ data, seed }: LabSpec): string[] {
  const testSize = testSizeOf(data);
  return [
    ...pointLines(data, seed),
    testSize === 0
      ? "const [xTrain, xTest, yTrain, yTest] = [points, points, labels, labels];"
      : `const [xTrain, xTest, yTrain, yTest] = trainTestSplit([points, labels], { testSize: ${testSize}, seed: ${seed} });`,
  ];
}

function pointLines(data: LabSpec["data"], seed: number): string[] {
  if (data.name === "own") {
    const own = unpackPoints(data.own ?? "");
    const places = own.map(({ x, y }) => `${x},${y}`).join(", ");
    return [
      `const places = [${places}]; // in thousandths`,
      `const points = tensor(Float32Array.from(places, (value) => value / 1000), { shape: [${own.length}, 2] });`,
      `const labels = tensor(Uint8Array.from("${own.map(({ label }) => label).join("")}", Number), { shape: [${own.length}] });`,
    ];
  }
  const { middle, half } = squares[data.name];
  const [name, options] = dataCall(data, data.name, seed);
  return [
    `const drawn = datasets.${name}(${written(options)});`,
    `const square = Float32Array.from(drawn.x.data, (value, i) => (Number(value) - ${written(middle)}[i % 2]) / ${half}); // from -1 to 1`,
    "const points = tensor(square, { shape: drawn.x.shape });",
    "const labels = drawn.y;",
  ];
}

function networkLines(spec: LabSpec): string[] {
  const { initializer, penalty } = spec;
  const rules = [
    `kernelInitializer: "${initializer}"`,
    ...(penalty.name === "none"
      ? []
      : [`kernelRegularizer: regularizers.${penalty.name}({ ${penalty.name}: ${penalty.rate} })`]),
  ].join(", ");
  const dense = (units: number, activation: string, name: string): string =>
    `h = layers.dense({ units: ${units}, activation: "${activation}", ${rules}, name: "${name}" }).apply(h);`;
  const chosen = spec.features.map((name) => features[name]);
  const isBinary = classesOf(spec) === 2;
  return [
    "const place = input({ shape: [2] });",
    "const [x, y] = ops.split(place, { axis: 1, sections: 2 });",
    `let h = ${chosen.length === 1 ? chosen[0] : `ops.concatenate([${chosen.join(", ")}], { axis: 1 })`};`,
    ...spec.layers.map(({ units, activation }, k) => dense(units, activation, `hidden_${k + 1}`)),
    isBinary ? dense(1, "sigmoid", "output") : dense(classesOf(spec), "softmax", "output"),
    "const net = model({ inputs: place, outputs: h });",
    "net.compile({",
    `  optimizer: ${optimizerCode(spec)},`,
    `  loss: "${lossOf(spec, classesOf(spec))}",`,
    `  metrics: ["accuracy"],`,
    `  runtime: "wasm", // as in the lab, to the last bit; without this line the fastest there is`,
    "});",
  ];
}

/** Whole epochs by `fit`; a number of steps that ends within one, step by step. */
function trainingLines(spec: LabSpec, steps: number): string[] {
  const { data, batchSize, seed } = spec;
  const edits = (spec.edits ?? []).filter(({ step }) => step <= steps);
  const perEpoch = Math.ceil((data.samples - testSizeOf(data)) / batchSize);
  const batches = `const batches = Dataset.fromArrays(xTrain, yTrain).shuffle(${seed}).batch(${batchSize});`;
  const test = "console.log(await net.evaluate(xTrain, yTrain), await net.evaluate(xTest, yTest));";
  if (edits.length > 0)
    return [
      ...editLines(edits),
      batches,
      "let step = 0;",
      "setWeights(step);",
      `for (let epoch = 0; step < ${steps}; epoch++)`,
      "  for await (const [inputs, targets] of batches.epoch(epoch)) {",
      `    if (step === ${steps}) break;`,
      "    await net.trainOnBatch(inputs, targets);",
      "    setWeights(++step);",
      "  }",
      test,
    ];
  if (steps % perEpoch === 0)
    return [batches, `await net.fit(batches, { epochs: ${steps / perEpoch || usualEpochs} });`, test];
  return [
    batches,
    `const epochs = ${Math.ceil(steps / perEpoch)};`,
    `let left = ${steps};`,
    "for (let epoch = 0; epoch < epochs; epoch++)",
    "  for await (const [inputs, targets] of batches.epoch(epoch)) if (left-- > 0) await net.trainOnBatch(inputs, targets);",
    test,
  ];
}

/** Weights that were set by hand, each after its step. */
const editLines = (edits: readonly Edit[]): string[] => [
  "const edits = [",
  ...edits.map((edit) => `  ${written(edit)},`),
  "];",
  "function setWeights(now: number): void {",
  "  for (const { step, path, at, value } of edits) {",
  "    const weight = net.weights.find(({ name }) => name === path);",
  "    if (step !== now || weight === undefined) continue;",
  "    const numbers = Float32Array.from(weight.value.toFloat64());",
  "    numbers[at] = value;",
  "    net.writeState({ [path]: tensor(numbers, { shape: weight.shape }) });",
  "  }",
  "}",
];

function optimizerCode({ optimizer: { name, learningRate } }: LabSpec): string {
  if (name === "momentum") return `optimizers.sgd({ learningRate: ${learningRate}, momentum: 0.9 })`;
  if (name === "nesterov")
    return `optimizers.sgd({ learningRate: ${learningRate}, momentum: 0.9, nesterov: true })`;
  return `optimizers.${name}({ learningRate: ${learningRate} })`;
}

/** A value as TypeScript: `{ samples: 200, noise: 0.1 }`. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${written(inner)}`)
    .join(", ")} }`;
}
