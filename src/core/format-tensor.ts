import type { DType } from "./dtype.js";

const edgeItems = 3;

/** A tensor as text, in the manner of NumPy: four significant digits (all before the point), long axes shortened with `…`. */
export function formatTensor(elements: readonly unknown[], shape: readonly number[], dtype: DType): string {
  const head = `Tensor ${dtype} [${shape.join(", ")}]`;
  if (shape.length === 0) return `${head} ${cell(elements[0])}`;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const shown: string[] = [];
  walk(0, 0, (offset) => shown.push(cell(elements[offset])));
  const width = Math.max(0, ...shown.map((s) => s.length));
  return `${head}\n${body(0, 0)}`;

  function walk(axis: number, offset: number, visit: (offset: number) => void): void {
    if (axis === shape.length) visit(offset);
    else
      for (const i of visible(shape[axis])) if (i !== null) walk(axis + 1, offset + i * strides[axis], visit);
  }

  function body(axis: number, offset: number): string {
    if (axis === shape.length) return cell(elements[offset]).padStart(width);
    const parts = visible(shape[axis]).map((i) =>
      i === null ? "…" : body(axis + 1, offset + i * strides[axis]),
    );
    const separator =
      axis === shape.length - 1 ? ", " : `,${"\n".repeat(shape.length - 1 - axis)}${" ".repeat(axis + 1)}`;
    return `[${parts.join(separator)}]`;
  }
}

function visible(length: number): (number | null)[] {
  if (length <= 2 * edgeItems + 1) return Array.from({ length }, (_, i) => i);
  const tail = Array.from({ length: edgeItems }, (_, i) => length - edgeItems + i);
  return [...Array.from({ length: edgeItems }, (_, i) => i), null, ...tail];
}

function cell(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "number" || Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return String(Math.abs(value) >= 1e4 ? Math.round(value) : Number(value.toPrecision(4)));
}
