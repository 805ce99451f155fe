import { NeurogradError } from "./errors.js";

/** A size along an axis: a number, or an expression of named sizes that is known only when data arrive. */
export type Size = number | SizeExpression;
export type Shape = readonly Size[];

/** Numbers for the named sizes of a graph, such as `{ batch: 32 }`. */
export type Sizes = Readonly<Record<string, number>>;

/** A factor of a term: a name, or ⌊expression / divisor⌋ where the division does not come out even. */
interface Atom {
  readonly key: string;
  readonly floorDivide?: { readonly dividend: SizeExpression; readonly divisor: number };
}
interface Term {
  readonly coefficient: number;
  readonly atoms: readonly Atom[]; // sorted by key
}

/**
 * A canonical polynomial of named sizes, `2·batch·time + ⌊width/2⌋`: equal expressions have equal `key`s.
 * Immutable. Made by `namedSize`, `addSizes`, `multiplySizes`, `floorDivideSize`.
 */
export class SizeExpression {
  readonly terms: readonly Term[];
  readonly key: string;

  constructor(terms: readonly Term[]) {
    this.terms = terms;
    this.key = terms.map(formatTerm).join("+");
  }

  toString(): string {
    return this.key;
  }
}

const formatTerm = ({ coefficient, atoms }: Term): string =>
  atoms.length === 0
    ? String(coefficient)
    : [...(coefficient === 1 ? [] : [coefficient]), ...atoms.map((a) => a.key)].join("*");

/** The size called `name`. */
export function namedSize(name: string): SizeExpression {
  return new SizeExpression([{ coefficient: 1, atoms: [{ key: name }] }]);
}

export function addSizes(a: Size, b: Size): Size {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return fromTerms([...termsOf(a), ...termsOf(b)]);
}

export function multiplySizes(a: Size, b: Size): Size {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return fromTerms(
    termsOf(a).flatMap((s) =>
      termsOf(b).map((t) => ({
        coefficient: s.coefficient * t.coefficient,
        atoms: [...s.atoms, ...t.atoms].sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)),
      })),
    ),
  );
}

/** ⌊a / divisor⌋ for a positive whole divisor. Whole multiples of the divisor leave the floor. */
export function floorDivideSize(a: Size, divisor: number): Size {
  if (typeof a === "number") return Math.floor(a / divisor);
  const quotient = fromTerms(
    a.terms.map((t) => ({ ...t, coefficient: Math.floor(t.coefficient / divisor) })),
  );
  const rest = subtractSizes(a, multiplySizes(divisor, quotient)); // its coefficients lie in [0, divisor)
  if (typeof rest === "number") return quotient;
  const atom: Atom = { key: `floor((${rest.key})/${divisor})`, floorDivide: { dividend: rest, divisor } };
  return addSizes(quotient, new SizeExpression([{ coefficient: 1, atoms: [atom] }]));
}

export const subtractSizes = (a: Size, b: Size): Size => addSizes(a, multiplySizes(-1, b));

export function sameSize(a: Size, b: Size): boolean {
  return typeof a === "number" || typeof b === "number" ? a === b : a.key === b.key;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => sameSize(size, b[axis]));
}

/** The number of elements of a shape. */
export const shapeSize = (shape: Shape): Size => shape.reduce<Size>(multiplySizes, 1);

/** The shape as numbers, or undefined if a size is only a name. */
export function staticShape(shape: Shape): readonly number[] | undefined {
  return shape.every((size) => typeof size === "number") ? (shape as readonly number[]) : undefined;
}

export const formatShape = (shape: Shape): string => `[${shape.join(", ")}]`;

/** The number that `size` has for the given named sizes. Throws `unknown_size`. */
export function bindSize(size: Size, sizes: Sizes): number {
  if (typeof size === "number") return size;
  let total = 0;
  for (const { coefficient, atoms } of size.terms) {
    let product = coefficient;
    for (const atom of atoms) product *= bindAtom(atom, sizes);
    total += product;
  }
  return total;
}

export const bindShape = (shape: Shape, sizes: Sizes): number[] => shape.map((size) => bindSize(size, sizes));

function bindAtom(atom: Atom, sizes: Sizes): number {
  if (atom.floorDivide)
    return Math.floor(bindSize(atom.floorDivide.dividend, sizes) / atom.floorDivide.divisor);
  const bound = sizes[atom.key];
  if (bound !== undefined) return bound;
  throw new NeurogradError(
    "unknown_size",
    `size "${atom.key}" has no number; an input of the graph must carry it`,
  );
}

/** The name, if `size` is nothing but a name. */
export function sizeName(size: Size): string | undefined {
  if (typeof size === "number" || size.terms.length !== 1) return undefined;
  const [{ coefficient, atoms }] = size.terms;
  return coefficient === 1 && atoms.length === 1 && atoms[0].floorDivide === undefined
    ? atoms[0].key
    : undefined;
}

const termsOf = (size: Size): readonly Term[] =>
  typeof size === "number" ? (size === 0 ? [] : [{ coefficient: size, atoms: [] }]) : size.terms;

function fromTerms(terms: readonly Term[]): Size {
  const byAtoms = new Map<string, Term>();
  for (const term of terms) {
    const key = term.atoms.map((a) => a.key).join("*");
    const coefficient = (byAtoms.get(key)?.coefficient ?? 0) + term.coefficient;
    byAtoms.set(key, { coefficient, atoms: term.atoms });
  }
  const kept = [...byAtoms]
    .filter(([, t]) => t.coefficient !== 0)
    .sort(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0));
  if (kept.length === 0) return 0;
  if (kept.length === 1 && kept[0][0] === "") return kept[0][1].coefficient;
  return new SizeExpression(kept.map(([, term]) => term));
}

/** a / b where it comes out even for every value of the names; undefined where it does not, or cannot be told. */
export function divideSizes(a: Size, b: Size): Size | undefined {
  if (typeof b === "number") {
    if (typeof a === "number") return b !== 0 && a % b === 0 ? a / b : undefined;
    return b !== 0 && a.terms.every((t) => t.coefficient % b === 0) ? floorDivideSize(a, b) : undefined;
  }
  if (sameSize(a, b)) return 1;
  if (b.terms.length !== 1 || typeof a === "number") return a === 0 ? 0 : undefined;
  const [divisor] = b.terms;
  const quotient: Term[] = [];
  for (const term of a.terms) {
    const atoms = [...term.atoms];
    for (const atom of divisor.atoms) {
      const at = atoms.findIndex((x) => x.key === atom.key);
      if (at < 0) return undefined;
      atoms.splice(at, 1);
    }
    if (term.coefficient % divisor.coefficient !== 0) return undefined;
    quotient.push({ coefficient: term.coefficient / divisor.coefficient, atoms });
  }
  return fromTerms(quotient);
}

/** `size` with other sizes for some of its names; the names that are not in `by` stay. */
export function replaceSize(size: Size, by: ReadonlyMap<string, Size>): Size {
  if (typeof size === "number") return size;
  return size.terms.reduce<Size>((total, { coefficient, atoms }) => {
    const product = atoms.reduce<Size>((p, atom) => multiplySizes(p, replaceAtom(atom, by)), coefficient);
    return addSizes(total, product);
  }, 0);
}

function replaceAtom(atom: Atom, by: ReadonlyMap<string, Size>): Size {
  const { key, floorDivide } = atom;
  if (floorDivide) return floorDivideSize(replaceSize(floorDivide.dividend, by), floorDivide.divisor);
  return by.get(key) ?? new SizeExpression([{ coefficient: 1, atoms: [atom] }]);
}

/** Attributes, or any lists and values, with the sizes in them replaced. */
export function replaceSizes<T>(attrs: T, by: ReadonlyMap<string, Size>): T;
export function replaceSizes(attrs: unknown, by: ReadonlyMap<string, Size>): unknown {
  if (attrs instanceof SizeExpression) return replaceSize(attrs, by);
  if (Array.isArray(attrs)) return attrs.map((item: unknown) => replaceSizes(item, by));
  if (typeof attrs !== "object" || attrs === null || Object.getPrototypeOf(attrs) !== Object.prototype)
    return attrs;
  return Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, replaceSizes(value, by)]));
}
