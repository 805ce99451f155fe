import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import {
  addSizes,
  bindShape,
  bindSize,
  divideSizes,
  floorDivideSize,
  formatShape,
  multiplySizes,
  namedSize,
  replaceSizes,
  type Size,
  type Sizes,
  sameShape,
  sameSize,
  shapeSize,
  sizeName,
  staticShape,
  subtractSizes,
} from "./size.js";

const [batch, time, width] = ["batch", "time", "width"].map(namedSize);

describe("expressions are written in one way", () => {
  test.each<[Size, string]>([
    [batch, "batch"],
    [multiplySizes(time, batch), "batch*time"],
    [multiplySizes(2, multiplySizes(time, batch)), "2*batch*time"],
    [addSizes(1, addSizes(batch, batch)), "2*batch+1"],
    [subtractSizes(batch, 3), "batch+-3"],
    [multiplySizes(addSizes(batch, 1), addSizes(batch, 1)), "batch*batch+2*batch+1"],
    [floorDivideSize(width, 2), "floor((width)/2)"],
    [floorDivideSize(addSizes(multiplySizes(4, width), 7), 2), "2*width+3"],
    [floorDivideSize(addSizes(multiplySizes(3, width), 5), 2), "width+floor((width+1)/2)+2"],
    [floorDivideSize(subtractSizes(width, 1), 2), "floor((width+1)/2)+-1"],
    [floorDivideSize(width, 1), "width"],
  ])("%s", (size, key) => {
    expect(String(size)).toBe(key);
  });
  test("what cancels becomes a number again", () => {
    expect(subtractSizes(batch, batch)).toBe(0);
    expect(subtractSizes(addSizes(batch, 5), batch)).toBe(5);
    expect(multiplySizes(batch, 0)).toBe(0);
  });
});

const names = ["a", "b", "c"];
const expressions: fc.Arbitrary<Size> = fc.letrec<{ size: Size }>((tie) => ({
  size: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Size>(...names.map(namedSize)),
    fc.integer({ min: -4, max: 9 }),
    fc.tuple(tie("size"), tie("size")).map(([x, y]) => addSizes(x, y)),
    fc.tuple(tie("size"), tie("size")).map(([x, y]) => multiplySizes(x, y)),
    fc.tuple(tie("size"), fc.integer({ min: 1, max: 5 })).map(([x, d]) => floorDivideSize(x, d)),
  ),
})).size;
const bindings: fc.Arbitrary<Sizes> = fc.record({ a: fc.nat(50), b: fc.nat(50), c: fc.nat(50) });
const law = <T>(property: fc.IPropertyWithHooks<T>): void => fc.assert(property, { seed: 1, numRuns: 300 });

describe("laws", () => {
  test("sums, products and floors of expressions are those of their numbers", () => {
    law(
      fc.property(expressions, expressions, fc.integer({ min: 1, max: 7 }), bindings, (x, y, d, sizes) => {
        const [u, v] = [bindSize(x, sizes), bindSize(y, sizes)];
        expect(bindSize(addSizes(x, y), sizes)).toBe(u + v);
        expect(bindSize(subtractSizes(x, y), sizes)).toBe(u - v);
        expect(bindSize(multiplySizes(x, y), sizes) - u * v).toBe(0); // −0 is 0
        expect(bindSize(floorDivideSize(x, d), sizes)).toBe(Math.floor(u / d));
      }),
    );
  });
  test("the order of sums and products, and brackets, do not matter", () => {
    law(
      fc.property(expressions, expressions, expressions, (x, y, z) => {
        expect(sameSize(addSizes(x, y), addSizes(y, x))).toBe(true);
        expect(sameSize(multiplySizes(x, y), multiplySizes(y, x))).toBe(true);
        expect(sameSize(addSizes(addSizes(x, y), z), addSizes(x, addSizes(y, z)))).toBe(true);
        expect(sameSize(multiplySizes(multiplySizes(x, y), z), multiplySizes(x, multiplySizes(y, z)))).toBe(
          true,
        );
        expect(
          sameSize(multiplySizes(x, addSizes(y, z)), addSizes(multiplySizes(x, y), multiplySizes(x, z))),
        ).toBe(true);
      }),
    );
  });
  test("whole multiples leave a floor", () => {
    law(
      fc.property(expressions, expressions, fc.integer({ min: 1, max: 7 }), (x, y, d) => {
        expect(
          sameSize(floorDivideSize(addSizes(x, multiplySizes(d, y)), d), addSizes(floorDivideSize(x, d), y)),
        ).toBe(true);
      }),
    );
  });
  test("a quotient, where there is one, times the divisor is the dividend", () => {
    law(
      fc.property(expressions, expressions, (x, y) => {
        const quotient = divideSizes(x, y);
        if (quotient !== undefined) expect(sameSize(multiplySizes(quotient, y), x)).toBe(true);
      }),
    );
  });
});

describe("divideSizes", () => {
  test.each<[Size, Size, string]>([
    [784, 28, "28"],
    [7, 1, "7"],
    [multiplySizes(batch, 784), 28, "28*batch"],
    [multiplySizes(batch, 784), multiplySizes(batch, 28), "28"],
    [multiplySizes(batch, time), time, "batch"],
    [batch, batch, "1"],
    [0, batch, "0"],
    [addSizes(batch, 1), addSizes(batch, 1), "1"],
  ])("%s / %s = %s", (a, b, quotient) => {
    expect(String(divideSizes(a, b))).toBe(quotient);
  });
  test.each<[Size, Size]>([
    [7, 2],
    [7, 0],
    [0, 0],
    [batch, 2],
    [batch, time],
    [6, batch],
    [addSizes(batch, 1), batch],
    [multiplySizes(3, batch), multiplySizes(2, batch)],
    [batch, addSizes(batch, 1)],
  ])("%s / %s cannot be told", (a, b) => {
    expect(divideSizes(a, b)).toBeUndefined();
  });
});

test("shapes", () => {
  const shape = [batch, 28, 28];
  expect(formatShape(shape)).toBe("[batch, 28, 28]");
  expect(formatShape([])).toBe("[]");
  expect(String(shapeSize(shape))).toBe("784*batch");
  expect(shapeSize([])).toBe(1);
  expect(bindShape(shape, { batch: 3 })).toEqual([3, 28, 28]);
  expect(staticShape(shape)).toBeUndefined();
  expect(staticShape([2, 0])).toEqual([2, 0]);
  expect(sameShape(shape, [namedSize("batch"), 28, 28])).toBe(true);
  expect(sameShape(shape, [batch, 28])).toBe(false);
  expect(sameShape(shape, [time, 28, 28])).toBe(false);
  expect(sameSize(batch, 1)).toBe(false);
});

test("sizeName: of a name alone", () => {
  expect(sizeName(batch)).toBe("batch");
  for (const size of [
    3,
    addSizes(batch, 1),
    multiplySizes(2, batch),
    multiplySizes(batch, time),
    floorDivideSize(batch, 2),
  ]) {
    expect(sizeName(size)).toBeUndefined();
  }
});

test("a name without a number is an error", () => {
  expect(thrown(() => bindSize(multiplySizes(batch, time), { batch: 2 }))).toBe(
    'size "time" has no number; an input of the graph must carry it. (unknown_size)',
  );
});

test("replaceSizes: names stand for other sizes, wherever they are in a list or record", () => {
  const size = addSizes(floorDivideSize(addSizes(multiplySizes(batch, time), 1), 2), batch);
  expect(String(size)).toBe("floor((batch*time+1)/2)+batch");
  const by = new Map<string, Size>([
    ["time", 4],
    ["batch", addSizes(width, 1)],
  ]);
  const { shape, name, none } = replaceSizes({ shape: [size, 7, batch], name: "batch", none: null }, by);
  expect([String(shape[0]), shape[1], String(shape[2]), name, none]).toEqual([
    "3*width+3",
    7,
    "width+1",
    "batch",
    null,
  ]);
  expect(replaceSizes([batch, width], new Map([["width", 2]])).map(String)).toEqual(["batch", "2"]);
  expect(bindSize(shape[0] as Size, { width: 5 })).toBe(bindSize(size, { batch: 6, time: 4 }));
});
