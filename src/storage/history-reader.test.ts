import { expect, test } from "vitest";
import { HistoryReader } from "./history-reader.js";

const read = (text: string): HistoryReader => {
  const reader = new HistoryReader();
  reader.feed(text);
  reader.end();
  return reader;
};

test("epochs come line by line, in pieces of any length", () => {
  const text = '{"epoch":1,"loss":0.5,"seconds":2}\n\n{"epoch":2,"loss":0.25}\r\n';
  const reader = new HistoryReader();
  for (const letter of text) reader.feed(letter);
  expect(reader.epochs).toEqual([
    { epoch: 1, loss: 0.5, seconds: 2 },
    { epoch: 2, loss: 0.25 },
  ]);
  expect([reader.lines, reader.faultCount]).toEqual([[1, 3], 0]);
});

test("a broken line is named and the others count", () => {
  const reader = read(
    '{"epoch":1,"loss":1}\n{"epoch":2,"lo{"epoch":3}\n[1]\n"x"\n{"loss":2}\n{"epoch":1.5}\nNaN\n{"epoch":4}',
  );
  expect(reader.epochs).toEqual([{ epoch: 1, loss: 1 }, { epoch: 4 }]);
  expect(reader.faults).toEqual([
    { line: 2, what: "notJson" },
    { line: 3, what: "noEpoch" },
    { line: 4, what: "noEpoch" },
    { line: 5, what: "noEpoch" },
    { line: 6, what: "noEpoch" },
    { line: 7, what: "notJson" },
  ]);
});

test("what is no number is NaN, and told", () => {
  const reader = read('{"epoch":1,"loss":null,"valLoss":"NaN","x":1e999}\n');
  expect(reader.epochs).toEqual([{ epoch: 1, loss: Number.NaN, valLoss: Number.NaN, x: Infinity }]);
  expect(reader.faults.map(({ key }) => key)).toEqual(["loss", "valLoss", "x"]);
});

test("the lines that train --json prints", () => {
  const reader = read('{"event":"epoch","epoch":1,"loss":1,"seconds":0.5}\n{"event":"done","steps":3}\n');
  expect(reader.epochs).toEqual([{ epoch: 1, loss: 1, seconds: 0.5 }]);
  expect(reader.faults).toEqual([]);
});

test("a line without end is passed over; faults are counted, not hoarded", () => {
  const reader = new HistoryReader();
  for (let k = 0; k < 30; k++) reader.feed("x".repeat(100_000));
  reader.feed('\n{"epoch":1}\n');
  expect(reader.faults).toEqual([{ line: 1, what: "tooLong" }]);
  expect(reader.epochs).toHaveLength(1);
  reader.feed("no\n".repeat(1000));
  expect([reader.faultCount, reader.faults.length]).toEqual([1001, 100]);
});
