import { constant, constantOf } from "../constant.js";
import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import { evaluateNd } from "../evaluate.js";
import { type Graph, graphInput, type TensorType, toposort, type Value } from "../graph.js";
import { type Nd, nd } from "../nd.js";
import { checkAttrs, defineManyOp, type ManyOp, type ManyVjpContext, type Replacement } from "../op.js";
import { type Operand, toValue } from "../operand.js";
import { substitute } from "../replace.js";
import { formatShape, type Shape, sameSize } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { vjp } from "../vjp.js";
import { add } from "./arithmetic.js";
import { broadcastTo, reshape } from "./broadcast.js";
import { transpose } from "./layout.js";
import { matmul, matrixProduct } from "./matmul.js";
import { unrollScan } from "./unroll-scan.js";

/** What a body gets at each step, and what it gives. */
export interface ScanStep {
  readonly states: readonly Value[];
  readonly slices: readonly Value[];
}
export interface ScanResult {
  readonly states: readonly Value[];
  readonly outputs?: readonly Value[];
}
export interface ScanOptions {
  /** Values before the first step. */
  readonly states: readonly Operand[];
  /** Arrays cut along their first axis, one slice a step. */
  readonly sequences: readonly Operand[];
  /** From the last slice to the first; outputs stay in the places of their slices. */
  readonly reverse?: boolean;
  /** One copy of the body for each step, however many; else that is decided by their number. */
  readonly unroll?: boolean;
}

export interface ScanAttrs {
  body: Graph;
  stateCount: number;
  sequenceCount: number;
  reverse: boolean;
  unroll: boolean;
}
const scanOp: ManyOp<["...values"], ScanAttrs, "body" | "stateCount" | "sequenceCount"> = defineManyOp(
  "scan",
  {
    inputs: ["...values"],
    required: ["body", "stateCount", "sequenceCount"],
    attrs: { reverse: false as boolean, unroll: false as boolean },
    onnx: (to, names, { inputs, attrs: { body, stateCount, sequenceCount, reverse } }) => {
      const carried = stateCount + sequenceCount;
      const attr = to.subgraph((inner) => {
        const own = body.inputs.slice(0, carried).map((value) => ({ name: inner.fresh("step"), value }));
        const given = new Map(own.map(({ name, value }) => [value, name]));
        for (const [i, value] of body.inputs.entries()) if (i >= carried) given.set(value, names[i]); // from the graph around
        return { inputs: own, outputs: inner.values(Object.values(body.outputs), given) };
      });
      const direction = Number(reverse);
      const outputs = Object.keys(body.outputs).length;
      return to.nodeOf(
        "Scan",
        names.slice(0, carried),
        {
          body: attr,
          num_scan_inputs: sequenceCount,
          scan_input_directions: inputs.slice(stateCount, carried).map(() => direction),
          ...(outputs > stateCount && {
            scan_output_directions: Array.from({ length: outputs - stateCount }, () => direction),
          }),
        },
        outputs,
      );
    },
    infer: (types, { body, stateCount }) => {
      const length = types[stateCount].shape[0];
      return Object.values(body.outputs).map(({ type }, i) =>
        i < stateCount ? types[i] : { dtype: type.dtype, shape: [length, ...type.shape] },
      );
    },
    vjp: scanVjp,
    expand: unrollScan,
    reference: (inputs, { body, stateCount, sequenceCount, reverse }, types, sizes) => {
      const carried = stateCount + sequenceCount;
      const length = inputs[stateCount].shape[0];
      const names = Object.keys(body.outputs);
      let states = inputs.slice(0, stateCount);
      const stacked = types.slice(stateCount).map(({ shape }) => nd(shape, new Float64Array(sizeOf(shape))));
      for (let k = 0; k < length; k++) {
        const t = reverse ? length - 1 - k : k;
        const slices = inputs.slice(stateCount, carried).map((x) => rowOf(x, t));
        const feeds = [...states, ...slices, ...inputs.slice(carried)];
        const out = evaluateNd(
          body,
          Object.fromEntries(body.inputs.map((input, i) => [input.name ?? "", feeds[i]])),
          sizes, // the body's named sizes are those around it
        );
        states = names.slice(0, stateCount).map((name) => out[name]);
        for (const [i, y] of stacked.entries()) {
          const row = out[names[stateCount + i]].data;
          y.data.set(row, t * row.length);
        }
      }
      return [...states, ...stacked];
    },
  },
);

function rowOf(x: Nd, t: number): Nd {
  const shape = x.shape.slice(1);
  const size = sizeOf(shape);
  return { shape, data: x.data.subarray(t * size, (t + 1) * size) };
}

/**
 * `states ← body(states, sequences[t])` for t = 0, 1, …: a loop as one node. Values from outside that the body uses
 * (weights) are found by themselves.
 *
 * Shape   sequences [T, ...] → final states as given; outputs stacked [T, ...].
 * VJP     a scan in the other direction over the derivative of the body, which recomputes each step from the state
 *         before it. Cotangents of matrices used in the body become one product over all steps.
 * Throws  `shape_mismatch`, `missing_input`.
 * Source  https://onnx.ai/onnx/operators/onnx__Scan.html
 *
 * @example
 * const { states: [total], outputs: [sums] } = scan(
 *   ({ states: [s], slices: [x] }) => ({ states: [ops.add(s, x)], outputs: [ops.add(s, x)] }),
 *   { states: [tensor(0)], sequences: [tensor([1, 2, 3])] },
 * );                                                             // 6 and [1, 3, 6]
 */
export function scan(
  body: (step: ScanStep) => ScanResult,
  options: ScanOptions,
): { readonly states: readonly Value[]; readonly outputs: readonly Value[] } {
  checkAttrs("scan", options, ["reverse", "unroll"], ["states", "sequences"]);
  return scanGiven(body, options, []);
}

/** `scan`, in whose body `given` values of the outside appear as inputs of their own: to differentiate by each alone. */
function scanGiven(
  body: (step: ScanStep, given: readonly Value[]) => ScanResult,
  { states, sequences, reverse = false, unroll = false }: ScanOptions,
  given: readonly Value[],
): { readonly states: readonly Value[]; readonly outputs: readonly Value[] } {
  const [first, rest] = [states.map(toValue), sequences.map(toValue)];
  checkLengths(rest);
  const own = [
    ...first.map(({ type }, i) => graphInput(`s${i}`, type)),
    ...rest.map(({ type }, i) => graphInput(`x${i}`, { ...type, shape: type.shape.slice(1) })),
  ];
  const inner = given.map(({ type }, i) => graphInput(`g${i}`, type));
  const result = body({ states: own.slice(0, first.length), slices: own.slice(first.length) }, inner);
  checkStates(first, result.states);
  const outputs = [...result.states, ...(result.outputs ?? [])];
  const { graph, captures } = closure([...own, ...inner], outputs);
  const values = scanOp([...first, ...rest, ...given, ...captures], {
    body: graph,
    stateCount: first.length,
    sequenceCount: rest.length,
    reverse,
    unroll,
  });
  return { states: values.slice(0, first.length), outputs: values.slice(first.length) };
}

function checkLengths(sequences: readonly Value[]): void {
  const [first] = sequences;
  if (first === undefined)
    throw new NeurogradError(
      "missing_input",
      "scan: got no sequences; give at least one array to walk along",
    );
  for (const { shape } of sequences) {
    if (shape.length > 0 && sameSize(shape[0], first.shape[0])) continue;
    throw new NeurogradError(
      "shape_mismatch",
      `scan: sequences ${sequences.map((s) => formatShape(s.shape)).join(", ")} differ in length; their first axes must be equal`,
    );
  }
}

function checkStates(before: readonly Value[], after: readonly Value[]): void {
  const text = (values: readonly { type: TensorType }[]): string =>
    values.map(({ type }) => `${type.dtype} ${formatShape(type.shape)}`).join(", ");
  if (text(before) === text(after)) return;
  throw new NeurogradError(
    "shape_mismatch",
    `scan: the body turns states ${text(before)} into ${text(after)}; they must agree`,
  );
}

/** The body as a graph whose inputs are its own and, after them, what it uses from outside. */
function closure(
  own: readonly Value[],
  outputs: readonly Value[],
): { graph: Graph; captures: readonly Value[] } {
  const inside = new Set<Value>(own);
  const nodes = toposort(outputs);
  for (const node of nodes) {
    if (node.inputs.some((value) => value !== null && inside.has(value)))
      for (const output of node.outputs) inside.add(output);
  }
  const captures = new Map<Value, Value>();
  const capture = (value: Value): void => {
    if (inside.has(value) || constantOf(value) || captures.has(value)) return;
    captures.set(value, graphInput(`c${captures.size}`, value.type));
  };
  for (const node of nodes) {
    if (node.outputs.some((o) => inside.has(o)))
      for (const value of node.inputs) if (value !== null) capture(value);
  }
  for (const output of outputs) capture(output);
  const named = byPosition(outputs);
  const inputs = [...own, ...captures.values()];
  return {
    graph: { inputs, outputs: substitute({ inputs, outputs: named }, captures) },
    captures: [...captures.keys()],
  };
}

/**
 * Forward once more, now also keeping the states before each step; then a scan in the other direction, whose body
 * computes a step anew and pulls the cotangents back through it.
 */
function scanVjp({
  inputs,
  outputs,
  gs,
  attrs,
}: ManyVjpContext<["...values"], ScanAttrs>): Replacement<["...values"]> {
  const { body, stateCount, sequenceCount, reverse, unroll } = attrs;
  const carried = stateCount + sequenceCount;
  const [states, sequences, captures] = [
    inputs.slice(0, stateCount),
    inputs.slice(stateCount, carried),
    inputs.slice(carried),
  ];
  const count = outputs.length;
  const results = [...Object.values(body.outputs), ...body.inputs.slice(0, stateCount)]; // and the states before each step
  const kept = scanOp([...inputs], { ...attrs, body: { inputs: body.inputs, outputs: byPosition(results) } });

  const isTrained = (value: Value): boolean => isFloat(value.dtype);
  const floatStates = states.flatMap((s, i) => (isTrained(s) ? [i] : []));
  const floatSequences = sequences.flatMap((s, i) => (isTrained(s) ? [i] : []));
  const floatCaptures = captures.flatMap((c, i) => (isTrained(c) ? [i] : []));
  const live = gs.flatMap((g, i) => (i >= stateCount && g !== null ? [i] : []));

  // The form of each capture's cotangent, found while the body is traced: factors of a product, or a running sum.
  let forms: readonly CaptureForm[] = [];
  const sums = floatCaptures.map((i) => zerosOf(captures[i].type));
  const pulled = scanGiven(
    ({ states: carriedGs, slices }, inner) => {
      const at = {
        states: slices.slice(0, stateCount),
        sequences: slices.slice(stateCount, carried),
        gs: slices.slice(carried),
      };
      const now = new Map<Value, Value>(
        [...at.states, ...at.sequences, ...inner].map((value, i) => [body.inputs[i], value]),
      );
      const made = Object.values(substitute(body, now));
      const cotangents = made.map((_, i) => {
        const state = floatStates.indexOf(i);
        if (i < stateCount) return state < 0 ? null : carriedGs[state];
        const stacked = live.indexOf(i);
        return stacked < 0 ? null : at.gs[stacked];
      });
      const wrt = [
        ...floatStates.map((i) => at.states[i]),
        ...floatSequences.map((i) => at.sequences[i]),
        ...floatCaptures.map((i) => inner[i]),
      ];
      const found = vjp(made, cotangents, wrt);
      const orZero = (g: Value | null, like: Value): Value => g ?? zerosOf(like.type);
      forms = found.slice(floatStates.length + floatSequences.length).map(formOf);
      const running = carriedGs.slice(floatStates.length);
      const accumulated = forms.map(({ rest }, k) => (rest === null ? running[k] : add(running[k], rest)));
      return {
        states: [...floatStates.map((i, k) => orZero(found[k], at.states[i])), ...accumulated],
        outputs: [
          ...floatSequences.map((i, k) => orZero(found[floatStates.length + k], at.sequences[i])),
          ...forms.flatMap(({ products }) => products.flat()),
        ],
      };
    },
    {
      states: [...floatStates.map((i) => gs[i] ?? zerosOf(outputs[i].type)), ...sums],
      sequences: [...kept.slice(count), ...sequences, ...live.map((i) => gs[i] as Value)], // live: those that are not null
      reverse: !reverse,
      unroll,
    },
    captures,
  );

  const cotangents: (Value | null)[] = inputs.map(() => null);
  for (const [k, i] of floatStates.entries()) cotangents[i] = pulled.states[k];
  for (const [k, i] of floatSequences.entries()) cotangents[stateCount + i] = pulled.outputs[k];
  let next = floatSequences.length;
  for (const [k, i] of floatCaptures.entries()) {
    let total = pulled.states[floatStates.length + k];
    for (const _ of forms[k].products) {
      total = add(total, stackedProduct(pulled.outputs[next], pulled.outputs[next + 1]));
      next += 2;
    }
    cotangents[carried + i] = total;
  }
  return { cotangents, outputs: kept.slice(0, count) };
}

const byPosition = (values: readonly Value[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(values.map((value, i) => [`y${i}`, value]));

const zerosOf = ({ dtype, shape }: TensorType): Value =>
  broadcastTo(constant(tensor(0, { dtype })), { shape });

/** A capture's cotangent in one step: Σ aᵀ g over the products, and the rest. */
interface CaptureForm {
  readonly products: readonly (readonly [a: Value, g: Value])[];
  readonly rest: Value | null;
}

/** Splits a cotangent into terms `aᵀ g` of two matrices and everything else. */
function formOf(cotangent: Value | null): CaptureForm {
  const products: (readonly [Value, Value])[] = [];
  let rest: Value | null = null;
  const open = cotangent === null ? [] : [cotangent];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const { node } = value;
    if (node?.op === add.def && node.inputs.every((x) => x?.shape.length === value?.shape.length))
      open.push(...(node.inputs as readonly Value[]));
    else {
      const factors = transposedProduct(value);
      if (factors) products.push(factors);
      else rest = rest === null ? value : add(rest, value);
    }
  }
  return { products, rest };
}

/** The factors a and g of `aᵀ g`, both of rank 2. */
function transposedProduct({ node }: Value): readonly [Value, Value] | undefined {
  if (node?.op !== matrixProduct.def) return undefined;
  const [left, g] = node.inputs as readonly [Value, Value]; // a product has both
  const a = left.node?.op === transpose.def ? left.node.inputs[0] : null;
  return a?.shape.length === 2 && g.shape.length === 2 ? [a, g] : undefined;
}

/** Σ_t a_tᵀ g_t as one product: [T, B, m] and [T, B, n] → [m, n]. */
function stackedProduct(a: Value, g: Value): Value {
  const flat = (x: Value): Value => reshape(x, { shape: [-1, x.shape[2]] as Shape }); // [T·B, n]
  return matmul(transpose(flat(a)), flat(g));
}

/** The op behind `scan`, for tests and the reader. */
export { scanOp };
