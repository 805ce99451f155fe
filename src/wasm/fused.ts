import { uniformConstant } from "../core/constant.js";
import type { Node, Value } from "../core/graph.js";
import { bitShift } from "../core/ops/index.js";
import { Code, type Local } from "./code.js";
import { laneKernel } from "./elementwise.js";
import type { FunctionBody } from "./encode.js";
import { Lanes, widthOf } from "./lanes.js";

/**
 * Several element-wise nodes as one function: each element is read once, goes through all of them in registers, and what is
 * wanted of the results is written. The elements are walked as rows: an operand varies along the rows, within them, along both,
 * or not at all.
 */
export interface FusedKernel {
  readonly nodes: readonly Node[];
  /** What is read: values from outside, with the shape that they are broadcast to. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

type Way = "all" | "row" | "column" | "one";

/** Where the rows of `shape` begin: axes before the split count rows, axes after it lie within. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly ways: readonly Way[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The walk over `shape` in which each operand varies in one of the four ways; undefined where there is none. */
export function rowsOf(shape: readonly number[], operands: readonly (readonly number[])[]): Rows | undefined {
  const rank = shape.length;
  const aligned = operands.map((own) => [...new Array<number>(rank - own.length).fill(1), ...own]);
  for (let split = rank; split >= 0; split--) {
    const ways = aligned.map((own) => wayOf(own, shape, split));
    if (!ways.every((way) => way !== undefined)) continue;
    const isPlain = ways.every((way) => way === "all" || way === "one");
    if (isPlain) return { rows: 1, columns: sizeOf(shape), ways };
    return { rows: sizeOf(shape.slice(0, split)), columns: sizeOf(shape.slice(split)), ways };
  }
  return undefined;
}

function wayOf(own: readonly number[], shape: readonly number[], split: number): Way | undefined {
  const varies = (from: number, to: number): boolean | undefined => {
    const axes = shape.slice(from, to).flatMap((n, k) => (n === 1 ? [] : [own[from + k] === n]));
    return axes.every((x) => x) ? true : axes.every((x) => !x) ? false : undefined;
  };
  const [outer, inner] = [varies(0, split), varies(split, shape.length)];
  const isOuterTrivial = sizeOf(shape.slice(0, split)) === 1;
  const isInnerTrivial = sizeOf(shape.slice(split)) === 1;
  if (outer === undefined || inner === undefined) return undefined;
  const along = outer && !isOuterTrivial;
  const within = inner && !isInnerTrivial;
  if ((along || isOuterTrivial) && (within || isInnerTrivial)) return sizeOf(own) === 1 ? "one" : "all";
  return along ? "column" : within ? "row" : "one";
}

/** The function of a fused kernel: addresses of its inputs, then of its outputs. */
export function fusedFunction(
  { nodes, inputs, outputs }: FusedKernel,
  { rows, columns, ways }: Rows,
): FunctionBody {
  const code = new Code(inputs.length + outputs.length);
  const v = new Lanes(code);
  const env = new Map<Value, Local>();
  for (const [i, way] of ways.entries()) if (way === "one") env.set(inputs[i], v.splat(inputs[i].dtype, i));

  // Addresses that move on: of each operand and result along the elements, of columns along the rows.
  const moving = [...inputs, ...outputs].map((value, i) => {
    const way = ways[i] ?? "all";
    if (way === "one") return undefined;
    const at = code.local("i32");
    code.point(at, i);
    return { at, base: i, way, width: widthOf(value.dtype) ?? 4, dtype: value.dtype };
  });
  const body = (count: number): void => {
    for (const [i, input] of inputs.entries()) {
      const place = moving[i];
      if (place && place.way !== "column") env.set(input, v.load(place.dtype, place.at));
    }
    for (const node of nodes) {
      const kernel = laneKernel(node) as NonNullable<ReturnType<typeof laneKernel>>; // fused because it has one
      const operands = node.inputs.map((value) => env.get(value as Value) as Local); // topological order
      env.set(node.outputs[0], kernel(v, operands));
    }
    for (const [i, output] of outputs.entries()) {
      const place = moving[inputs.length + i];
      if (place) v.store(place.dtype, env.get(output) as Local, place.at, 0, count);
    }
    for (const place of moving)
      if (place && place.way !== "column") code.advance(place.at, count * place.width);
  };
  const full = Math.floor(columns / 4);
  const rest = columns % 4;
  const isLast = rows === 1; // then more may be written: every array has room behind it
  code.repeat(rows, () => {
    for (const [i, place] of moving.entries()) {
      if (place?.way === "row") code.point(place.at, place.base);
      if (place?.way === "column") {
        env.set(inputs[i], v.splat(place.dtype, place.at));
        code.advance(place.at, place.width);
      }
    }
    code.repeat(isLast && rest > 0 ? full + 1 : full, () => body(4));
    if (rest > 0 && !isLast) body(rest);
  });
  return code.done();
}

/** The same for kernels whose functions are the same: the ops, how they are connected, and the walk. */
export function fusedKey({ nodes, inputs, outputs }: FusedKernel, rows: Rows): string {
  const places = new Map<Value, number>();
  const placeOf = (value: Value): number => {
    if (!places.has(value)) places.set(value, places.size);
    return places.get(value) as number; // set above
  };
  const types = inputs.map((value) => `${placeOf(value)}${value.dtype}`);
  const steps = nodes.map(({ op, inputs: operands, attrs, outputs: [output] }) => {
    const numbers = operands.map(
      (value) => `${placeOf(value as Value)}=${op === bitShift.def ? uniformConstant(value) : ""}`,
    );
    return `${op.name}(${numbers})${JSON.stringify(attrs)}${placeOf(output)}${output.dtype}`;
  });
  return `fused ${types}: ${steps}: ${outputs.map(placeOf)}: ${JSON.stringify(rows)}`;
}
