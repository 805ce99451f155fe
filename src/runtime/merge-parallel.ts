import { constantOf } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { applyOp } from "../core/op.js";
import { concatenate, reshape, split } from "../core/ops/index.js";

/** A value of the state that goes in, and what comes out in its place. */
export interface PackedPart {
  readonly source: Value;
  readonly output: Value;
  readonly shape: readonly number[];
  readonly size: number;
}

/** The vector taken apart, and put together again. */
export interface Merged {
  /** What stands for each source. */
  readonly sources: ReadonlyMap<Value, Value>;
  /** The outputs of all parts, one behind the other, made of the sources themselves. */
  readonly output: Value;
}

/**
 * What is computed alike, element by element (an optimizer treats one bias as the other), is computed as one: of many small nodes the
 * runtime's own work for each is most of the cost. The vector holds the groups one behind the other.
 */
export function mergeParallel(groups: readonly (readonly PackedPart[])[], vector: Value): Merged {
  const segments = splitBy(vector, groups.map(sizeOfAll));
  const merging = new Merging(groups, segments);
  const pieces = groups.flatMap((group) => {
    const outputs = group.map(({ output }) => output);
    const known = merging.known(outputs);
    if (known !== undefined) return [known];
    const before = merging.nodesSaved;
    const merged = group.length > 1 ? merging.merge(outputs, group) : undefined;
    if (merged && merging.nodesSaved + reshapes(group) > before) return [merged];
    return group.map(({ output, size }) => shaped(output, [size]));
  });
  return {
    sources: new Map(
      groups.flatMap((group, i) => {
        const own = splitBy(
          segments[i],
          group.map(({ size }) => size),
        );
        return group.map(({ source, shape }, k): [Value, Value] => [source, shaped(own[k], shape)]);
      }),
    ),
    output: pieces.length === 1 ? pieces[0] : concatenate(pieces, { axis: 0 }),
  };
}

const sizeOfAll = (group: readonly PackedPart[]): number => group.reduce((sum, { size }) => sum + size, 0);

/** How many of them have to be made vectors first. */
const reshapes = (group: readonly PackedPart[]): number =>
  group.filter(({ shape }) => shape.length !== 1).length;

const splitBy = (vector: Value, sections: readonly number[]): readonly Value[] =>
  sections.length === 1 ? [vector] : split(vector, { axis: 0, sections });

const shaped = (x: Value, shape: readonly number[]): Value =>
  x.shape.join() === shape.join() ? x : reshape(x, { shape });

/** Parts whose outputs are computed alike, together. */
export function parallelGroups<P extends PackedPart>(parts: readonly P[]): readonly (readonly P[])[] {
  const sources = new Set(parts.map(({ source }) => source));
  const groups: P[][] = [];
  for (const part of parts) {
    const group = groups.find(([first]) => alike(first, part, sources));
    if (group) group.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** Whether both outputs are computed by the same element-wise steps, as far as there are some: at least one. */
function alike(a: PackedPart, b: PackedPart, sources: ReadonlySet<Value>): boolean {
  const isAlike = (x: Value, y: Value, depth: number): boolean => {
    if (depth > deepest) return false;
    if (sources.has(x) || sources.has(y)) return sources.has(x) && sources.has(y);
    if (!isSameStep([x, y], [a, b])) return depth > 0 && !isElementwise(x) && !isElementwise(y);
    return operands([x, y]).every((pair) => isShared(pair) || isAlike(pair[0], pair[1], depth + 1));
  };
  return isAlike(a.output, b.output, 0);
}

/** No optimizer has more steps than this between a gradient and the weight. */
const deepest = 32;

const isElementwise = ({ node }: Value): boolean => node?.op.commutes === "elementwise";

/** The k-th operand of each, for all k. */
const operands = (values: readonly Value[]): readonly (readonly Value[])[] =>
  (values[0].node?.inputs ?? []).map((_, k) => values.map(({ node }) => node?.inputs[k] as Value)); // none is null: isSameStep

/** Whether the values are what one element-wise op gives, each of its part's shape, from operands that can be joined. */
function isSameStep(values: readonly Value[], parts: readonly PackedPart[]): boolean {
  const nodes = values.flatMap(({ node }) => node ?? []);
  const [first] = nodes;
  if (nodes.length < values.length || first.op.commutes !== "elementwise") return false;
  const fits = (list: readonly (Value | null)[]): boolean =>
    list.every((value, i) => value?.dtype === "float32" && value.shape.join() === parts[i].shape.join());
  return (
    fits(values) &&
    nodes.every(({ op, attrs }) => op === first.op && sameAttrs(attrs, first.attrs)) &&
    first.inputs.every((_, k) => {
      const inputs = nodes.map((node) => node.inputs[k]);
      return isShared(inputs) || fits(inputs);
    })
  );
}

const sameAttrs = (a: object, b: object): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** One number for all of them: the same value, or equal constants. */
function isShared([first, ...rest]: readonly (Value | null)[]): boolean {
  if (first === null || first.shape.length > 0) return false;
  const known = constantOf(first);
  return rest.every((value) => {
    if (value === first) return true;
    const other = constantOf(value);
    return known && other && value?.dtype === first.dtype && Object.is(known.data[0], other.data[0]);
  });
}

class Merging {
  /** Nodes that merging makes needless, less those that it adds. */
  nodesSaved = 0;
  /** What has been merged, by its first value; a segment of the vector is merged from the beginning. */
  private readonly done = new Map<Value, { readonly values: readonly Value[]; readonly merged: Value }[]>();

  constructor(groups: readonly (readonly PackedPart[])[], segments: readonly Value[]) {
    for (const [i, group] of groups.entries())
      this.keep(
        group.map(({ source }) => source),
        segments[i],
      );
  }

  /** What the values have been merged to. */
  known(values: readonly Value[]): Value | undefined {
    return this.done
      .get(values[0])
      ?.find(
        (entry) => entry.values.length === values.length && entry.values.every((v, i) => v === values[i]),
      )?.merged;
  }

  /** The values, one for each part, one behind the other. */
  merge(values: readonly Value[], parts: readonly PackedPart[]): Value {
    return this.known(values) ?? this.keep(values, this.made(values, parts));
  }

  private keep(values: readonly Value[], merged: Value): Value {
    this.done.set(values[0], [...(this.done.get(values[0]) ?? []), { values, merged }]);
    return merged;
  }

  private made(values: readonly Value[], parts: readonly PackedPart[]): Value {
    const { node } = values[0];
    if (node !== null && isSameStep(values, parts)) {
      this.nodesSaved += values.length - 1;
      const joined = operands(values).map((list) => (isShared(list) ? list[0] : this.merge(list, parts)));
      return applyOp(node.op, joined, node.attrs)[0];
    }
    this.nodesSaved -= 1 + reshapes(parts);
    return concatenate(
      values.map((value, i) => shaped(value, [parts[i].size])),
      { axis: 0 },
    );
  }
}
