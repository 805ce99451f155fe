// What the pages and the doc comments show is compiled, strictly, and run.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { NeurogradError } from "../src/index.js";
import {
  compile,
  exampleSnippets,
  exportedNames,
  fencedBlocks,
  filesBelow,
  importsFor,
  pageSnippets,
  type Snippet,
  withoutComments,
} from "./support/snippets.js";

/** What is made smaller before a page's program is run. Each must be found in it. */
const smaller: readonly { readonly page: string; readonly text: string; readonly by: string }[] = [
  { page: "README.md", text: "datasets.mnist()", by: "datasets.mnist({ train: 2000, test: 500 })" },
  { page: "README.md", text: "epochs: 10,", by: "epochs: 1," },
  { page: join("docs", "explain.md"), text: "epochs: 5,", by: "epochs: 1," },
  { page: join("docs", "brain", "spiking.md"), text: "train: 256,", by: "train: 128," },
  { page: join("docs", "brain", "vision.md"), text: "updates: 250,", by: "updates: 25," },
  { page: join("docs", "brain", "vision.zh-CN.md"), text: "updates: 250,", by: "updates: 25," },
  { page: join("docs", "brain", "damage.md"), text: "epochs: 50,", by: "epochs: 5," },
];

const folder = resolve("build", "snippets");
const assumed = resolve("test", "support", "assumed.ts");

/** A snippet as a file: the code as it is run. */
interface Program {
  readonly snippet: Snippet;
  readonly file: string;
  readonly code: string;
}

function programOf(snippet: Snippet, code: string, part = ""): Program {
  const name = snippet.place.replace(/[^a-zA-Z0-9]+/g, "-");
  return { snippet, file: join(folder, `${name}${part}.ts`), code: `${code}\nexport {};\n` };
}

const pages = ["README.md", "CONTRIBUTING.md", ...filesBelow("docs", ".md")].filter(
  (page) => !page.startsWith(join("docs", "errors")) || page.endsWith("README.md"),
);
const errorPages = readdirSync(join("docs", "errors"))
  .filter((name) => name !== "README.md")
  .map((name) => join("docs", "errors", name));

const fromPages = pages.flatMap((page) =>
  pageSnippets(page).map((snippet) => programOf(snippet, reduced(page, snippet.code))),
);
const fromErrorPages = errorPages.flatMap(wrongAndRight);
const known = [
  { from: "neurograd", names: exportedNames("src/index.ts") },
  { from: "neurograd/brain", names: exportedNames("src/brain/index.ts") },
  { from: "neurograd/explain", names: exportedNames("src/explain/index.ts") },
  { from: "neurograd/worker", names: exportedNames("src/worker.ts") },
];
const given = exportedNames(assumed);
const fromComments = filesBelow("src", ".ts").flatMap((path) => {
  const home = { from: specifier(resolve(path)), names: exportedNames(path) };
  return exampleSnippets(path).map((snippet) =>
    programOf(
      snippet,
      importsFor(snippet.code, [...known, home, { from: specifier(assumed), names: given }]) + snippet.code,
    ),
  );
});
const programs = [
  ...fromPages,
  ...fromErrorPages.flatMap(({ wrong, right }) => [wrong, right]),
  ...fromComments,
];

let diagnostics: ReadonlyMap<string, readonly string[]>;
const startFolder = process.cwd();
let workFolder: string;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const kept = programs.filter(({ snippet }) => snippet.treatment !== "leave");
  for (const { file, code } of kept) writeFileSync(file, code);
  diagnostics = compile(
    folder,
    kept.map(({ file }) => file),
  );
  workFolder = mkdtempSync(join(tmpdir(), "neurograd-snippets-"));
  const { writeFiles } = await import("./support/assumed.js");
  await writeFiles(workFolder);
  process.chdir(workFolder); // what they save is not left behind
}, 120_000);
afterAll(() => {
  process.chdir(startFolder);
  rmSync(workFolder, { recursive: true, force: true });
});

describe("pages", () => {
  // Most programs of a Chinese page are those of the English one: they are compiled, and run there.
  const isChinese = ({ snippet }: Program): boolean => snippet.place.includes(".zh-CN.md");
  const english = new Set(
    fromPages.filter((program) => !isChinese(program)).map(({ snippet }) => withoutComments(snippet.code)),
  );
  for (const program of fromPages) {
    const isRun = !isChinese(program) || !english.has(withoutComments(program.snippet.code));
    test(program.snippet.place, () => check(program, isRun));
  }

  test("each smaller figure is found in its page", () => {
    const lost = smaller.filter(
      ({ page, text }) => !readFileSync(resolve(startFolder, page), "utf8").includes(text),
    );
    expect(lost).toEqual([]);
  });

  test("README.zh-CN.md shows the same programs as README.md", () => {
    const [english, chinese] = ["README.md", "README.zh-CN.md"].map((page) =>
      pageSnippets(resolve(startFolder, page)).map(({ code }) => withoutComments(code)),
    );
    expect(chinese).toEqual(english);
  });
});

describe("error pages", () => {
  for (const { page, message, wrong, right } of fromErrorPages) {
    test(page, async () => {
      expect(diagnostics.get(wrong.file) ?? []).toEqual([]);
      expect(diagnostics.get(right.file) ?? []).toEqual([]);
      if (wrong.snippet.treatment !== "run") return;
      const error = await quietly(() => import(wrong.file)).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof NeurogradError))
        throw error ?? new Error("the wrong program runs without an error");
      expect(error.message).toBe(message);
      await quietly(() => import(right.file));
    });
  }
});

describe("doc comments", () => {
  for (const program of fromComments) test(program.snippet.place, () => check(program));
});

async function check({ snippet, file }: Program, isRun = true): Promise<void> {
  expect(diagnostics.get(file) ?? []).toEqual([]);
  if (snippet.treatment === "run" && isRun) await quietly(() => import(file));
}

/** Runs a program without what it prints. */
async function quietly(run: () => Promise<unknown>): Promise<void> {
  const silenced = [vi.spyOn(console, "log"), vi.spyOn(console, "warn")].map((spy) =>
    spy.mockImplementation(() => {}),
  );
  try {
    await run();
  } finally {
    for (const spy of silenced) spy.mockRestore();
  }
}

function reduced(page: string, code: string): string {
  return smaller
    .filter((change) => change.page === page)
    .reduce((text, change) => text.replace(change.text, change.by), code);
}

interface ErrorPage {
  readonly page: string;
  readonly message: string;
  readonly wrong: Program;
  readonly right: Program;
}

/**
 * An error page's message, and its program in two versions: what stands before `// wrong` belongs to both. None for a
 * page whose program is in another language.
 */
function wrongAndRight(page: string): readonly ErrorPage[] {
  const messages = fencedBlocks(page, "text");
  const programs = pageSnippets(page);
  const others = ["py", "sh"].flatMap((language) => fencedBlocks(page, language));
  const parts = [...programs.map(({ code }) => code), ...others.map(({ text }) => text)]
    .join("\n")
    .split(/^(?:\/\/|#) (?:wrong|right)$/m);
  if (messages.length !== 1 || programs.length + others.length !== 1 || parts.length !== 3)
    throw new Error(
      `${page}: needs one \`\`\`text block, and one program with the lines "// wrong" and "// right"`,
    );
  const [before, wrong, right] = parts;
  return programs.map((snippet) => ({
    page,
    message: messages[0].text,
    wrong: programOf(snippet, before + wrong, "-wrong"),
    right: programOf(snippet, before + right, "-right"),
  }));
}

function specifier(path: string): string {
  const from = relative(folder, path).replaceAll("\\", "/");
  return from.replace(/\.ts$/, ".js");
}
