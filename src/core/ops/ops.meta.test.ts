import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import type { AnyOp } from "../op.js";
import * as exported from "./index.js";

// What every op must have, read off the sources: a doc comment with its source, samples with expected numbers, and a
// gradient check if it has a derivative. A failure names what is missing.

const folder = new URL(".", import.meta.url);
const parsed = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) =>
    ts.createSourceFile(file, readFileSync(new URL(file, folder), "utf8"), ts.ScriptTarget.Latest, true),
  );
const sources = parsed.filter(({ fileName }) => !fileName.endsWith(".test.ts"));
const tests = parsed.filter(({ fileName }) => fileName.endsWith(".test.ts"));

interface Exported {
  readonly name: string;
  readonly op: AnyOp | undefined;
}
const functions: readonly Exported[] = Object.entries<unknown>(exported)
  .filter(([, value]) => typeof value === "function")
  .map(([name, value]) => ({ name, op: (value as { def?: AnyOp }).def }));
const ops = functions.filter((f): f is { name: string; op: AnyOp } => f.op !== undefined);

function* descendants(node: ts.Node): Iterable<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* descendants(child);
}

/** The text of the doc comment of each top-level declaration, by name. */
const docs = new Map<string, string>();
for (const source of sources) {
  for (const statement of source.statements) {
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((d) => d.name.getText())
      : ts.isFunctionDeclaration(statement) && statement.name
        ? [statement.name.text]
        : [];
    const comments = ts.getLeadingCommentRanges(source.text, statement.getFullStart()) ?? [];
    const doc = comments
      .map(({ pos, end }) => source.text.slice(pos, end))
      .findLast((text) => text.startsWith("/**"));
    for (const name of names) if (doc !== undefined) docs.set(name, doc);
  }
}

/** Calls of `checkOp` by the first word of their title. */
const checks = new Map<string, ts.CallExpression[]>();
for (const source of tests) {
  for (const node of descendants(source)) {
    if (!ts.isCallExpression(node) || node.expression.getText() !== "checkOp") continue;
    const [title] = node.arguments;
    const text =
      ts.isStringLiteral(title) || ts.isNoSubstitutionTemplateLiteral(title)
        ? title.text
        : title.getText().slice(1);
    const name = /^\w+/.exec(text)?.[0] ?? "";
    checks.set(name, [...(checks.get(name) ?? []), node]);
  }
}

/** The samples of a call: object literals with `inputs`, also those that its file's constants and functions hold. */
function samplesOf(call: ts.CallExpression): ts.ObjectLiteralExpression[] {
  const declarations = new Map<string, ts.Node>();
  for (const node of descendants(call.getSourceFile())) {
    if (ts.isVariableDeclaration(node) && node.initializer)
      declarations.set(node.name.getText(), node.initializer);
  }
  const found = new Set<ts.ObjectLiteralExpression>();
  const visited = new Set<ts.Node>();
  const visit = (root: ts.Node): void => {
    if (visited.has(root)) return;
    visited.add(root);
    for (const node of descendants(root)) {
      if (ts.isObjectLiteralExpression(node) && propertyOf(node, "inputs")) found.add(node);
      const declaration = ts.isIdentifier(node) ? declarations.get(node.text) : undefined;
      if (declaration) visit(declaration);
    }
  };
  const options = call.arguments[2];
  if (ts.isObjectLiteralExpression(options)) {
    const samples = propertyOf(options, "samples");
    if (samples) visit(samples);
  }
  return [...found];
}

const propertyOf = (
  node: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined =>
  node.properties.find((property) => property.name?.getText() === name);

const isExpected = (sample: ts.ObjectLiteralExpression): boolean =>
  propertyOf(sample, "expected") !== undefined;
const hasGradients = (sample: ts.ObjectLiteralExpression): boolean =>
  propertyOf(sample, "gradients") === undefined && /\b(random|f64)\(/.test(sample.getText());

/** Calls that check this export, or the function in front of an op that stands behind one (`matmul`, `slice`). */
const checksOf = ({ name, op }: Exported): ts.CallExpression[] => [
  ...(checks.get(name) ?? []),
  ...(op && op.name !== name ? (checks.get(op.name) ?? []) : []),
];

describe("every op", () => {
  test("there are ops to look at", () => {
    expect(ops.length).toBeGreaterThan(70);
    expect(tests.length).toBeGreaterThan(15);
  });
  test.each(ops)("$name: has a doc comment with its source", ({ name, op }) => {
    const doc = `${docs.get(name) ?? ""}${docs.get(op.name) ?? ""}`;
    expect(doc, `no doc comment above ${name}`).not.toBe("");
    expect(doc, `no line or sentence "Source …" above ${name}`).toMatch(/Source\s+\S/);
  });
  test.each(ops)("$name: says its derivative", ({ name, op }) => {
    const isKnown = typeof op.vjp === "function" || op.vjp === "zero" || op.vjp.notImplemented.length > 10;
    expect(isKnown, `${name} gives no reason for having no derivative`).toBe(true);
  });
  test.each(functions)("$name: is checked by checkOp, on samples with expected numbers", (f) => {
    const calls = checksOf(f);
    expect(calls.length, `no checkOp("${f.name}", …)`).toBeGreaterThan(0);
    expect(calls.flatMap(samplesOf).some(isExpected), `no sample of ${f.name} has expected numbers`).toBe(
      true,
    );
  });
  test.each(ops.filter(({ op }) => typeof op.vjp === "function"))("$name: its derivative is checked", (f) => {
    expect(checksOf(f).flatMap(samplesOf).some(hasGradients), `no sample of ${f.name} checks gradients`).toBe(
      true,
    );
  });
  test.each(functions)("$name: is written in its own file's test", ({ name }) => {
    const home = sources.find((source) => source.statements.some((s) => declares(s, name)));
    const written = (checks.get(name) ?? []).map((call) => call.getSourceFile().fileName);
    if (home && written.length > 0) expect(written).toContain(home.fileName.replace(/\.ts$/, ".test.ts"));
  });
});

const declares = (statement: ts.Statement, name: string): boolean =>
  (ts.isFunctionDeclaration(statement) && statement.name?.text === name) ||
  (ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some((d) => d.name.getText() === name));
