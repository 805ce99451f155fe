import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

/**
 * A piece of TypeScript in a page or a doc comment. Its first line may be `// not run: why` (it is only compiled) or
 * `// not compiled: why` (it is left alone); nothing else keeps it from being run.
 */
export interface Snippet {
  /** Where it stands: `README.md:21`. */
  readonly place: string;
  readonly code: string;
  readonly treatment: "run" | "compile" | "leave";
}

/** The fenced blocks of one language in a Markdown text. */
export function fencedBlocks(
  path: string,
  language: string,
): readonly { readonly place: string; readonly text: string }[] {
  const blocks: { place: string; text: string }[] = [];
  const lines = readFileSync(path, "utf8").split("\n");
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] !== `\`\`\`${language}`) continue;
    const end = lines.indexOf("```", i);
    if (end < 0) throw new Error(`${path}:${i + 1}: a block that nothing closes`);
    blocks.push({ place: `${path}:${i + 1}`, text: lines.slice(i + 1, end).join("\n") });
    i = end;
  }
  return blocks;
}

/** The ```ts blocks of a page. */
export const pageSnippets = (path: string): readonly Snippet[] =>
  fencedBlocks(path, "ts").map(({ place, text }) => snippet(place, text));

function snippet(place: string, code: string): Snippet {
  const treatment = /^\/\/ not run: \S/.test(code)
    ? "compile"
    : /^\/\/ not compiled: \S/.test(code)
      ? "leave"
      : "run";
  return { place, code, treatment };
}

/** The `@example` blocks of a source file. */
export function exampleSnippets(path: string): readonly Snippet[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const lines = comment[0].split("\n").map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*) ?|\s*\*\/$/g, ""));
    const first = text.slice(0, comment.index).split("\n").length;
    return lines.flatMap((line, i) => {
      if (!line.startsWith("@example")) return [];
      const next = lines.findIndex((other, j) => j > i && other.startsWith("@"));
      const code = [line.slice("@example".length).trim(), ...lines.slice(i + 1, next < 0 ? undefined : next)];
      return [snippet(`${path}:${first + i}`, code.join("\n").trim())];
    });
  });
}

/** Files below a folder whose names end so, tests of TypeScript left out. */
export function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
    .sort();
}

/** The code without comments and without white space at the ends of lines: two languages must agree in it. */
export const withoutComments = (code: string): string =>
  code.replace(/(^|\s)\/\/.*$/gm, "").replace(/\s+$/gm, "");

/**
 * Imports of the names that a snippet uses and does not declare, from the first of `modules` that has them: examples in
 * doc comments are written as if everything were imported.
 */
export function importsFor(
  code: string,
  modules: readonly { readonly from: string; readonly names: readonly string[] }[],
): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isBindingElement(parent) && parent.propertyName === node);
      const isDeclared =
        "name" in parent && parent.name === node && !isMember && !ts.isShorthandPropertyAssignment(parent);
      if (isDeclared || ts.isImportClause(parent) || ts.isImportSpecifier(parent)) {
        if (isAtTop(node)) declared.add(node.text);
      } else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const found = new Map<string, string[]>();
  for (const name of used) {
    if (declared.has(name)) continue;
    const home = modules.find(({ names }) => names.includes(name))?.from;
    if (home !== undefined) found.set(home, [...(found.get(home) ?? []), name]);
  }
  return [...found].map(([from, names]) => `import { ${names.join(", ")} } from "${from}";\n`).join("");
}

/** Whether a declared name is the whole file's; one inside a function or loop only hides what is imported. */
function isAtTop(name: ts.Node): boolean {
  for (let node = name.parent; !ts.isSourceFile(node); node = node.parent)
    if (ts.isFunctionLike(node) || ts.isBlock(node) || ts.isForOfStatement(node) || ts.isForStatement(node))
      return ts.isFunctionDeclaration(node) && node.name === name && ts.isSourceFile(node.parent);
  return true;
}

/** The names that a source file exports by `export const`, `function`, `class`, `{ … }` or `*`. */
export function exportedNames(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement): readonly string[] => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier: from } = statement;
      if (statement.isTypeOnly) return [];
      if (clause === undefined)
        // export * from "./other.js"
        return from !== undefined && ts.isStringLiteral(from)
          ? exportedNames(join(dirname(path), from.text.replace(/\.js$/, ".ts")))
          : [];
      return ts.isNamespaceExport(clause)
        ? [clause.name.text]
        : clause.elements.filter((e) => !e.isTypeOnly).map((e) => e.name.text);
    }
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
      return statement.name ? [statement.name.text] : [];
    return [];
  });
}

/**
 * What the compiler says of each file, under the repository's own strict options; one program for all. The files lie in one
 * folder inside the repository.
 */
export function compile(folder: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const config = join(folder, "tsconfig.json");
  const compilerOptions = {
    noUnusedLocals: false, // a page may show a name it does not use
    noUnusedParameters: false,
    isolatedDeclarations: false,
    declaration: false,
    incremental: false,
    tsBuildInfoFile: null,
  };
  writeFileSync(
    config,
    JSON.stringify({ extends: resolve("tsconfig.json"), compilerOptions, files, include: [] }),
  );
  const compiler = resolve("node_modules", "@typescript", "native", "bin", "tsc");
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", config, "--pretty", "false"], {
    encoding: "utf8",
  });
  const found = new Map(files.map((file): [string, string[]] => [resolve(file), []]));
  let last: string[] | undefined;
  for (const line of stdout.split("\n")) {
    const [, path, row, code, text] = line.match(/^(.+)\((\d+),\d+\): error (TS\d+): (.*)$/) ?? [];
    if (path === undefined) {
      if (last !== undefined && line.startsWith(" ")) last[last.length - 1] += ` ${line.trim()}`; // the message goes on
      continue;
    }
    last = found.get(resolve(path));
    if (last === undefined) continue; // in the sources: the check of types reports it
    const source = readFileSync(path, "utf8").split("\n")[Number(row) - 1];
    last.push(`${text} (${code}) at: ${source.trim()}`);
  }
  if (status !== 0 && !/: error TS\d+: /.test(stdout)) throw new Error(`the compiler failed: ${stdout}`);
  return found;
}
