import { describe, expect, test } from "vitest";
import { readDataText } from "../../golden/read-data-text.js";
import { CategoryEncoding, type CategoryEncodingOptions } from "./category-encoding.js";
import { Discretization, type DiscretizationOptions } from "./discretization.js";
import type { LookupOptions } from "./index-lookup.js";
import { IntegerLookup } from "./integer-lookup.js";
import { mostFrequent } from "./most-frequent.js";
import { StringLookup } from "./string-lookup.js";

const golden = readDataText();
const named = <T extends { readonly options: object }>(cases: readonly T[]): [string, T][] =>
  cases.map((each) => [JSON.stringify(each.options), each]);
const json = <T>(value: T): ReturnType<typeof JSON.parse> => JSON.parse(JSON.stringify(value));

function expectClose(
  actual: { shape: readonly number[]; toFloat64(): Float64Array },
  y: { shape: readonly number[]; data: readonly number[] },
): void {
  expect(actual.shape).toEqual(y.shape);
  for (const [i, value] of actual.toFloat64().entries()) expect(value).toBeCloseTo(y.data[i], 5);
}

describe("StringLookup gives Keras's vocabulary and numbers", () => {
  test.each(named(golden.stringLookup))("%s", (_, { options, adapt, x, vocabulary, y }) => {
    const made = new StringLookup(options as LookupOptions<string>);
    if (adapt !== undefined) made.adapt(adapt);
    expect(made.vocabulary).toEqual(vocabulary);
    const out = made.apply(x);
    expectClose(out, y);
    const again = StringLookup.fromJSON(json(made));
    expect(again.vocabulary).toEqual(vocabulary);
    expect(again.apply(x)).toEqual(out);
  });
  test.each(named(golden.stringInverse))("%s", (_, { options, x, y }) => {
    const out = new StringLookup(options as LookupOptions<string>).apply(x);
    expect([out.dtype, out.shape, out.data]).toEqual(["string", y.shape, y.data]);
  });
});

describe("IntegerLookup gives Keras's vocabulary and numbers", () => {
  test.each(named(golden.integerLookup))("%s", (_, { options, adapt, x, vocabulary, y }) => {
    const made = new IntegerLookup(options as LookupOptions<number>);
    if (adapt !== undefined) made.adapt(adapt);
    expect(made.vocabulary).toEqual(vocabulary);
    const out = made.apply(x);
    expectClose(out, y);
    expect(IntegerLookup.fromJSON(json(made)).apply(x)).toEqual(out);
  });
  test.each(named(golden.integerInverse))("%s", (_, { options, x, y }) => {
    const out = new IntegerLookup(options as LookupOptions<number>).apply(x);
    expect([out.dtype, out.shape, [...out.toFloat64()]]).toEqual(["int64", y.shape, y.data]);
  });
});

describe("CategoryEncoding gives Keras's vectors", () => {
  test.each(named(golden.categoryEncoding))("%s", (_, { options, x, countWeights, y }) => {
    const made = new CategoryEncoding(options as unknown as CategoryEncodingOptions); // of the golden file
    expectClose(made.apply(x, countWeights), y);
    expectClose(CategoryEncoding.fromJSON(json(made)).apply(x, countWeights), y);
  });
});

describe("Discretization gives Keras's boundaries and bins", () => {
  test.each(named(golden.discretization))("%s", (_, { options, adapt, binBoundaries, x, y }) => {
    const made = new Discretization(options as DiscretizationOptions);
    if (adapt !== undefined) made.adapt(adapt);
    expect(made.binBoundaries?.length).toBe(binBoundaries.length);
    for (const [i, b] of binBoundaries.entries()) expect(made.binBoundaries?.[i]).toBeCloseTo(b, 5);
    const out = made.apply(x);
    expectClose(out, y);
    expect(Discretization.fromJSON(json(made)).apply(x)).toEqual(out);
  });
});

test("tokens of one count go by falling code points, not UTF-16 units", () => {
  const counts = new Map(
    ["a", "\u{1f600}", "\uff5e", "ab", "z"].map((token) => [token, token === "z" ? 2 : 1]),
  );
  expect(mostFrequent(counts)).toEqual(["z", "\u{1f600}", "\uff5e", "ab", "a"]);
  expect(mostFrequent(counts, 2)).toEqual(["z", "\u{1f600}"]);
});

test.each<[() => unknown, string]>([
  [
    () => new StringLookup({ numOovIndices: 2 }),
    "StringLookup: numOovIndices is 2; strings have one place for unknown words, give 0 or 1. (invalid_option)",
  ],
  [
    () => new StringLookup({ maxTokens: 1 }),
    "StringLookup: maxTokens is 1; give a whole number above 1. (invalid_option)",
  ],
  [
    () => new IntegerLookup({ numOovIndices: -1 }),
    "IntegerLookup: numOovIndices is -1; give a whole number from 0 on. (invalid_option)",
  ],
  [
    () => new StringLookup({ invert: true, outputMode: "count" }),
    'StringLookup: invert needs outputMode "int", got "count"; leave one out. (invalid_option)',
  ],
  [
    () => new StringLookup({ padToMaxTokens: true }),
    "StringLookup: padToMaxTokens needs maxTokens; give both. (invalid_option)",
  ],
  [
    () => new StringLookup({ idfWeights: [1] }),
    'StringLookup: idfWeights are not used by outputMode "int"; set outputMode: "tfIdf". (invalid_option)',
  ],
  [
    () => new StringLookup({ vocabulary: ["a"] }).adapt(["b"]),
    "StringLookup: adapt would replace the vocabulary given; leave one out. (invalid_option)",
  ],
  [
    () => new StringLookup({ vocabulary: [] }),
    "StringLookup: vocabulary is empty; give at least one token. (invalid_option)",
  ],
  [
    () => new StringLookup({ vocabulary: ["a", "b", "a"] }),
    'StringLookup: vocabulary has "a" twice; give each token once. (invalid_option)',
  ],
  [
    () => new StringLookup({ vocabulary: ["a", ""], maskToken: "" }),
    'StringLookup: vocabulary has the mask token "" among its words; leave it out. (invalid_option)',
  ],
  [
    () => new StringLookup({ vocabulary: ["a", "b"], maxTokens: 2 }),
    "StringLookup: vocabulary has 3 entries with the special ones, maxTokens is 2; make it shorter. (invalid_option)",
  ],
  [
    () => new StringLookup({ vocabulary: ["a", "b"], outputMode: "tfIdf", idfWeights: [1] }),
    'StringLookup: outputMode "tfIdf" needs 2 idfWeights, got 1; give one for each entry of vocabulary. (invalid_option)',
  ],
  [
    () => new StringLookup({ vocabulary: ["a"], numOovIndices: 0 }).apply(["b"]),
    'StringLookup: "b" is not in the vocabulary; add it, or set numOovIndices: 1. (unknown_category)',
  ],
  [
    () => new StringLookup().apply(["b"]),
    "StringLookup: has no vocabulary yet; call adapt(data), or give vocabulary. (missing_option)",
  ],
  [
    () => new StringLookup().adapt([]),
    "StringLookup: there are no tokens to adapt to; give at least one. (empty_data)",
  ],
  [
    () => new StringLookup().adapt([1]),
    "StringLookup: data is float32, not string; give words. (dtype_mismatch)",
  ],
  [
    () => new CategoryEncoding({ numTokens: 0 }),
    "CategoryEncoding: numTokens is 0; give a whole number from 1 on. (invalid_option)",
  ],
  [
    () => new CategoryEncoding({ numTokens: 3 }).apply([3]),
    "CategoryEncoding: 3 is not one of the 3 categories; give whole numbers from 0 to 2. (index_out_of_range)",
  ],
  [
    () => new CategoryEncoding({ numTokens: 3 }).apply([1], [1]),
    'CategoryEncoding: countWeights are not used by outputMode multiHot; set outputMode: "count". (invalid_option)',
  ],
  [
    () => new CategoryEncoding({ numTokens: 3, outputMode: "count" }).apply([1, 2], [1]),
    "CategoryEncoding: countWeights have shape [1], the numbers [2]; give one for each. (shape_mismatch)",
  ],
  [
    () => new Discretization({}),
    "Discretization: neither of binBoundaries and numBins given; give one of them. (invalid_option)",
  ],
  [
    () => new Discretization({ numBins: 2, binBoundaries: [1] }),
    "Discretization: both of binBoundaries and numBins given; give one of them. (invalid_option)",
  ],
  [
    () => new Discretization({ numBins: 0 }),
    "Discretization: numBins is 0; give a whole number from 1 on. (invalid_option)",
  ],
  [
    () => new Discretization({ numBins: 3, epsilon: 0 }),
    "Discretization: epsilon is 0; give a share in (0, 1). (invalid_option)",
  ],
  [
    () => new Discretization({ binBoundaries: [1, 0] }),
    "Discretization: binBoundaries [1, 0] do not rise; sort them. (invalid_option)",
  ],
  [
    () => new Discretization({ binBoundaries: [1] }).adapt([1]),
    "Discretization: adapt would replace the binBoundaries given; give numBins instead of them. (invalid_option)",
  ],
  [
    () => new Discretization({ numBins: 2 }).adapt([]),
    "Discretization: there are no values to adapt to; give at least one. (empty_data)",
  ],
  [
    () => new Discretization({ numBins: 2 }).adapt([1, Number.NaN]),
    "Discretization: the data hold NaN; drop or fill such values first. (non_finite_data)",
  ],
  [
    () => new Discretization({ numBins: 2 }).apply([1]),
    "Discretization: has no boundaries yet; call adapt(data), or give binBoundaries. (missing_option)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
