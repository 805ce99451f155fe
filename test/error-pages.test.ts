// Every error code has a page in two languages, every page a code, and the list names them all.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fencedBlocks, filesBelow } from "./support/snippets.js";
import { thrownErrors } from "./support/thrown-codes.js";

const folder = join("docs", "errors");
const thrown = thrownErrors();
const codes = new Set(thrown.flatMap((error) => error.codes));
const pages = readdirSync(folder).filter((name) => name !== "README.md");
const pageOf = (code: string): string => `${code}.md`;

test("codes are found in src/, those that are computed too", () => {
  expect(thrown.filter((error) => error.codes.length === 0)).toEqual([]);
  expect(["shape_mismatch", "file_not_found", "unknown_name"].filter((code) => !codes.has(code))).toEqual([]);
});

test("every code has a page", () => {
  expect([...codes].map(pageOf).filter((page) => !pages.includes(page))).toEqual([]);
});

test("every page has a code that is thrown", () => {
  expect(pages.filter((page) => !codes.has(page.replace(/\.md$/, "")))).toEqual([]);
});

test("the list names every page once in each language", () => {
  const [english, chinese] = readFileSync(join(folder, "README.md"), "utf8").split("## 简体中文");
  for (const list of [english, chinese ?? ""]) {
    const named = [...list.matchAll(/\]\(([a-z_]+\.md)\)/g)].map(([, page]) => page);
    expect(named.sort()).toEqual([...pages].sort());
  }
});

test("every page is in both languages, its message and its program between them", () => {
  const headings = ["## English", "## 简体中文", "## Example · 示例"];
  const lacking = pages.flatMap((page) => {
    const text = readFileSync(join(folder, page), "utf8");
    const parts = [
      `# ${page.replace(/\.md$/, "")}\n`,
      ...headings,
      "**Common causes**",
      "**What to do**",
      "**常见原因**",
      "**怎么办**",
    ];
    const chinese = text.slice(text.indexOf(headings[1]), text.indexOf(headings[2]));
    return [
      ...parts.filter((part) => !text.includes(part)).map((part) => `${page}: ${part.trim()}`),
      ...(/\p{Script=Han}/u.test(chinese) ? [] : [`${page}: Chinese`]),
    ];
  });
  expect(lacking).toEqual([]);
});

test("every page shows a message that its code can have", () => {
  const wrong = pages.filter((page) => {
    const code = page.replace(/\.md$/, "");
    const message = fencedBlocks(join(folder, page), "text")[0]?.text ?? "";
    const end = ` (${code})`;
    const body = message.slice(0, -end.length);
    return !message.endsWith(end) || !thrown.some((e) => e.codes.includes(code) && e.message.test(body));
  });
  expect(wrong).toEqual([]);
});

test("what doc comments say is thrown is thrown somewhere", () => {
  const unknown = filesBelow("src", ".ts").flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/Throws((?:(?!@|\*\/|Source|Shape|Dtype|Default)[\s\S])*)/g)]
      .flatMap(([, text]) => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code))
      .filter((code) => !codes.has(code))
      .map((code) => `${path}: ${code}`),
  );
  expect(unknown).toEqual([]);
});
