import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCommand } from "../../test/support/run-command.js";
import { helpText } from "./help.js";

const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));

describe("what every command line understands", () => {
  test.each(["--help", "-h", "help", "--help --lang en"])("%s", async (line) => {
    expect(await runCommand(line)).toMatchObject({
      code: 0,
      stdout: helpText(undefined, "en", 80),
      stderr: "",
    });
  });

  test.each(["train --help", "train mnist --epochs five --help", "help train", "-h train"])(
    "%s",
    async (line) => {
      expect(await runCommand(line)).toMatchObject({
        code: 0,
        stdout: helpText("train", "en", 80),
        stderr: "",
      });
    },
  );

  test.each(["brain compare --help", "help brain compare"])("%s", async (line) => {
    expect((await runCommand(line)).stdout).toBe(helpText("brain compare", "en", 80));
  });

  test.each(["brain --help", "help brain"])("%s: the commands that begin so", async (line) => {
    const { stdout } = await runCommand(line);
    expect(stdout).toBe(helpText("brain", "en", 80));
    expect(stdout).toContain("  brain compare [options]");
    expect(stdout).not.toContain("  train ");
  });

  test("help as wide as the terminal, in its language", async () => {
    const { stdout } = await runCommand("predict --help", { columns: 60, env: { LANG: "zh_CN.UTF-8" } });
    expect(stdout).toBe(helpText("predict", "zh", 60));
  });

  test.each(["--version", "-v", "version"])("%s", async (line) => {
    expect(await runCommand(line)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("the language may come first", async () => {
    const { code, stderr } = await runCommand("--lang zh train");
    expect([code, stderr]).toEqual([
      2,
      "错误：请指明用什么训练：mnist，或一个 CSV 文件，例如：neurograd train mnist\n详见 neurograd train --help。\n",
    ]);
    expect((await runCommand("--lang=zh --help")).stdout).toBe(helpText(undefined, "zh", 80));
  });
});

describe("wrong use: what is wrong, what is right, exit code 2, nothing on stdout", () => {
  test.each([
    [
      "trian mnist",
      'unknown command "trian"; did you mean "train"? the commands are train, predict, inspect, brain, lab.',
      "",
    ],
    ["mnist", 'unknown command "mnist"; the commands are train, predict, inspect, brain, lab.', ""],
    ["--verison", "unknown option --verison; did you mean --version?", ""],
    ["train", "say what to train on: mnist, or a CSV file, for example: neurograd train mnist", "train "],
    [
      "predict model.onnx",
      "say which model, and for what, for example: neurograd predict runs/mnist/model.onnx --mnist 7",
      "predict ",
    ],
    [
      "inspect",
      "say which ONNX file to look at, for example: neurograd inspect runs/mnist/model.onnx",
      "inspect ",
    ],
    ["train my data.csv", '"data.csv": one thing too many; put quotes around names with spaces.', "train "],
    ["train mnist --epoch 3", "unknown option --epoch; did you mean --epochs?", "train "],
    ["train minst", "minst: there is no such file; did you mean mnist?", "train "],
    ["train mnist --target label", "--target is for CSV files; MNIST has no columns.", "train "],
    ["train x.csv --train 5", "--train is for mnist; a CSV file is used whole.", "train "],
    [
      "predict m.onnx x.npy --mnist 3",
      'give either --mnist or an input file, not both ("x.npy").',
      "predict ",
    ],
    ["predict m.onnx --mnist 10000", "--mnist 10000: use a whole number from 0 to 9999.", "predict "],
    ["brain", 'say what to do with "brain": brain compare, brain convert.', ""],
    [
      "brain compair",
      'unknown command "brain compair"; did you mean "brain compare"? the commands are brain compare, brain convert.',
      "",
    ],
    [
      "brain compare neuron",
      '"neuron": one thing too many; put quotes around names with spaces.',
      "brain compare ",
    ],
    ["inspect a.onnx --jsn", "unknown option --jsn; did you mean --json?", "inspect "],
  ])("neurograd %s", async (line, said, command) => {
    expect(await runCommand(line)).toEqual({
      code: 2,
      stdout: "",
      stderr: `Error: ${said}\nneurograd ${command}--help says more.\n`,
      exits: [],
    });
  });

  test("nothing at all: the help, on stderr", async () => {
    expect(await runCommand("")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: helpText(undefined, "en", 80),
    });
  });
});
