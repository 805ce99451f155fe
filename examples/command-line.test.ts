import { expect, test } from "vitest";
import { commandLine, speaker } from "./command-line.js";

test("options replace defaults; numbers stay numbers", () => {
  expect(commandLine({ epochs: 10, file: "a" }, ["--epochs", "2.5", "--lang", "zh"])).toEqual({
    epochs: 2.5,
    file: "a",
    lang: "zh",
    runtime: "auto",
  });
});

test("a speaker says one language", () => {
  expect([speaker("en")("loss", "损失"), speaker("zh")("loss", "损失")]).toEqual(["loss", "损失"]);
});
