import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { compareRows } from "neurograd/brain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../test/support/run-command.js";
import { testFolder } from "../../test/support/test-folder.js";
import { displayWidth } from "../core/display-width.js";
import { helpText } from "./help.js";

let folder = "";
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [neuron, out] = [
  ["brain", "compare", "--rows", "neuron", "--digits", "drawn", "--runtime", "reference"],
  "--out",
];

test("in a terminal: what is being done, then figures of three kinds, in its width and language", async () => {
  const { code, stdout, stderr } = await runCommand([...neuron, out, folder, "--lang", "zh"], {
    columns: 72,
    env: { NO_COLOR: "1" },
  });
  expect(code).toBe(0);
  expect(stderr).toContain("1/1 神经元 …");
  const lines = stdout.split("\n");
  expect(lines.filter((line) => displayWidth(line) > 72 && !line.includes(folder))).toEqual([]);
  for (const text of ["人工网络", "大脑模型", "已发表的生物学", "未核实"]) expect(stdout).toContain(text);
  expect(stdout).toMatch(/10 µA\/cm² 时的发放率 \.+ 68\.3\d* Hz/);
  const page = await readFile(join(folder, "compare.html"), "utf8");
  expect(page).toContain('<html lang="zh-CN">');
  expect(stdout).toContain(`已写入：${join(folder, "compare.html")}、${join(folder, "compare.json")}`);
});

test("for programs: one object and nothing else, without the pictures", async () => {
  const { code, stdout, stderr } = await runCommand([...neuron, "--json", "--seed", "7"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.trimEnd()).not.toContain("\n");
  const { seed, digits, runtime, rows } = JSON.parse(stdout);
  expect({ seed, digits, runtime }).toEqual({ seed: 7, digits: "drawn", runtime: "reference" });
  expect(rows).toHaveLength(1);
  expect(Object.keys(rows[0])).toEqual([
    "row",
    "title",
    "question",
    "artificial",
    "brain",
    "published",
    "analogy",
    "times",
  ]);
  expect(rows[0].artificial[0]).toEqual({
    key: "reluAnswer",
    name: { en: "a ReLU's answer to 0.37", zh: "ReLU 对 0.37 的回答" },
    value: 0.37,
    unit: "",
  });
});

test("a row that does not exist", async () => {
  expect(await runCommand("brain compare --rows neurons")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `Error: --rows neurons: unknown; did you mean "neuron"? use one of ${compareRows.join(", ")}.\nneurograd brain compare --help says more.\n`,
  });
});

test("a folder that cannot be", async () => {
  const { code, stderr } = await runCommand([...neuron, out, "/dev/null/x", "--json"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Error: \/dev\/null\/x: cannot be written \(ENOTDIR/);
});

test.each(["en", "zh"] as const)("the help names every row: %s", (language) => {
  const text = helpText("brain compare", language, 1000);
  for (const row of compareRows) expect(text).toContain(row);
});
