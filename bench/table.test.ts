import { expect, test } from "vitest";
import { type Case, formatRows, milliseconds, rowsOf, tellSkips } from "./table.js";

const what: Case = { task: "mlp", optimizer: "adam", batch: 128, threads: 1 };
const measurements = [
  { peer: "native", label: "Neurograd native", detail: "adam", rounds: [0.5, 1, 0.5] },
  { peer: "wasm", label: "Neurograd wasm", detail: "adam", rounds: [2, 4, 2] },
  { peer: "tfjs-wasm", label: "TensorFlow.js", detail: "", rounds: [10, 20, 12] },
  { peer: "jaxjs", label: "jax-js", detail: "", rounds: [] },
];

test("rowsOf: medians, extremes and ratios to us of the same round; nothing measured, no row", () => {
  const rows = rowsOf(what, measurements);
  expect(rows.map(({ peer }) => peer)).toEqual(["native", "wasm", "tfjs-wasm"]);
  expect(rows[2]).toEqual({
    ...what,
    peer: "tfjs-wasm",
    label: "TensorFlow.js",
    detail: "",
    ms: 12,
    min: 10,
    max: 20,
    rounds: 3,
    toNative: 20,
    toWasm: 5,
  });
  expect(rows[1].toNative).toBe(4);
  expect(rowsOf(what, measurements.slice(2))[0].toNative).toBeNull();
});

test("formatRows: columns aligned, Chinese characters two wide", () => {
  const headings = ["", "毫秒/步", "min–max", "÷ native", "÷ wasm", ""];
  expect(formatRows(rowsOf(what, measurements), headings)).toBe(
    [
      "                  毫秒/步     min–max  ÷ native  ÷ wasm",
      "Neurograd native    0.500  0.500–1.00     1.00×   0.25×  adam",
      "Neurograd wasm       2.00   2.00–4.00     4.00×   1.00×  adam",
      "TensorFlow.js        12.0   10.0–20.0     20.0×   5.00×",
    ].join("\n"),
  );
});

test("milliseconds: three figures, no more than four decimals", () => {
  expect([2952.7, 99.95, 11.84, 1.1739, 0.3518, 0.02967, 0.0016].map(milliseconds)).toEqual([
    "2953",
    "100.0",
    "11.8",
    "1.17",
    "0.352",
    "0.0297",
    "0.0016",
  ]);
});

test("tellSkips: each peer once, and no word of a library that another Python has", () => {
  const jax = { peer: "jax", family: "jax", why: "no JAX for this Python", install: "pip install jax" };
  const thread = { peer: "jaxjs", family: "jaxjs", why: "one thread" };
  expect(tellSkips([jax, thread, thread], new Set(["jax", "jaxjs"]))).toEqual([
    { peer: "jaxjs", why: "one thread" },
  ]);
  expect(tellSkips([jax, jax, thread, { ...thread, why: "it ended" }], new Set())).toEqual([
    { peer: "jax", why: "no JAX for this Python", install: "pip install jax" },
    { peer: "jaxjs", why: "one thread; it ended" },
  ]);
});
