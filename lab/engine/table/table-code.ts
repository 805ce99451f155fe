import { missingMarks } from "neurograd";
import type { AboutTable } from "./about-table.js";
import { csvOptions, type TableSpec } from "./table-spec.js";

const usualSteps = 2000;

/** The program that reads the same file and trains the same network for so many steps, in Node: with the same numbers. */
export function tableCode(spec: TableSpec, about: AboutTable, steps: number): string {
  const { source, testShare, isScaled, layers, learningRate, batchSize, seed } = spec;
  const isQuantity = about.classes === undefined;
  const reading = csvOptions(spec.reading, missingMarks);
  const readingText = Object.keys(reading).length === 0 ? "" : `, ${JSON.stringify(reading)}`;
  const perEpoch = Math.ceil(about.trained / batchSize);
  const wanted = steps === 0 ? Math.max(1, Math.round(usualSteps / perEpoch)) * perEpoch : steps;
  const lines = [
    `setSeed(${seed});`,
    `const table = readCsv(await readFile(${JSON.stringify(source.name)})${readingText});`,
    "const { x, y, encoding } = table.toTensors({",
    `  target: ${JSON.stringify(about.target)},`,
    `  task: ${JSON.stringify(about.task)},`,
    `  features: ${JSON.stringify(about.features)},`,
    `  missing: "mean", // the mean, or the most frequent, stands for what is missing`,
    "});",
    ...(isQuantity ? ["const wanted = y.reshape([-1, 1]);"] : []),
    testShare === 0 || about.tested === 0
      ? `const [xTrain, xTest, yTrain, yTest] = [x, x, ${isQuantity ? "wanted, wanted" : "y, y"}];`
      : `const [xTrain, xTest, yTrain, yTest] = trainTestSplit([x, ${isQuantity ? "wanted" : "y"}], { testSize: ${about.tested}, seed: ${seed} });`,
    "",
    ...(isScaled
      ? [
          "const scale = layers.normalization(); // each column about 0, with deviation 1",
          "scale.adapt(xTrain);",
        ]
      : []),
    ...(isQuantity
      ? [
          "const unit = layers.normalization({ invert: true }); // back to the target's own unit",
          "unit.adapt(yTrain);",
        ]
      : []),
    "const net = sequential([",
    `  input({ shape: [${about.inputs}] }),`,
    ...(isScaled ? ["  scale,"] : []),
    ...layers.map((units) => `  layers.dense({ units: ${units}, activation: "relu" }),`),
    ...(isQuantity
      ? ["  layers.dense({ units: 1 }),", "  unit,"]
      : [`  layers.dense({ units: ${about.classes.length}, activation: "softmax" }),`]),
    "]);",
    "net.compile({",
    `  optimizer: optimizers.adam({ learningRate: ${learningRate} }),`,
    `  loss: "${isQuantity ? "meanSquaredError" : "sparseCategoricalCrossentropy"}",`,
    `  metrics: ["${isQuantity ? "mae" : "accuracy"}"],`,
    `  runtime: "wasm", // as in the lab, to the last bit; without these two lines the fastest there is`,
    "  threads: 1,",
    "});",
    `const batches = Dataset.fromArrays(xTrain, yTrain).shuffle(${seed}).batch(${batchSize});`,
    ...trainingLines(wanted, perEpoch),
    "console.log(await net.evaluate(xTrain, yTrain), await net.evaluate(xTest, yTest));",
    "",
    `net.metadata = { "neurograd.table": JSON.stringify(encoding) }; // for: npx neurograd predict model.onnx rows.csv`,
    `await net.save("model.onnx");`,
  ];
  const body = lines.join("\n");
  const known = [
    "Dataset",
    "input",
    "layers",
    "optimizers",
    "readCsv",
    "sequential",
    "setSeed",
    "trainTestSplit",
  ];
  const used = known.filter((name) => new RegExp(`\\b${name}\\(|\\b${name}\\.`).test(body));
  return `import { readFile } from "node:fs/promises";\nimport { ${used.join(", ")} } from "neurograd";\n\n${body}\n`;
}

/** Whole epochs by `fit`; a number of steps that ends within one, step by step. */
function trainingLines(steps: number, perEpoch: number): string[] {
  if (steps % perEpoch === 0) return [`await net.fit(batches, { epochs: ${steps / perEpoch} });`];
  return [
    `let left = ${steps};`,
    `for (let epoch = 0; epoch < ${Math.ceil(steps / perEpoch)}; epoch++)`,
    "  for await (const [inputs, targets] of batches.epoch(epoch)) if (left-- > 0) await net.trainOnBatch(inputs, targets);",
  ];
}
