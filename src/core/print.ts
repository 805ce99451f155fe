import { constantOf } from "./constant.js";
import { formatType, type Graph, graphNodes, type Value } from "./graph.js";
import { Tensor } from "./tensor.js";

/**
 * A graph as text, one node a line, for reading and for snapshots:
 *
 *     input x: float32 [batch, 2]
 *     a = matmul(x, w): float32 [batch, 1]     # dense
 *     output y = a
 */
export function printGraph(graph: Graph): string {
  const names = new Map<Value, string>();
  const lines: string[] = [];
  for (const input of graph.inputs) {
    names.set(input, input.name ?? "?");
    lines.push(`input ${input.name}: ${formatType(input.type)}`);
  }
  const nameOf = (value: Value | null): string =>
    value === null ? "-" : (names.get(value) ?? value.name ?? "?");
  const taken = new Set(graph.inputs.map(({ name }) => name));
  let count = 0;
  const fresh = (): string => {
    let name: string;
    do name = letters(count++);
    while (taken.has(name));
    return name;
  };
  for (const node of graphNodes(graph)) {
    const known = constantOf(node.outputs[0]);
    if (known !== undefined) {
      names.set(node.outputs[0], known.size === 1 ? String(known.toArray()) : `const${formatType(known)}`);
      continue;
    }
    for (const output of node.outputs) names.set(output, fresh());
    const operands = [
      ...node.inputs.map(nameOf),
      ...Object.entries(node.attrs).map(([key, value]) => `${key}=${formatAttr(value)}`),
    ];
    const where = [node.scope, node.role === "forward" ? "" : node.role].filter(Boolean).join(" ");
    const types = node.outputs.map((o) => formatType(o.type)).join(", ");
    lines.push(
      `${node.outputs.map(nameOf).join(", ")} = ${node.op.name}(${operands.join(", ")}): ${types}${where && `  # ${where}`}`,
    );
  }
  for (const [name, value] of Object.entries(graph.outputs)) lines.push(`output ${name} = ${nameOf(value)}`);
  return lines.join("\n");
}

function letters(n: number): string {
  const letter = String.fromCharCode(97 + (n % 26));
  return n < 26 ? letter : letters(Math.floor(n / 26) - 1) + letter;
}

function formatAttr(value: unknown): string {
  if (value instanceof Tensor) return formatType(value);
  if (Array.isArray(value)) return `[${value.map(formatAttr).join(",")}]`;
  return typeof value === "function"
    ? "fn"
    : typeof value === "object" && value !== null && "outputs" in value
      ? "graph"
      : String(value);
}
