import { describe, expect, test } from "vitest";
import { readDataText } from "../../golden/read-data-text.js";
import { TextVectorization, type TextVectorizationOptions } from "./text-vectorization.js";

const { textVectorization } = readDataText();

describe("TextVectorization gives Keras's vocabulary and numbers", () => {
  test.each(textVectorization.map((golden) => [JSON.stringify(golden.options), golden] as const))(
    "%s",
    (_, { options, adapt, x, vocabulary, y }) => {
      const made = new TextVectorization(options as TextVectorizationOptions);
      if (adapt !== undefined) made.adapt(adapt);
      expect(made.vocabulary).toEqual(vocabulary);
      const out = made.apply(x);
      expect(out.shape).toEqual(y.shape);
      for (const [i, value] of out.toFloat64().entries()) expect(value).toBeCloseTo(y.data[i], 5);
      const again = TextVectorization.fromJSON(JSON.parse(JSON.stringify(made)));
      expect(again.vocabulary).toEqual(vocabulary);
      expect(again.apply(x)).toEqual(out);
    },
  );
});

test("one's own ways to standardize and split", () => {
  const made = new TextVectorization({
    standardize: (text) => text.replaceAll("ä", "a"),
    split: (text) => text.split("-"),
    vocabulary: ["a", "b"],
  });
  expect(made.apply(["ä-b", "c"]).toArray()).toEqual([
    [2, 3],
    [1, 0],
  ]);
  expect(made.apply([]).shape).toEqual([0, 0]);
});

test.each<[() => unknown, string]>([
  [
    () => new TextVectorization().apply(["a"]),
    "TextVectorization: has no vocabulary yet; call adapt(data), or give vocabulary. (missing_option)",
  ],
  [
    () => new TextVectorization().adapt([" "]),
    "TextVectorization: there are no tokens to adapt to; give at least one. (empty_data)",
  ],
  [
    () => new TextVectorization({ outputMode: "count", outputSequenceLength: 3 }),
    'TextVectorization: outputSequenceLength is not used by outputMode "count"; leave it out. (invalid_option)',
  ],
  [
    () => new TextVectorization({ outputSequenceLength: 0 }),
    "TextVectorization: outputSequenceLength is 0; give a whole number from 1 on. (invalid_option)",
  ],
  [
    () => new TextVectorization({ outputMode: "oneHot" }),
    'TextVectorization: outputMode "oneHot" needs texts of one length; use "multiHot" or "int". (invalid_option)',
  ],
  [
    () => new TextVectorization({ ngrams: [1, 0] }),
    "TextVectorization: ngrams is [1,0]; give a whole number from 1 on, or a list of such. (invalid_option)",
  ],
  [
    () => new TextVectorization({ split: (text) => [text] }).toJSON(),
    "TextVectorization: a function of one's own cannot be saved; use the named ways to standardize and split. (cannot_save)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
