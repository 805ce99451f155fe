// What the pages point to is there: files, headings, npm scripts, examples.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "../setup.mjs";
import { ownFiles } from "./files.mjs";

export function checkLinks() {
  const pages = ownFiles().filter(({ path }) => path.endsWith(".md"));
  const headings = new Map(pages.map(({ path, lines }) => [path, headingsOf(lines)]));
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const wrong = pages.flatMap(({ path, lines }) =>
    lines.flatMap((line, i) =>
      [...linksIn(line, path, headings), ...commandsIn(line, scripts)].map(
        (what) => `${path}:${i + 1}: ${what}`,
      ),
    ),
  );
  return { code: wrong.length === 0 ? 0 : 1, output: wrong.join("\n") };
}

function linksIn(line, page, headings) {
  const targets = [...line.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => {
      const [file, anchor] = decodeURI(target).split("#");
      const path = file === "" ? page : normalize(join(dirname(page), file)).replaceAll("\\", "/");
      if (!existsSync(join(root, path))) return [`there is no ${path}`];
      if (anchor === undefined || headings.get(path)?.has(anchor)) return [];
      return [`there is no heading #${anchor} in ${path}`];
    });
}

/** Headings as GitHub makes anchors of them: lower case, no punctuation, hyphens for spaces. */
function headingsOf(lines) {
  const names = lines
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
        .replaceAll(" ", "-"),
    );
  return new Set(names);
}

function commandsIn(line, scripts) {
  const run = [...line.matchAll(/npm run ([a-z:]+)/g)].filter(([, name]) => scripts[name] === undefined);
  const examples = [...line.matchAll(/npm run example -- ([\w./-]+)/g)].filter(
    ([, name]) => !existsSync(join(root, "examples", `${name}.ts`)) && !isBeginning(name),
  );
  return [
    ...run.map(([, name]) => `package.json has no script ${name}`),
    ...examples.map(([, name]) => `there is no examples/${name}.ts`),
  ];
}

/** `seeds/000`: an example may be called by the beginning of its name, where no other begins so. */
function isBeginning(name) {
  const others = ownFiles().filter(
    ({ path }) => path.startsWith(`examples/${name}`) && !path.endsWith(".test.ts"),
  );
  return others.length === 1;
}
