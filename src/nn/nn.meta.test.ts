import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { camelCase, functionName } from "../../test/support/from-keras.js";
import * as activations from "./activations.js";
import * as constraints from "./constraints/index.js";
import * as initializers from "./initializers.js";
import * as layers from "./layers/index.js";
import * as losses from "./losses/index.js";
import * as metrics from "./metrics/index.js";
import * as optimizers from "./optimizers/index.js";
import * as regularizers from "./regularizers/index.js";
import * as schedules from "./schedules/index.js";

// Walks what users find under `layers`, `losses`, … and fails, by name, where something is incomplete: no golden or
// numeric test, no doc comment with a source and an example, a kind that a saved model could not be read by.

const families: Readonly<Record<string, object>> = {
  activations,
  constraints,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
  schedules,
};

/** What Keras does not have, or has under no name of its own. */
const additions: Readonly<Record<string, string>> = {
  accuracy: "Keras's string, which it resolves by shapes",
  binaryStep: "the neuron that cannot be trained by gradients, to show why",
  instanceNormalization: "group normalization with a group for each channel, by its own name",
  confusionMatrix: "Keras counts it for its IoU alone",
  expectedCalibrationError: "by Guo et al.",
  contrastive: "pairs of embeddings, by Hadsell, Chopra and LeCun",
  oneCycle: "PyTorch's OneCycleLR",
  positionEmbedding: "KerasHub's",
  rotaryEmbedding: "KerasHub's",
  sinePositionEncoding: "KerasHub's",
  lambda: "Keras's Lambda, with less to say",
  remat: "a function in Keras, which wraps calls; a layer that wraps layers here",
  logLoss: "binary cross-entropy, as logistic regression calls it",
  triplet: "triples of embeddings, by FaceNet",
};

const here = new URL("./", import.meta.url);
const golden = new URL("../../golden/", import.meta.url);
const isTest = (name: string): boolean => name.endsWith(".test.ts");
const read = (folder: URL, name: string): string => readFileSync(new URL(name, folder), "utf8");
const files = readdirSync(here, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const sources = files.filter((name) => !isTest(name)).map((name) => ({ name, text: read(here, name) }));
const titles = files
  .filter((name) => isTest(name) && !name.endsWith(".meta.test.ts"))
  .flatMap((name) => [
    ...read(here, name).matchAll(/\b(?:test|describe)(?:\.\w+\([^"`]*\))?\(\s*["`]([^"`]*)/g),
  ])
  .map(([, title]) => title);

/** Names of things with golden numbers, and of those whose defaults Keras told. */
const numbered = new Set<string>();
const tabled = new Set<string>();
for (const name of readdirSync(golden).filter((file) => /^(keras-.*|metrics|initializers)\.json$/.test(file)))
  collect(JSON.parse(read(golden, name)), false);

function collect(value: unknown, isDefaults: boolean): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, isDefaults);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (isDefaults) for (const name of Object.keys(item as object)) tabled.add(functionName(camelCase(name)));
    else if (["class", "resolved", "metric"].includes(key) && typeof item === "string")
      numbered.add(functionName(item));
    else if (key === "name" && "derivative" in value) numbered.add(camelCase(item as string));
    else if (key === "name" && "cotangent" in value) numbered.add(camelCase(item as string));
    else if (/^(Glorot|He|Lecun)/.test(key)) numbered.add(functionName(key));
    collect(item, key === "defaults");
  }
}

/** Each thing once, under its own name and not an alias. */
const things = Object.entries(families).flatMap(([family, exports]) =>
  Object.entries(exports)
    .filter(([name, make]) => {
      const names = Object.keys(exports).filter((other) => Reflect.get(exports, other) === make);
      return names.length === 1 || Reflect.get(make as object, "kind") === name;
    })
    .map(([name, make]) => ({ family, name, make: make as object })),
);

/** The doc comment right above the definition. */
function docOf(family: string, name: string): string | undefined {
  const definition = new RegExp(`\\nexport (?:const|function) ${name}\\b`);
  for (const { name: file, text } of sources) {
    if (!file.startsWith(family)) continue;
    const at = text.search(definition);
    if (at < 0) continue;
    const before = text
      .slice(0, at)
      .replace(/\/\* @__NO_SIDE_EFFECTS__ \*\/\s*$/, "")
      .trimEnd();
    return before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : "";
  }
  return undefined;
}

describe.each(things)("$family.$name", ({ family, name, make }) => {
  test("has numbers of Keras's, or a test of its own by name", () => {
    const hasTest = titles.some((title) => new RegExp(`\\b${name}\\b`).test(title));
    expect(numbered.has(name) || hasTest, `${family}.${name}: add a golden case or a numeric test`).toBe(
      true,
    );
  });

  test("has a doc comment with a source and an example", () => {
    const doc = docOf(family, name);
    expect(doc, `${family}.${name}: where is it defined?`).toBeDefined();
    expect(doc, `${family}.${name}: name the source`).toMatch(/\bSource {2}\S/);
    expect(doc, `${family}.${name}: give an example`).toMatch(/@example\b/);
  });

  test("is Keras's, or a deliberate addition", () => {
    expect(
      tabled.has(name) || name in additions,
      `${family}.${name}: is not in a golden table of defaults`,
    ).toBe(true);
  });

  test("is found by its kind", () => {
    const kind = Reflect.get(make, "kind");
    if (family === "activations")
      expect(kind).toBeUndefined(); // functions of values, known by name
    else expect(kind, `${family}.${name}: its kind`).toBe(name);
  });
});

test("there is something to walk", () => {
  for (const family of Object.keys(families))
    expect(things.filter((thing) => thing.family === family).length, family).toBeGreaterThan(3);
  expect(tabled.size).toBeGreaterThan(40);
  expect(numbered.size).toBeGreaterThan(30);
});
