// What README says there is, is there, and nothing is left out.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { activations, layers, losses, optimizers } from "../src/index.js";

const rows = {
  "README.md": { Layers: layers, Activations: activations, Losses: losses, Optimizers: optimizers },
  "README.zh-CN.md": { 层: layers, 激活函数: activations, 损失函数: losses, 优化器: optimizers },
};

/** One name for each thing, `mse` being `meanSquaredError` again, and for each family: `conv`, for 1d, 2d and 3d. */
const namesOf = (namespace: object): string[] =>
  [
    ...new Map(
      Object.entries(namespace)
        .sort(([a], [b]) => a.length - b.length)
        .map(([name, thing]) => [thing, name]),
    ).values(),
  ].map((name) => name.replace(/[123]d/, ""));

describe.each(Object.entries(rows))("%s", (page, kinds) => {
  const lines = readFileSync(page, "utf8").split("\n");
  test.each(Object.entries(kinds))("%s", (title, namespace) => {
    const row = lines.find((line) => line.startsWith(`| ${title} |`)) ?? "";
    expect(namesOf(namespace).filter((name) => !new RegExp(`\\b${name}\\b`).test(row))).toEqual([]);
  });
});
