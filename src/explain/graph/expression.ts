import { constantOf } from "../../core/constant.js";
import type { Node, Value } from "../../core/graph.js";
import { Tensor } from "../../core/tensor.js";

/** How a node is written: its text, and how strongly it holds together (a number stands 4, a sum 1). */
type Term = readonly [text: string, strength: number];

const infix: Readonly<Record<string, readonly [sign: string, strength: number]>> = {
  add: ["+", 1],
  subtract: ["−", 1],
  multiply: ["·", 2],
  divide: ["/", 2],
  matmul: ["@", 2],
};

/**
 * A value as one line, `g · (1 − y · y)`: inputs by their names, all else by what made it. Ends with `…` where it would be longer
 * than `longest`.
 */
export function expressionOf(value: Value, longest = 120): string {
  const text = termOf(value, 12)[0];
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function termOf(value: Value, depth: number): Term {
  const known = constantOf(value);
  if (value.name !== null) return [value.name, 4];
  if (known !== undefined) return [known.size === 1 ? String(known.toArray()) : `const[${known.shape}]`, 4];
  const { node } = value;
  if (node === null || depth === 0) return ["…", 4];
  return nodeTerm(node, (input) => (input === null ? ["-", 4] : termOf(input, depth - 1)));
}

function nodeTerm(node: Node, termOfInput: (input: Value | null) => Term): Term {
  const { op, inputs, attrs } = node;
  const terms = inputs.map(termOfInput);
  const sign = infix[op.name];
  if (sign !== undefined) {
    const [[a, aStrength], [b, bStrength]] = terms;
    const [mark, strength] = sign;
    const left = aStrength < strength ? `(${a})` : a;
    const right =
      bStrength < strength || (bStrength === strength && !["+", "·"].includes(mark)) ? `(${b})` : b;
    return [`${left} ${mark} ${right}`, strength];
  }
  const [text, strength] = terms[0] ?? ["", 4];
  if (op.name === "negative") return [`−${strength < 3 ? `(${text})` : text}`, 3];
  if (op.name === "transpose" && inputs[0]?.shape.length === 2)
    return [`${strength < 4 ? `(${text})` : text}ᵀ`, 4];
  const more = Object.entries(attrs).flatMap(([key, at]) => attributeText(key, at));
  return [`${op.name}(${[...terms.map(([t]) => t), ...more].join(", ")})`, 4];
}

/** The attributes that tell something: not those left as they are by themselves. */
function attributeText(name: string, value: unknown): readonly string[] {
  if (value === null || value === false || value instanceof Tensor || typeof value === "function") return [];
  if (typeof value === "object" && !Array.isArray(value)) return [];
  return [`${name}=${Array.isArray(value) ? `[${value.join(",")}]` : String(value)}`];
}
