import { describe, expect, test } from "vitest";
import { displayWidth } from "../core/display-width.js";
import { commandNames, helpText, wrap } from "./help.js";
import { typed } from "./parse-options.js";
import { predictOptions } from "./predict-options.js";
import { trainOptions } from "./train-options.js";

const languages = ["en", "zh"] as const;

describe.each(languages)("help in %s", (language) => {
  test.each([80, 120])("no line is wider than %i columns", (columns) => {
    for (const command of [undefined, ...commandNames]) {
      const wide = helpText(command, language, columns)
        .split("\n")
        .filter((line) => displayWidth(line) > columns && !line.includes("neurograd train houses.csv"));
      expect(wide).toEqual([]);
    }
  });

  test("every option is told of, with its meaning", () => {
    const lines = helpText("train", language, 400).split("\n");
    for (const key of Object.keys(trainOptions)) {
      const line = lines.find((text) => text.startsWith(`  ${typed(key)}`));
      expect(line?.trim().split(/\s{2,}/), key).toHaveLength(2);
    }
    const predict = helpText("predict", language, 400);
    for (const key of Object.keys(predictOptions)) expect(predict).toContain(`  ${typed(key)}`);
  });
});

test("the help of the whole", () => {
  expect(helpText(undefined, "en", 80)).toBe(`neurograd: Trains neural networks, and asks them.

Commands:
  train <mnist | FILE.csv> [options]
      Trains a network on the digits of MNIST, or on a column of a CSV file.
  predict MODEL.onnx <INPUT | --mnist N> [options]
      Asks a model: one of neurograd, or any ONNX file whose operators it knows.
  inspect MODEL.onnx [options]
      Shows what an ONNX file holds: inputs, outputs, layers, operators,
      weights, metadata.
  brain compare [options]
      Networks and models of the brain side by side, measured here and now,
      beside published biology.
  brain convert MODEL.onnx NETWORK.nir [options]
      A trained network of ReLUs to spiking neurons, to a NIR file that other
      programs and chips read.
  lab [RUNS] [options]
      Opens the laboratory: a page on which networks are seen while they learn.

Options:
  --lang en|zh   language of what is printed
  --version, -v  print the version
  --help, -h     print this help

Examples:
  neurograd train mnist
  neurograd predict runs/mnist/model.onnx --mnist 7
  neurograd inspect runs/mnist/model.onnx
  neurograd brain compare
  neurograd brain convert runs/mnist/model.onnx digits.nir
  neurograd lab

neurograd COMMAND --help says more of each.
Language: --lang, else NEUROGRAD_LANG, else the terminal's. NO_COLOR=1 takes the
colors away.
`);
});

test("lines break at spaces, and between Chinese characters, never before their punctuation", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("用 MNIST 训练网络。", 10)).toEqual(["用 MNIST", "训练网络。"]);
  expect(wrap("训练网络。", 8)).toEqual(["训练网", "络。"]);
  expect(wrap("", 8)).toEqual([]);
});
