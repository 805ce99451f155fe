import { describe, expect, test } from "vitest";
import { BytePairTokenizer } from "./byte-pair-tokenizer.js";
import { RandomSource } from "./random-source.js";
import { CharacterTokenizer, WordTokenizer } from "./vocabulary-tokenizer.js";

const json = <T>(value: T): ReturnType<typeof JSON.parse> => JSON.parse(JSON.stringify(value));

describe("BytePairTokenizer", () => {
  test("Gage's example: aaabdaaabac is XdXac with Z = aa, Y = ab, X = ZY", () => {
    const tokenizer = new BytePairTokenizer();
    tokenizer.train(["aaabdaaabac"]);
    const [a, b, c, d] = [97, 98, 99, 100];
    expect(tokenizer.toJSON().merges).toEqual([
      [a, a],
      [a, b],
      [256, 257],
    ]);
    expect(tokenizer.vocabularySize).toBe(259);
    expect(tokenizer.encode("aaabdaaabac")).toEqual([258, d, 258, a, c]);
    expect(tokenizer.decode([258, d, 258, a, c])).toBe("aaabdaaabac");
  });

  test("words are weighed by how often they come, and a pair that comes once is not learned", () => {
    const tokenizer = new BytePairTokenizer({ vocabularySize: 300 });
    tokenizer.train(["xy xy xy", "abc"]);
    expect(tokenizer.toJSON().merges).toEqual([
      [120, 121],
      [32, 256],
    ]);
    expect(tokenizer.encode("xy xy\txy")).toEqual([256, 257, 9, 256]);
  });

  test("any text is its tokens again: 300 random texts, and what is awkward", () => {
    const tokenizer = new BytePairTokenizer({ vocabularySize: 400 });
    tokenizer.train([
      "the quick brown fox jumps over the lazy dog",
      "der Fuchs, die Füchse; 花花世界 123 123",
    ]);
    const random = new RandomSource(11);
    const alphabet = [..."theqz  \n\t,.'ü花é\u{1f600}\u200d\u0301\ufeff\u3000190"];
    const texts = Array.from({ length: 300 }, () =>
      Array.from({ length: random.integer(30) }, () => alphabet[random.integer(alphabet.length)]).join(""),
    );
    for (const text of [...texts, "", " ", "   a", "\ufeffx", "\u0000"]) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }
  });

  test("kept as JSON; numbers in a typed array are read too", () => {
    const tokenizer = new BytePairTokenizer({ vocabularySize: 280 });
    tokenizer.train(["low lower lowest slow slower"]);
    const again = BytePairTokenizer.fromJSON(json(tokenizer));
    const ids = again.encode("lowest slow");
    expect(ids).toEqual(tokenizer.encode("lowest slow"));
    expect(ids.length).toBeLessThan(6);
    expect(again.decode(Int32Array.from(ids))).toBe("lowest slow");
  });

  test("without training, tokens are bytes", () => {
    expect(new BytePairTokenizer().encode("é!")).toEqual([0xc3, 0xa9, 33]);
  });
});

test("WordTokenizer: words and marks by falling count, unknown ones as 1", () => {
  const tokenizer = new WordTokenizer({ lower: true });
  tokenizer.train(["The cat, the dog.", "Don't the cat?"]);
  expect(tokenizer.vocabulary).toEqual(["", "[UNK]", "the", "cat", "don't", "dog", "?", ".", ","]);
  expect(tokenizer.encode("THE bird, don't")).toEqual([2, 1, 8, 4]);
  expect(tokenizer.decode([2, 1, 8, 4, 0, 0])).toBe("the [UNK] , don't");
  const again = WordTokenizer.fromJSON(json(tokenizer));
  expect([again.encode("The cat"), again.vocabularySize]).toEqual([[2, 3], 9]);
  const small = new WordTokenizer({ maxTokens: 3 });
  small.train(["b b a"]);
  expect(small.vocabulary).toEqual(["", "[UNK]", "b"]);
});

test("CharacterTokenizer: code points, again the same text", () => {
  const tokenizer = new CharacterTokenizer();
  tokenizer.train(["banana \u{1f600}"]);
  expect(tokenizer.vocabulary).toEqual(["", "[UNK]", "a", "n", "\u{1f600}", "b", " "]);
  expect(tokenizer.encode("nab\u{1f600}x")).toEqual([3, 2, 5, 4, 1]);
  const again = CharacterTokenizer.fromJSON(json(tokenizer));
  expect(again.decode(again.encode("an a\u{1f600}"))).toBe("an a\u{1f600}");
});

test.each<[() => unknown, string]>([
  [
    () => new BytePairTokenizer({ vocabularySize: 100 }),
    "BytePairTokenizer: vocabularySize is 100; give a whole number from 256 on, one for each byte. (invalid_option)",
  ],
  [
    () => new BytePairTokenizer().train([""]),
    "BytePairTokenizer: there is no text to train on; give at least a word. (empty_data)",
  ],
  [
    () => new BytePairTokenizer().decode([256]),
    "BytePairTokenizer: 256 is not one of the 256 tokens; give numbers from 0 to 255. (index_out_of_range)",
  ],
  [
    () => new WordTokenizer().encode("a"),
    "WordTokenizer: has no vocabulary yet; call train(texts), or fromJSON. (missing_option)",
  ],
  [
    () => new CharacterTokenizer().train([]),
    "CharacterTokenizer: there are no tokens to adapt to; give at least one. (empty_data)",
  ],
  [
    () => {
      const tokenizer = new CharacterTokenizer();
      tokenizer.train(["a"]);
      return tokenizer.decode([3]);
    },
    "CharacterTokenizer: 3 is not one of the 3 tokens; give numbers from 0 to 2. (index_out_of_range)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
