import { describe, expect, test } from "vitest";
import { CommandError } from "./command-error.js";
import { messagesIn } from "./messages.js";
import { parseOptions, typed } from "./parse-options.js";
import { trainOptions } from "./train-options.js";

const read = (line: string, language: "en" | "zh" = "en") =>
  parseOptions(line.split(" ").filter(Boolean), trainOptions, messagesIn(language));

/** What is said of a command line that is wrong; it must end with exit code 2. */
function refused(line: string, language: "en" | "zh" = "en"): string {
  try {
    read(line, language);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
  throw new Error(`${line} was accepted`);
}

test("options of every kind, in both ways of writing them", () => {
  const line = "mnist --layers 128,64 --dropout=0.2 --epochs 3 --optimizer adamW --learning-rate 1e-3 --json";
  expect(read(line)).toEqual({
    positionals: ["mnist"],
    values: {
      layers: [128, 64],
      dropout: 0.2,
      epochs: 3,
      optimizer: "adamW",
      learningRate: 0.001,
      json: true,
    },
  });
  expect(read("x.csv --ignore id,name --layers none --validation-split 0 --seed 0").values).toEqual({
    ignore: ["id", "name"],
    layers: [],
    validationSplit: 0,
    seed: 0,
  });
  expect(read("mnist --epochs 3 --epochs 4").values.epochs).toBe(4);
  expect(read("mnist -h").values.help).toBe(true);
  expect(typed("validationSplit")).toBe("--validation-split");
});

describe("what a hurried person types", () => {
  test.each([
    ["--epochs five", "--epochs five: use a whole number from 1."],
    ["--epochs 0", "--epochs 0: use a whole number from 1."],
    ["--epochs -3", "--epochs -3: use a whole number from 1."],
    ["--epochs 2.5", "--epochs 2.5: use a whole number from 1."],
    ["--epochs 0x10", "--epochs 0x10: use a whole number from 1."],
    ["--epochs", "--epochs needs a value: --epochs N."],
    ["--epochs --json", "--epochs needs a value: --epochs N."],
    ["--epochs=", "--epochs needs a value: --epochs N."],
    ["--batch-size 0", "--batch-size 0: use a whole number from 1."],
    ["--threads 300", "--threads 300: use a whole number from 1 to 256."],
    ["--learning-rate -0.1", "--learning-rate -0.1: use a number above 0."],
    ["--learning-rate 0", "--learning-rate 0: use a number above 0."],
    ["--learning-rate 0,1", "--learning-rate 0,1: use a number above 0."],
    ["--learning-rate Infinity", "--learning-rate Infinity: use a number above 0."],
    ["--dropout 1", "--dropout 1: use a number from 0 to below 1."],
    ["--validation-split 20", "--validation-split 20: use a number from 0 to below 1."],
    [
      "--layers 128,,",
      "--layers 128,,: write the units of each hidden layer, whole numbers from 1 to 65536 with commas between them, such as 128,64; or none.",
    ],
    [
      "--layers 128x64",
      "--layers 128x64: write the units of each hidden layer, whole numbers from 1 to 65536 with commas between them, such as 128,64; or none.",
    ],
    [
      "--optimizer adm",
      '--optimizer adm: unknown; did you mean "adam"? use one of adagrad, adam, adamW, rmsprop, sgd.',
    ],
    ["--optimizer lion", "--optimizer lion: unknown; use one of adagrad, adam, adamW, rmsprop, sgd."],
    ["--runtime webgpu", "--runtime webgpu: unknown; use one of auto, native, wasm, reference."],
    ["--activation ReLU", /^--activation ReLU: unknown; did you mean "relu"\? use one of /],
    ["--loss crossentropy", /^--loss crossentropy: unknown; /],
    ["--lang fr", "--lang fr: unknown; use one of en, zh."],
    ["--ignore a,,b", "--ignore a,,b: an item is empty; write names with commas between them, such as a,b."],
    ["--json yes", undefined],
    ["--json=yes", '--json takes no value; leave out "yes".'],
    ["--epoch 3", "unknown option --epoch; did you mean --epochs?"],
    ["--batchSize 3", "unknown option --batchSize; did you mean --batch-size?"],
    ["--lr 0.1", "unknown option --lr; did you mean --learning-rate?"],
    ["--optimiser adam", "unknown option --optimiser; did you mean --optimizer?"],
    ["--frobnicate", "unknown option --frobnicate."],
    ["-e 3", "unknown option -e; did you mean --epochs?"],
  ])("%s", (line, said) => {
    if (said === undefined) expect(read(`mnist ${line}`).positionals).toEqual(["mnist", "yes"]);
    else if (typeof said === "string") expect(refused(`mnist ${line}`)).toBe(said);
    else expect(refused(`mnist ${line}`)).toMatch(said);
  });

  test("in Chinese", () => {
    expect(refused("mnist --epochs 五", "zh")).toBe("--epochs 五：请用不小于 1 的整数。");
    expect(refused("mnist --dropout 1", "zh")).toBe("--dropout 1：请用不小于 0、小于 1 的数。");
    expect(refused("mnist --lr 1", "zh")).toBe("没有 --lr 这个选项；是不是想用 --learning-rate？");
    expect(refused("mnist --optimizer adm", "zh")).toBe(
      "--optimizer adm：不认识；是不是想用“adam”？可用的有 adagrad、adam、adamW、rmsprop、sgd。",
    );
    expect(refused("mnist --epochs", "zh")).toBe("--epochs 后面要有值：--epochs N。");
  });
});
