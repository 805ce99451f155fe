import type { DType } from "./dtype.js";
import { NeurogradError, unknownName } from "./errors.js";
import { makeNode, type Node, type TensorType, type Value } from "./graph.js";
import type { Nd } from "./nd.js";
import type { Emit, FromOnnx } from "./onnx-contract.js";
import { isApplicable, type Operand, toValues } from "./operand.js";
import type { Sizes } from "./size.js";

/**
 * Names of an op's inputs: `"x"`, optional `"bias?"`; or a single `"...xs"` for any number of them.
 * They name the arguments in errors and give `vjp`, `infer` and `reference` their arity.
 */
export type InputNames = readonly string[];

/** One `T` per input, in order. */
export type PerInput<N extends InputNames, T> = N extends readonly [`...${string}`]
  ? readonly T[]
  : { readonly [K in keyof N]: N[K] extends `${string}?` ? T | null : T };

type Arguments<N extends InputNames> = N extends readonly [`...${string}`]
  ? readonly [values: readonly Operand[]]
  : { readonly [K in keyof N]: N[K] extends `${string}?` ? Operand | null | undefined : Operand };

type AttrArguments<A, R extends keyof A> = [R] extends [never]
  ? readonly [attrs?: Partial<A>]
  : readonly [attrs: Pick<A, R> & Partial<Omit<A, R>>];

export interface VjpContext<N extends InputNames, A> {
  readonly inputs: PerInput<N, Value>;
  readonly output: Value;
  /** The cotangent of `output`. */
  readonly g: Value;
  readonly attrs: Readonly<A>;
}
export interface ManyVjpContext<N extends InputNames, A> {
  readonly inputs: PerInput<N, Value>;
  readonly outputs: readonly Value[];
  /** The cotangents of `outputs`; null where nothing flows back. */
  readonly gs: readonly (Value | null)[];
  readonly attrs: Readonly<A>;
  readonly node: Node;
}

/** Cotangents of the inputs; null: nothing flows to that input. */
export type Cotangents<N extends InputNames> = N extends readonly [`...${string}`]
  ? readonly (Value | null)[]
  : { readonly [K in keyof N]: Value | null };

/** A rule may also replace its forward node by one with more outputs (residuals); `outputs` stand for the old ones. */
export interface Replacement<N extends InputNames> {
  readonly cotangents: Cotangents<N>;
  readonly outputs: readonly Value[];
}

/** The three answers to "what is the derivative?". Leaving it out does not compile. */
export type Vjp<Context, N extends InputNames> =
  | ((context: Context) => Cotangents<N> | Replacement<N>)
  | "zero" // piecewise constant: floor, sign, comparisons
  | { readonly notImplemented: string };

/** A type whose named sizes have become numbers. */
export interface BoundType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** What stands after a transpose can stand before it: `f(transposeₐ(x), attrs) = transposeᵦ(f(x, attrs′))`. */
export interface Commuted {
  readonly attrs: object;
  readonly axes: readonly number[];
}
/**
 * How an op commutes with a transpose of its inputs by `axes`: `"elementwise"` with any, as it is; else by a function, which
 * gives undefined where it does not.
 */
export type Commutes<A> =
  | "elementwise"
  | ((axes: readonly number[], attrs: Readonly<A>) => Commuted | undefined);

interface Common<N extends InputNames, A extends object, R extends keyof A> {
  readonly inputs: N;
  /** Defaults; the attributes named by `R` have none and must be given. */
  readonly attrs: Omit<A, R>;
  /** The operator's name where inputs and attributes coincide with ONNX's, else how to write it. */
  readonly onnx: string | Emit<A>;
  /** How to read it back, by ONNX operator name, where more is needed than taking inputs and attributes. */
  readonly fromOnnx?: FromOnnx;
  /** Inputs are broadcast against each other (or only their batch axes, or not all of them): the engine sums their cotangents back. */
  readonly broadcasts?: true | "batch";
  /** What `simplify` may do with transposes in front of it. Left out: nothing, or, where inputs broadcast, as element-wise. */
  readonly commutes?: Commutes<A>;
}
/** The attributes without a default, listed where there are any. */
type Listed<R> = [R] extends [never]
  ? { readonly required?: undefined }
  : { readonly required: readonly R[] };

export interface OpRecord<N extends InputNames, A extends object, R extends keyof A> extends Common<N, A, R> {
  readonly infer: (inputs: PerInput<N, TensorType>, attrs: Readonly<A>) => TensorType;
  readonly vjp: Vjp<VjpContext<N, A>, N>;
  readonly reference: (inputs: PerInput<N, Nd>, attrs: Readonly<A>, type: BoundType) => Nd;
  /** A simpler value equal to this one, if there is one. */
  readonly simplify?: (node: {
    readonly inputs: PerInput<N, Value>;
    readonly attrs: Readonly<A>;
    readonly output: Value;
  }) => Value | undefined;
}
export interface ManyOpRecord<N extends InputNames, A extends object, R extends keyof A>
  extends Common<N, A, R> {
  readonly infer: (inputs: PerInput<N, TensorType>, attrs: Readonly<A>) => readonly TensorType[];
  readonly vjp: Vjp<ManyVjpContext<N, A>, N>;
  /** The same outputs by many simpler nodes, where those are faster: a short loop written out. */
  readonly expand?: (inputs: PerInput<N, Value>, attrs: Readonly<A>) => readonly Value[] | undefined;
  readonly reference: (
    inputs: PerInput<N, Nd>,
    attrs: Readonly<A>,
    types: readonly BoundType[],
    sizes: Sizes,
  ) => readonly Nd[];
}

/** An op whose input names and attributes are forgotten: what the engine walks over. */
export interface AnyOp {
  readonly name: string;
  readonly inputs: InputNames;
  readonly attrs: object;
  /** Attributes that have no default. */
  readonly required: readonly string[];
  readonly onnx: string | Emit<object>;
  readonly fromOnnx: FromOnnx | undefined;
  readonly broadcasts: boolean | "batch";
  readonly commutes: Commutes<object> | undefined;
  readonly infer: (inputs: readonly (TensorType | null)[], attrs: object) => readonly TensorType[];
  readonly vjp: Vjp<ManyVjpContext<InputNames, object>, InputNames>;
  readonly reference: (
    inputs: readonly (Nd | null)[],
    attrs: object,
    types: readonly BoundType[],
    sizes: Sizes,
  ) => readonly Nd[];
  readonly simplify: ((node: Node) => Value | undefined) | undefined;
  readonly expand?:
    | ((inputs: readonly (Value | null)[], attrs: object) => readonly Value[] | undefined)
    | undefined;
}

/** An op is a function of operands (values, tensors, numbers) and attributes. */
export interface Op<N extends InputNames, A extends object = object, R extends keyof A = never> {
  (...args: [...Arguments<N>, ...AttrArguments<A, R>]): Value;
  readonly def: AnyOp;
}
/** An op with several outputs. */
export interface ManyOp<N extends InputNames, A extends object = object, R extends keyof A = never> {
  (...args: [...Arguments<N>, ...AttrArguments<A, R>]): readonly Value[];
  readonly def: AnyOp;
}
export type UnaryOp = Op<["x"]>;
export type BinaryOp = Op<["a", "b"]>;

/** Makes an op with one output from its record: everything that is to be known of it, in one place. */
/* @__NO_SIDE_EFFECTS__ */
export function defineOp<const N extends InputNames, A extends object, R extends keyof A = never>(
  name: string,
  record: OpRecord<N, A, R> & Listed<R>,
): Op<N, A, R> {
  const { infer, vjp, reference, simplify } = record as unknown as ErasedRecord; // names and attributes end here
  const def = erase(name, record, {
    infer: (types, attrs) => [infer(types, attrs)],
    vjp:
      typeof vjp === "function"
        ? ({ inputs, outputs: [output], gs: [g], attrs }) =>
            g === null ? inputs.map(() => null) : vjp({ inputs, output, g, attrs })
        : vjp,
    reference: (inputs, attrs, types) => [reference(inputs, attrs, types[0])],
    simplify:
      simplify && ((node) => simplify({ inputs: node.inputs, attrs: node.attrs, output: node.outputs[0] })),
    expand: undefined,
  });
  return Object.assign((...args: readonly unknown[]) => apply(def, args)[0], { def });
}

/** Makes an op with several outputs. */
/* @__NO_SIDE_EFFECTS__ */
export function defineManyOp<const N extends InputNames, A extends object, R extends keyof A = never>(
  name: string,
  record: ManyOpRecord<N, A, R> & Listed<R>,
): ManyOp<N, A, R> {
  const def = erase(name, record, { ...(record as unknown as ErasedMany), simplify: undefined }); // as in defineOp
  return Object.assign((...args: readonly unknown[]) => apply(def, args), { def });
}

interface ErasedRecord {
  infer(types: readonly (TensorType | null)[], attrs: object): TensorType;
  vjp: Vjp<{ inputs: readonly (Value | null)[]; output: Value; g: Value; attrs: object }, InputNames>;
  reference(inputs: readonly (Nd | null)[], attrs: object, type: BoundType): Nd;
  simplify?(node: { inputs: readonly (Value | null)[]; attrs: object; output: Value }): Value | undefined;
}
type ErasedMany = Pick<AnyOp, "infer" | "vjp" | "reference" | "expand">;

function erase(
  name: string,
  record: {
    inputs: InputNames;
    attrs: object;
    required?: readonly unknown[] | undefined;
    onnx: unknown;
    fromOnnx?: FromOnnx;
    broadcasts?: true | "batch";
    commutes?: unknown;
  },
  rest: Pick<AnyOp, "infer" | "vjp" | "reference" | "simplify" | "expand">,
): AnyOp {
  const { inputs, attrs, onnx, fromOnnx, broadcasts = false } = record;
  const commutes = (record.commutes ??
    (broadcasts === true ? "elementwise" : undefined)) as AnyOp["commutes"];
  return Object.freeze({
    name,
    inputs,
    attrs,
    required: (record.required ?? []) as readonly string[],
    onnx: onnx as AnyOp["onnx"],
    fromOnnx,
    broadcasts,
    commutes,
    ...rest,
  });
}

function apply(def: AnyOp, args: readonly unknown[]): readonly Value[] {
  const variadic = def.inputs[0]?.startsWith("...") ?? false;
  const count = variadic ? 1 : def.inputs.length;
  const operands = (variadic ? args[0] : args.slice(0, count)) as readonly (Operand | null | undefined)[];
  const attrs = { ...def.attrs, ...(args[count] as object | undefined) };
  checkAttrs(def.name, attrs, Object.keys(def.attrs), def.required);
  return applyOp(def, operands, attrs);
}

/**
 * What a compiler says to whoever has one. Throws `unknown_name` for an attribute that there is not, with the nearest right
 * one; `missing_option` for one that must be given.
 */
export function checkAttrs(
  where: string,
  given: object | undefined,
  optional: readonly string[],
  required: readonly string[] = [],
): void {
  for (const name in given)
    if (!optional.includes(name) && !required.includes(name)) {
      const known = [...required, ...optional];
      if (known.length > 0) throw unknownName(`${where}: option`, name, known);
      throw new NeurogradError("unknown_name", `${where}: takes no options, got ${name}; leave it out`);
    }
  for (const name of required)
    if ((given as Readonly<Record<string, unknown>> | undefined)?.[name] === undefined)
      throw new NeurogradError("missing_option", `${where}: needs the option ${name}; give { ${name} } last`);
}

/** Applies an op to operands: the one way by which nodes come into being. */
export function applyOp(
  def: AnyOp,
  operands: readonly (Operand | null | undefined)[],
  attrs: object,
): readonly Value[] {
  const elsewhere = operands.find(isApplicable);
  if (elsewhere !== undefined) return elsewhere.applyOp(def, operands, attrs);
  const inputs = toValues(def, operands);
  const types = def.infer(
    inputs.map((value) => value?.type ?? null),
    attrs,
  );
  return makeNode(def, inputs, attrs, types).outputs;
}

/** An axis counted from the front; negative counts from the back, as in NumPy. Throws `axis_out_of_range`. */
export function normalizeAxis(where: string, axis: number, rank: number): number {
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  const range = rank === 0 ? "a scalar has no axes" : `use ${-rank} to ${rank - 1}`;
  throw new NeurogradError(
    "axis_out_of_range",
    `${where}: axis ${axis} does not exist in an array of rank ${rank}; ${range}`,
  );
}

/** Throws `dtype_mismatch` unless `type` is one of `allowed`. */
export function requireDType(
  where: string,
  { dtype }: TensorType,
  allowed: (dtype: DType) => boolean,
  wanted: string,
): void {
  if (!allowed(dtype))
    throw new NeurogradError(
      "dtype_mismatch",
      `${where}: expects ${wanted}, got ${dtype}; use ops.cast first`,
    );
}
