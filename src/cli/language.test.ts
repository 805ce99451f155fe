import { expect, test } from "vitest";
import { languageOf } from "./language.js";

test("--lang, then NEUROGRAD_LANG, then the locale, in the order of POSIX", () => {
  expect(languageOf(["train", "--lang", "zh"], { LANG: "en_US.UTF-8" })).toBe("zh");
  expect(languageOf(["train", "--lang=en"], { NEUROGRAD_LANG: "zh" })).toBe("en");
  expect(languageOf([], { NEUROGRAD_LANG: "zh", LC_ALL: "en_US.UTF-8" })).toBe("zh");
  expect(languageOf([], { LC_ALL: "C", LANG: "zh_CN.UTF-8" })).toBe("en");
  expect(languageOf([], { LC_ALL: "", LC_MESSAGES: "zh_TW", LANG: "en" })).toBe("zh");
  expect(languageOf([], { LANG: "zh_CN.UTF-8" })).toBe("zh");
  expect(languageOf([], { LANG: "de_DE.UTF-8" })).toBe("en");
  expect(languageOf([], {})).toBe("en");
});

test("a language that there is not leaves the choice to the environment", () => {
  expect(languageOf(["train", "--lang", "fr"], { LANG: "zh_CN" })).toBe("zh");
  expect(languageOf(["train", "--lang"], {})).toBe("en");
});
