import { ops } from "neurograd";
import { expect, test } from "vitest";
import { opWords } from "./op-words.js";

const records = Object.values(ops as Readonly<Record<string, unknown>>).flatMap((op) => {
  const { def } = op as { readonly def?: { readonly name: string; readonly vjp: unknown } };
  return def === undefined ? [] : [def];
});

test("operators of networks have words in both languages", () => {
  const unnamed = records.map(({ name }) => name).filter((name) => opWords(name) === undefined);
  // rare functions of one number: the rule that the package prints says all
  expect([...new Set(unnamed)].toSorted()).toEqual([
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctanh",
    "cosh",
    "sinh",
    "tan",
  ]);
});

test("words say that nothing flows back exactly where the package says so", () => {
  for (const { name, vjp } of records) {
    const said = opWords(name);
    if (said === undefined || said.back === undefined) continue;
    const isZero = /nothing flows|Nothing flows/.test(said.back.en) && name !== "cast";
    expect([name, isZero]).toEqual([name, vjp === "zero"]);
  }
});
