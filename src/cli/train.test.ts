import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel } from "neurograd";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { penguinsCsv } from "../../test/support/penguins.js";
import { type CommandWorld, runCommand } from "../../test/support/run-command.js";
import { testFolder } from "../../test/support/test-folder.js";

let folder = "";
const at = (...names: string[]): string => join(folder, ...names);
const train = (line: string, world: CommandWorld = {}) =>
  runCommand(["train", ...line.split(" ").filter(Boolean)], world);

async function csv(name: string, text: string): Promise<string> {
  await writeFile(at(name), text);
  return at(name);
}

beforeAll(async () => {
  folder = await testFolder();
  await csv("penguins.csv", penguinsCsv(120));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const linesOf = (text: string): string[] => text.trimEnd().split("\n");

describe("MNIST, a part of it", () => {
  const part = "--train 640 --test 200 --epochs 2 --runtime native --threads 1";

  test("plain lines: what is trained, a line an epoch, what it is worth, and the accuracy last", async () => {
    const out = at("mnist");
    const { code, stdout, stderr } = await train(`mnist ${part} --output ${out}`);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain("\x1b");
    const lines = linesOf(stdout);
    expect(lines.slice(0, 4)).toEqual([
      "MNIST: 640 images to train with, 200 to test with",
      "784 → 128 → 128 → 10, relu: 118,282 parameters", // 784·128 + 128 + 128·128 + 128 + 128·10 + 10
      "adam, batches of 128, 2 epochs, runtime native, seed 1",
      "",
    ]);
    expect(lines[4]).toMatch(
      /^Epoch 1\/2 {2}\d+\.\d s {2}\S+ steps\/s {2}loss \d\.\d{4} {2}accuracy 0\.\d{4}$/,
    );
    expect(lines[5]).toMatch(/^Epoch 2\/2 /);
    expect(lines[7]).toMatch(/^Trained for \d+\.\d s: 10 steps$/);
    expect(lines[9]).toBe("Confusion matrix of 200 examples (rows: truth, columns: prediction)");
    const matrix = lines.slice(11, 21).map((line) =>
      line
        .trim()
        .split(/\s+/)
        .slice(1)
        .map((n) => Number(n.replace("·", "0"))),
    );
    const right = matrix.reduce((sum, row, k) => sum + row[k], 0);
    expect(matrix.flat().reduce((a, b) => a + b, 0)).toBe(200);
    expect(lines.slice(22, 34).every((line) => /^[ ▀▄█]*$/.test(line))).toBe(true);
    expect(lines[34]).toMatch(/^says \d, [01]\.\d{4} +says \d, [01]\.\d{4} +says \d, [01]\.\d{4}$/);
    expect(lines[35]).toMatch(/^is \d +is \d +is \d: wrong$/);
    expect(lines.slice(-3)).toEqual([
      `Saved in ${out}/: model.onnx, checkpoint/, history.jsonl, run.json`,
      `Use it: npx neurograd predict ${out}/model.onnx --mnist 7`,
      `test accuracy ${(right / 200).toFixed(4)}`,
    ]);
    expect(right / 200).toBeGreaterThan(0.5); // ten steps of 128; guessing gives 0.1

    const history = linesOf(await readFile(join(out, "history.jsonl"), "utf8")).map((line) =>
      JSON.parse(line),
    );
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(lines[5]).toContain(
      `loss ${history[1].loss.toFixed(4)}  accuracy ${history[1].accuracy.toFixed(4)}`,
    );
    const record = JSON.parse(await readFile(join(out, "run.json"), "utf8"));
    expect(record.results.testAccuracy).toBe(right / 200);
    expect(record.config.command).toBe(`npx neurograd train mnist ${part} --output ${out}`);
    expect((await readdir(out)).sort()).toEqual(["checkpoint", "history.jsonl", "model.onnx", "run.json"]);

    const again = await train(`mnist ${part} --output ${at("again")}`);
    expect(linesOf(again.stdout).at(-1)).toBe(lines.at(-1)); // the same seed
    const quiet = await train(`mnist ${part} --output ${at("again")} --quiet --seed 5`);
    expect(quiet.stdout).toMatch(/^test accuracy 0\.\d{4}\n$/);
    expect(quiet.stdout).not.toBe(`${lines.at(-1)}\n`);
  });

  test("--json: an object a line and nothing else", async () => {
    const line = `mnist ${part} --json --validation-split 0.25 --layers 16 --output ${at("json")}`;
    const { code, stdout, stderr } = await train(line);
    expect([code, stderr]).toEqual([0, ""]);
    const objects = linesOf(stdout).map((text) => JSON.parse(text));
    expect(objects).toHaveLength(3);
    for (const [k, object] of objects.slice(0, 2).entries()) {
      expect(Object.keys(object)).toEqual([
        "event",
        "epoch",
        "loss",
        "accuracy",
        "valLoss",
        "valAccuracy",
        "seconds",
      ]);
      expect([object.event, object.epoch]).toEqual(["epoch", k + 1]);
    }
    expect(objects[2]).toEqual({
      event: "done",
      steps: 8, // 480 images in batches of 128, twice
      seconds: expect.any(Number),
      runtime: "native",
      model: `${at("json")}/model.onnx`,
      testAccuracy: expect.any(Number),
    });
  });

  test("in a terminal: colors, unless NO_COLOR; Chinese", async () => {
    const line = `mnist --train 256 --test 50 --epochs 1 --layers 8 --output ${at("zh")} --runtime native --threads 1`;
    const colored = await train(line, { columns: 80, env: { TERM: "xterm-256color", LANG: "zh_CN.UTF-8" } });
    expect(colored.stdout).toContain("\x1b[1m50 个样本的混淆矩阵（行：实际，列：预测）\x1b[22m");
    expect(colored.stdout).toContain("\x1b[38;5;");
    expect(linesOf(colored.stdout).at(-1)).toMatch(/^测试准确率 0\.\d{4}$/);
    const plain = await train(line, {
      columns: 80,
      env: { TERM: "xterm-256color", NO_COLOR: "1", LANG: "zh_CN" },
    });
    expect(plain.stdout.replaceAll("\r\x1b[K", "")).not.toContain("\x1b");
  });
});

describe("a CSV file", () => {
  const quick = "--epochs 30 --runtime native --threads 1";

  test("texts: classes; what was decided is said, and the network is better than guessing", async () => {
    const { code, stdout, stderr } = await train(`${at("penguins.csv")} ${quick} --output ${at("species")}`);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = linesOf(stdout);
    expect(lines.slice(0, 8)).toEqual([
      `${at("penguins.csv")}: 120 rows, 6 columns`,
      "target: species, the last column (another: --target NAME)",
      "classification into 3 classes",
      "6 missing values: replaced by their columns' means or most frequent values",
      "96 rows to train with, 24 held out for validation",
      "7 → 64 → 32 → 3, relu: 2,691 parameters", // 7·64 + 64 + 64·32 + 32 + 32·3 + 3
      "adam, batches of 32, 30 epochs, runtime native, seed 1",
      "",
    ]);
    expect(lines.filter((line) => line.startsWith("Epoch "))).toHaveLength(30);
    expect(lines.at(-2)).toMatch(/^\(always saying "\w+" would give 0\.\d{4}\)$/);
    const accuracy = Number(/^validation accuracy (\d\.\d{4})$/.exec(lines.at(-1) ?? "")?.[1]);
    expect(accuracy).toBeGreaterThan(0.75); // the kinds overlap little: body and bill tell them apart
    const net = await loadModel(`${at("species")}/model.onnx`);
    expect(net.layers.map(({ kind }) => kind)).toEqual(["normalization", "dense", "dense", "dense"]);
    expect(JSON.parse(net.metadata["neurograd.table"]).target).toEqual({
      name: "species",
      classes: ["Adelie", "Chinstrap", "Gentoo"],
    });
  });

  test("numbers: a quantity, told in its own unit", async () => {
    const line = `${at("penguins.csv")} --target body_mass_g ${quick} --output ${at("mass")} --json`;
    const objects = linesOf((await train(line)).stdout).map((text) => JSON.parse(text));
    const { mae, valMae } = objects[29];
    expect(mae).toBeLessThan(500); // grams; always saying the mean is wrong by about 600
    expect(valMae).toBeLessThan(500);
    expect(objects[30]).toMatchObject({ event: "done", valMae: expect.closeTo(valMae, 1) });
    const told = await train(`${at("penguins.csv")} --target body_mass_g ${quick} --output ${at("mass")}`);
    const lines = linesOf(told.stdout);
    expect(lines[1]).toBe("target: body_mass_g");
    expect(lines[2]).toBe("regression: the target is a quantity (else: --task classification)");
    expect(lines.at(-2)).toMatch(/^\(always saying the mean would give \d+(\.\d+)?\)$/);
    expect(lines.at(-1)).toMatch(/^validation mean absolute error \d+(\.\d+)?, R² 0\.\d+$/);
  });

  test("plain descent learns a quantity too, whatever its unit", async () => {
    const line = `${at("penguins.csv")} --target body_mass_g ${quick} --optimizer sgd --json --output ${at("sgd")}`;
    const objects = linesOf((await train(line)).stdout).map((text) => JSON.parse(text));
    expect(objects.at(-1).valMae).toBeLessThan(500);
  });

  test("few whole numbers are classes; --task decides otherwise; what cannot be learned from is left out", async () => {
    const rows = Array.from({ length: 60 }, (_, k) => `${k + 1},person ${k},${k % 7},,${k % 2}`);
    const path = await csv("people.csv", `id,name,score,empty,passed\n${rows.join("\n")}\n`);
    const line = `${path} --epochs 1 --layers none --runtime reference --output ${at("people")}`;
    const classes = linesOf((await train(line)).stdout);
    expect(classes.slice(0, 6)).toEqual([
      `${path}: 60 rows, 5 columns`,
      "target: passed, the last column (another: --target NAME)",
      "classification into 2 classes: the target has few whole numbers (else: --task regression)",
      "left out: id (counts the rows), name (60 different texts), empty (empty)",
      "48 rows to train with, 12 held out for validation",
      "1 → 2, relu: 4 parameters",
    ]);
    const quantity = linesOf((await train(`${line} --task regression --ignore name,empty`)).stdout);
    expect(quantity.slice(2, 4)).toEqual(["regression", "left out: id (counts the rows)"]);
  });

  test("two classes by a loss of one number", async () => {
    const rows = Array.from({ length: 40 }, (_, k) => `${k},${k >= 20}`);
    const path = await csv("half.csv", `x,large\n${rows.join("\n")}\n`);
    const line = `${path} --loss binaryCrossentropy --learning-rate 0.05 ${quick} --output ${at("half")}`;
    const lines = linesOf((await train(line)).stdout);
    expect(lines[2]).toBe("classification into 2 classes");
    expect(lines[4]).toBe("1 → 64 → 32 → 1, relu: 2,241 parameters");
    expect(Number(lines.at(-1)?.split(" ").at(-1))).toBeGreaterThan(0.8);
  });

  test("the validation part and the result do not depend on the number of threads or on who asks", async () => {
    const line = `${at("penguins.csv")} --epochs 3 --output ${at("bits")} --runtime native --json`;
    const losses = async (threads: number): Promise<number[]> =>
      linesOf((await train(`${line} --threads ${threads}`)).stdout).map((text) => JSON.parse(text).valLoss);
    expect(await losses(2)).toEqual(await losses(1));
  });
});

describe("what a hurried person gives it: a sentence, and the right exit code", () => {
  const refused = async (line: string): Promise<string> => {
    const { code, stdout, stderr } = await train(line);
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/\n\s+at /); // no stack trace
    return `${code} ${stderr.replaceAll(`${folder}/`, "")}`;
  };

  test("files", async () => {
    expect(await refused(at("penguin.csv"))).toBe(
      "1 Error: penguin.csv: there is no such file; did you mean penguins.csv?\n",
    );
    await mkdir(at("data"));
    expect(await refused(at("data"))).toBe("1 Error: data is a folder; give a file in it.\n");
    await csv("table.xlsx", "PK\x03\x04…");
    expect(await refused(at("table.xlsx"))).toBe(
      "1 Error: table.xlsx is a spreadsheet or a ZIP archive; save the table as CSV and give that.\n",
    );
    await csv("ragged.csv", "a,b,c\n1,2,3\n4,5\n");
    expect(await refused(at("ragged.csv"))).toBe(
      '1 Error: ragged.csv, line 3: 2 cells, but 3 on line 1, divided by ","; give all rows the same number. (csv_ragged)\n',
    );
    await csv("quote.csv", 'a,b\n1,"two\n3,4\n');
    expect(await refused(at("quote.csv"))).toMatch(/^1 Error: quote\.csv, line 2: .*\(csv_quote\)\n$/);
    await csv("empty.csv", "");
    expect(await refused(at("empty.csv"))).toBe(
      "1 Error: empty.csv: there is no row in it; give a file with data. (empty_data)\n",
    );
    await csv("head.csv", "a,b\n");
    expect(await refused(at("head.csv"))).toMatch(/^1 Error: head\.csv: .*\(empty_data\)\n$/);
  });

  test("columns and tasks", async () => {
    const path = at("penguins.csv");
    expect(await refused(`${path} --target specis`)).toBe(
      '2 Error: --target specis: unknown; did you mean "species"? use one of island, bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, species.\nneurograd train --help says more.\n',
    );
    expect(await refused(`${path} --ignore wings`)).toMatch(
      /^2 Error: --ignore wings: unknown; use one of island, /,
    );
    expect(await refused(`${path} --task regression`)).toBe(
      '2 Error: penguins.csv: the target "species" holds texts, which no regression predicts; use --task classification.\nneurograd train --help says more.\n',
    );
    expect(await refused(`${path} --target body_mass_g --loss logLoss`)).toBe(
      "2 Error: --loss logLoss: is for classes, and the target is a quantity; use meanSquaredError, or --task classification.\nneurograd train --help says more.\n",
    );
    await csv("same.csv", `a,b\n${"1,yes\n".repeat(20)}`);
    expect(await refused(at("same.csv"))).toBe(
      '1 Error: same.csv: every row has "yes" in the target "b"; there is nothing to tell apart. Choose another with --target.\n',
    );
    await csv(
      "names.csv",
      `a,name\n${Array.from({ length: 20 }, (_, k) => `${k % 3},name ${k}`).join("\n")}\n`,
    );
    expect(await refused(at("names.csv"))).toBe(
      '1 Error: the target "name" has 20 different values in 20 rows; choose another with --target, or --task regression.\n',
    );
    await csv("one.csv", "a,b\n1,2.5\n");
    expect(await refused(at("one.csv"))).toBe(
      "1 Error: one.csv: 1 row is too few to train with and to hold some out; give at least 2, or --validation-split 0.\n",
    );
    await csv("alone.csv", "b\n1\n2\n3\n");
    expect(await refused(at("alone.csv"))).toMatch(/^1 Error: .*no column is left to predict from/);
  });

  test("a folder that cannot be written to is known before anything is learned", async () => {
    await csv("file.txt", "not a folder");
    const { code, stdout, stderr } = await train(`${at("penguins.csv")} --output ${at("file.txt", "run")}`);
    expect(code).toBe(1);
    expect(stderr.replaceAll(`${folder}/`, "")).toBe(
      "Error: file.txt/run/run.json: file.txt/run is not a folder (ENOTDIR); save to another folder. (write_failed)\n",
    );
    expect(stdout).not.toContain("Epoch");
  });

  test("learning that goes wrong says where", async () => {
    const line = `${at("penguins.csv")} --target body_mass_g --optimizer sgd --learning-rate 1e30 --output ${at("nan")}`;
    const { code, stderr } = await train(`${line} --runtime native --threads 1`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: fit: the loss is \S+ at epoch \d+, step \d+ .*\(non_finite_loss\)\n$/);
  });
});

describe("Ctrl-C", () => {
  const line = (out: string): string =>
    `${at("penguins.csv")} --epochs 10 --runtime native --threads 1 --output ${at(out)}`;

  test("once: what was learned is saved, and how to go on is said; going on ends as if never stopped", async () => {
    const once = await train(line("stopped"), {
      interrupt: (out) => Number(/Epoch {2}4\/10.*\n$/.test(out)),
    });
    expect([once.code, once.exits]).toEqual([0, []]);
    expect(once.stderr).toBe("Stopping after this step; Ctrl-C again ends at once.\n");
    const lines = linesOf(once.stdout);
    expect(lines.at(-4)).toMatch(/^Epoch {2}4\/10 /);
    expect(lines.slice(-3)).toEqual([
      "Stopped in epoch 4 of 10.",
      `Saved in ${at("stopped")}/: model.onnx, checkpoint/, history.jsonl, run.json`,
      `Go on: npx neurograd train ${line("stopped")} --resume`,
    ]);
    const resumed = await train(`${line("stopped")} --resume`);
    expect([resumed.code, resumed.stderr]).toEqual([0, ""]);
    expect(resumed.stdout).toContain(`\ngoes on from ${at("stopped")}, after epoch 4\n\nEpoch  5/10 `);
    const whole = await train(line("whole"));
    expect(linesOf(resumed.stdout).at(-1)).toBe(linesOf(whole.stdout).at(-1));
    const lossesIn = async (out: string): Promise<number[]> =>
      linesOf(await readFile(at(out, "history.jsonl"), "utf8")).map((text) => JSON.parse(text).loss);
    expect(await lossesIn("stopped")).toEqual(await lossesIn("whole"));
    const over = await train(`${line("stopped")} --resume`);
    expect(over.stdout).toContain(
      `${at("stopped")} has its 10 epochs already; for more, give a larger --epochs\n`,
    );
    expect(linesOf(over.stdout).at(-1)).toBe(linesOf(whole.stdout).at(-1));
  });

  test("once, with --json", async () => {
    const { code, stdout } = await train(`${line("json")} --json`, {
      interrupt: (out) => Number(out.split("\n").length === 4),
    });
    expect(code).toBe(0);
    const objects = linesOf(stdout).map((text) => JSON.parse(text));
    expect(objects.map(({ event }) => event)).toEqual(["epoch", "epoch", "epoch", "done"]);
    expect(objects[3]).toMatchObject({ steps: 9, stopped: true, model: `${at("json")}/model.onnx` });
    expect(existsSync(objects[3].model)).toBe(true);
  });

  test("twice: the process ends at once with 130", async () => {
    const { exits } = await train(line("twice"), {
      interrupt: (out) => 2 * Number(/Epoch {2}2\/10.*\n$/.test(out)),
    });
    expect(exits).toEqual([130]);
  });

  test("nothing to go on from", async () => {
    const { code, stderr } = await train(`${line("nowhere")} --resume`);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Error: ${at("nowhere")}: is not the folder of a run, for it has no run.json; give a folder such as runs/mnist. (not_a_run)\n`,
    );
  });
});
