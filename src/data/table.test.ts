import { expect, test } from "vitest";
import { readCsv } from "./read-csv.js";
import { Table } from "./table.js";

const penguins = readCsv(
  "species,island,mass,ringed\nAdelie,Torgersen,3750,true\nGentoo,Biscoe,5000,false\nAdelie,Dream,NA,true\nChinstrap,NA,3700,false\nNA,Dream,4000,NA\n",
);

test("strings become one column for each value, sorted; booleans 0 and 1; the target the place of its class", () => {
  const { x, y, featureNames, classes } = penguins.toTensors({ target: "species", missing: "drop" });
  expect(featureNames).toEqual(["island=Biscoe", "island=Dream", "island=Torgersen", "mass", "ringed"]);
  expect(x.dtype).toBe("float32");
  expect(x.toArray()).toEqual([
    [0, 0, 1, 3750, 1],
    [1, 0, 0, 5000, 0],
  ]);
  expect(classes).toEqual(["Adelie", "Chinstrap", "Gentoo"]);
  expect([y.dtype, y.toArray()]).toEqual(["int32", [0, 2]]);
});

test("missing numbers become the mean, strings and booleans the most frequent value; rows without a target go", () => {
  const { x, y } = penguins.toTensors({ target: "species", missing: "mean" });
  const mean = (3750 + 5000 + 3700 + 4000) / 4;
  expect(x.toArray()).toEqual([
    [0, 0, 1, 3750, 1],
    [1, 0, 0, 5000, 0],
    [0, 1, 0, mean, 1],
    [0, 1, 0, 3700, 0],
  ]);
  expect(y.toArray()).toEqual([0, 2, 0, 1]);
});

test("features are those named; a target of numbers is a quantity, or classes where asked", () => {
  const table = readCsv("a,b,k\n1,2,10\n3,4,9\n5,6,10");
  const quantity = table.toTensors({ target: "k", features: ["b"] });
  expect([quantity.x.toArray(), quantity.y.dtype, quantity.y.toArray(), quantity.classes]).toEqual([
    [[2], [4], [6]],
    "float32",
    [10, 9, 10],
    undefined,
  ]);
  const classes = table.toTensors({ target: "k", task: "classification" });
  expect([classes.y.toArray(), classes.classes]).toEqual([
    [1, 0, 1],
    ["9", "10"],
  ]);
  expect(table.toTensors().x.shape).toEqual([3, 3]);
  expect(table.toTensors().y).toBeUndefined();
});

test("other rows take the encoding of the first, through JSON too, with or without the target", () => {
  const { encoding } = penguins.toTensors({ target: "species", missing: "mean" });
  const other = readCsv("ringed,mass,island\ntrue,?,Dream\n?,1000,Biscoe");
  const encoded = other.encode(JSON.parse(JSON.stringify(encoding)));
  expect(encoded.x.toArray()).toEqual([
    [0, 1, 0, 4112.5, 1],
    [1, 0, 0, 1000, 0],
  ]);
  expect(encoded.y).toBeUndefined();
  expect(penguins.encode(encoding).y?.toArray()).toEqual([0, 2, 0, 1]);
});

test("what cannot be encoded is refused with the line", () => {
  const { encoding } = penguins.toTensors({ target: "species", missing: "drop" });
  const refused: readonly [() => unknown, string][] = [
    [
      () => penguins.toTensors({ target: "species" }),
      'toTensors: column "island" lacks 1 of 5 values, the first on line 5; choose missing: "drop" or "mean", or leave the column out. (missing_values)',
    ],
    [
      () => penguins.toTensors({ target: "specie" }),
      'column: unknown name "specie"; did you mean "species"? use one of species, island, mass, ringed. (unknown_name)',
    ],
    [
      () => penguins.toTensors({ target: "mass", features: ["mass"] }),
      'toTensors: "mass" is the target and among the features; leave it out of one. (invalid_option)',
    ],
    [
      () => penguins.toTensors({ features: [] }),
      "toTensors: no column is left to predict from; name one in features. (empty_data)",
    ],
    [
      () => penguins.toTensors({ target: "species", missing: "drop", maxCategories: 2 }),
      'toTensors: column "island" has 3 different values in 5 rows, over the limit of 2; leave it out with features, or raise maxCategories. (too_many_categories)',
    ],
    [
      () => penguins.toTensors({ target: "species", task: "regression", missing: "drop" }),
      'toTensors: target "species" holds strings, which no regression predicts; use task "classification". (dtype_mismatch)',
    ],
    [
      () => readCsv("a,b\n1,?\n2,?").toTensors({ target: "a" }),
      'toTensors: column "b" has no value at all; leave it out with features. (missing_values)',
    ],
    [
      () => readCsv("a,b\n1,?\n?,2").toTensors({ missing: "drop" }),
      'toTensors: every row has a missing value, so none is left; leave out the columns that lack them, or use missing: "mean". (empty_data)',
    ],
    [
      () => readCsv("island,mass,ringed\nDream,1,true\nMars,1,true").encode(encoding),
      'toTensors: column "island" has "Mars" on line 3, not one of the encoded Biscoe, Dream, Torgersen; encode it together with them, or drop the row. (unknown_category)',
    ],
    [
      () => readCsv("island,mass,ringed,species\nDream,1,true,Emperor").encode(encoding),
      'toTensors: target "species" is "Emperor" on line 2, not one of the encoded Adelie, Chinstrap, Gentoo; encode it together with them, or drop the row. (unknown_category)',
    ],
    [
      () => readCsv("island,mass,ringed\nDream,heavy,true").encode(encoding),
      'toTensors: column "mass" holds strings, and was number when it was encoded; mend the values that are not. (dtype_mismatch)',
    ],
    [
      () =>
        new Table([
          { name: "a", type: "number", values: new Float64Array(2) },
          { name: "b", type: "string", values: [] },
        ]),
      'table: column "b" has 0 values, "a" has 2; give columns of one length. (shape_mismatch)',
    ],
  ];
  for (const [make, message] of refused) expect(make).toThrow(expect.objectContaining({ message }));
});

test("a table made by hand says rows, not lines", () => {
  const table = new Table([{ name: "a", type: "number", values: Float64Array.of(1, Number.NaN) }]);
  expect(() => table.toTensors()).toThrow('column "a" lacks 1 of 2 values, the first on row 1;');
});
