import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandLine } from "./command-line.js";

test("words that a shell would divide or read otherwise are quoted, so that it gives them back", () => {
  expect(commandLine(["train", "mnist", "--layers", "128,64", "--lang=zh"])).toBe(
    "npx neurograd train mnist --layers 128,64 --lang=zh",
  );
  const words = ["my data.csv", "it's", "a$b", "列.csv", "*", ""];
  const line = commandLine(words).replace("npx neurograd", "printf '[%s]'");
  expect(execFileSync("sh", ["-c", line], { encoding: "utf8" })).toBe(
    words.map((word) => `[${word}]`).join(""),
  );
});
