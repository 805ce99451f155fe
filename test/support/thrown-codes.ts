import { readFileSync } from "node:fs";
import ts from "typescript";
import { filesBelow } from "./snippets.js";

/** One place in src/ that makes a NeurogradError. */
export interface Thrown {
  readonly place: string;
  /** The codes it may have: one, or where the code is computed, every word of its file that looks like a code. */
  readonly codes: readonly string[];
  /** What the message may be, apart from ` (code)` at its end. */
  readonly message: RegExp;
}

/** All of src/ that makes NeurogradErrors. */
export const thrownErrors = (): readonly Thrown[] => filesBelow("src", ".ts").flatMap(thrownIn);

function thrownIn(path: string): readonly Thrown[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Thrown[] = [];
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && /^[a-z]+(_[a-z0-9]+)+$/.test(node.text)) words.add(node.text);
    if (ts.isNewExpression(node) && node.expression.getText(source) === "NeurogradError") {
      const [code, message] = node.arguments ?? [];
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({
        place: `${path}:${line}`,
        codes: code !== undefined && ts.isStringLiteral(code) ? [code.text] : [],
        message: new RegExp(`^${pattern(message)}\\.$`, "s"),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map((thrown) => (thrown.codes.length > 0 ? thrown : { ...thrown, codes: [...words] }));
}

/** A message's fixed words; anything may stand where it is computed. */
function pattern(message: ts.Node | undefined): string {
  if (message === undefined) return ".*";
  if (ts.isStringLiteralLike(message)) return escaped(message.text);
  if (ts.isTemplateExpression(message)) {
    const spans = message.templateSpans.map(
      ({ expression, literal }) => pattern(expression) + escaped(literal.text),
    );
    return escaped(message.head.text) + spans.join("");
  }
  if (ts.isBinaryExpression(message)) return pattern(message.left) + pattern(message.right);
  if (ts.isConditionalExpression(message))
    return `(?:${pattern(message.whenTrue)}|${pattern(message.whenFalse)})`;
  return ".*";
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
