import { expect, test } from "vitest";
import { examples } from "./examples/index.js";
import { figuresOf, metricsOf, placesOf } from "./figures.js";
import { linesOfCsv } from "./lines-of-csv.js";
import { differing, settingsOf } from "./parameters.js";
import { RunList } from "./run-list.js";
import { tableCsv } from "./table-csv.js";

function listOf(
  histories: Readonly<Record<string, string>>,
  records: Readonly<Record<string, string>> = {},
): RunList {
  const list = new RunList();
  for (const [id, text] of Object.entries(histories)) list.history(id, id, "file", text, true);
  for (const [id, text] of Object.entries(records)) list.record(id, id, "file", text);
  return list;
}

test("the table's figures are those of the lines: last, lowest, highest, best, with their epochs", () => {
  const [run] = listOf({
    a: '{"epoch":1,"loss":3,"accuracy":0.5,"odd":1,"seconds":2}\n{"epoch":2,"loss":1,"accuracy":0.9,"seconds":3}\n{"epoch":3,"loss":2,"accuracy":0.7,"odd":null,"seconds":1}\n',
  }).runs;
  expect(metricsOf([run])).toEqual(["loss", "accuracy", "odd"]);
  expect(figuresOf(run, "loss")).toEqual({
    last: 2,
    min: { value: 1, epoch: 2 },
    max: { value: 3, epoch: 1 },
    best: { value: 1, epoch: 2 },
  });
  expect(figuresOf(run, "accuracy")?.best).toEqual({ value: 0.9, epoch: 2 });
  expect(figuresOf(run, "odd")).toEqual({
    last: Number.NaN,
    min: { value: 1, epoch: 1 },
    max: { value: 1, epoch: 1 },
    best: undefined,
  });
  expect(figuresOf(run, "none")).toBeUndefined();
  expect(placesOf(run, "loss", "seconds")).toEqual([2, 5, 6]);
  expect(placesOf(run, "odd", "seconds")).toEqual([2, 6]);
  expect(placesOf(run, "loss", "step")).toBeUndefined();
});

test("a broken line is named with its number; epochs that do not grow do not count", () => {
  const list = listOf(
    { a: '{"epoch":1,"loss":1}\nno\n{"epoch":1,"loss":9}\n{"epoch":2,"loss":null}\n{"epoch":3,"lo' },
    { a: "{" },
  );
  list.end("a");
  const [{ curves, notices }] = list.runs;
  expect([...curves.epoch]).toEqual([1, 2]);
  expect(notices).toEqual([
    {
      what: "record",
      detail:
        "a: is not the folder of a run, for its run.json is not JSON; give a folder such as runs/mnist. (not_a_run)",
    },
    { line: 2, what: "notJson" },
    { line: 4, what: "notFinite", detail: "loss" },
    { line: 5, what: "notJson" },
    { line: 3, what: "notGrowing" },
  ]);
});

test("hostile keys are names like others", () => {
  const [run] = listOf({ a: '{"epoch":1,"__proto__":5,"constructor":6,"<b>":7}\n' }).runs;
  expect(metricsOf([run])).toEqual(["__proto__", "constructor", "<b>"]);
  expect(figuresOf(run, "__proto__")?.last).toBe(5);
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, k) => [`m${k}`, k]));
  expect(metricsOf(listOf({ a: `${JSON.stringify({ epoch: 1, ...wide })}\n` }).runs)).toHaveLength(100);
});

test("live: a history that is begun anew replaces the one before; what a new connection does not name is gone", () => {
  const list = new RunList();
  list.history("a", "a", "live", '{"epoch":1,"loss":1}\n{"ep', true);
  const [before] = list.runs;
  expect(list.runs[0]).toBe(before);
  list.history("a", "a", "live", 'och":2,"loss":2}\n');
  list.history("b", "b", "live", '{"epoch":1}\n', true);
  expect(list.runs.map(({ curves }) => curves.epoch.length)).toEqual([2, 1]);
  list.expectAnew();
  list.history("a", "a", "live", '{"epoch":1,"loss":7}\n', true);
  list.settle();
  expect(list.runs.map(({ id, curves }) => [id, ...curves.epoch])).toEqual([["a", 1]]);
});

test("of the settings only those that differ stand in the table", () => {
  const list = new RunList();
  for (const { name, record, history } of examples) {
    list.record(name, name, "example", record);
    list.history(name, name, "example", history, true);
    list.end(name);
  }
  const { runs } = list;
  expect(runs.map(({ notices }) => notices.length)).toEqual([0, 0, 0, 0]);
  expect(runs.map(({ curves }) => curves.epoch.length)).toEqual([60, 60, 60, 60]);
  expect(differing(runs).map(({ name, values }) => [name, ...values.values()])).toEqual([
    ["optimizer.learningRate", "0.0003", "0.003", "0.03", "0.3"],
  ]);
  expect(differing(runs.slice(0, 1))).toEqual([]);
  expect(placesOf(runs[0], "loss", "step")?.at(-1)).toBe(360);
});

test("settings have short names, also where a file is strange", () => {
  expect([
    ...settingsOf({
      command: "x",
      seed: 3,
      model: { layers: [{ name: "dense", kind: "dense", config: { units: 8 } }], calls: [1] },
      compile: {
        optimizer: { kind: "sgd", config: { learningRate: 0.1 } },
        loss: "mse",
        metrics: ["accuracy"],
      },
    }),
  ]).toEqual([
    ["seed", "3"],
    ["dense", "dense"],
    ["dense.units", "8"],
    ["optimizer", "sgd"],
    ["optimizer.learningRate", "0.1"],
    ["loss", "mse"],
    ["metrics", '["accuracy"]'],
  ]);
  let deep: unknown = 1;
  for (let k = 0; k < 5000; k++) deep = { deep };
  expect(settingsOf(deep).size).toBe(0);
  expect(settingsOf("text")).toEqual(new Map([["", "text"]]));
});

test("the table as CSV: whole figures; what a spreadsheet would compute is text", () => {
  const list = listOf({
    "=1+1": '{"epoch":1,"loss":0.123456789012345}\n{"epoch":2,"loss":null}\n',
    'a"b,c': '{"epoch":1,"acc":1}\n',
  });
  expect(tableCsv(list.runs, differing(list.runs))).toBe(
    [
      "run,state,started,epochs,loss last,loss min,loss min epoch,loss max,loss max epoch,acc last,acc min,acc min epoch,acc max,acc max epoch",
      "'=1+1,,,2,NaN,0.123456789012345,1,0.123456789012345,1,,,,,",
      '"a""b,c",,,1,,,,,,1,1,1,1,1',
      "",
    ].join("\n"),
  );
});

test("the CSV of csvLogger: epochs from 0 there, from 1 here; NA is no value; a broken one says its line", () => {
  const text = "epoch,accuracy,loss,valLoss\r\n0,0.5,Infinity,NA\r\n1,0.75,0.5,0.625\r\n";
  const [run] = listOf({ log: linesOfCsv(text, "log.csv") }).runs;
  expect([...run.curves.epoch]).toEqual([1, 2]);
  expect(figuresOf(run, "valLoss")).toMatchObject({ last: 0.625, min: { value: 0.625, epoch: 2 } });
  expect(figuresOf(run, "loss")?.max).toEqual({ value: 0.5, epoch: 2 });
  expect(run.notices).toEqual([]);
  expect(() => linesOfCsv("epoch,loss\n0,1\n1\n", "log.csv")).toThrow("log.csv, line 3: ");
  expect(() => linesOfCsv("step,loss\n0,1\n", "log.csv")).toThrow("(unknown_name)");
  const again = listOf({ log: linesOfCsv("epoch,loss\n0,1\n0,2\n", "log.csv") }).runs;
  expect(again[0].notices).toEqual([{ line: 3, what: "notGrowing" }]);
});
