import type { Graph, Value } from "../core/graph.js";
import { graphInput } from "../core/graph.js";
import { substitute } from "../core/replace.js";
import { Tensor } from "../core/tensor.js";
import { mergeParallel, type PackedPart, parallelGroups } from "./merge-parallel.js";

/** More numbers than this are worth a tensor of their own: then copying them costs more than handing one more over. */
const smallest = 1024;
/** Fewer tensors than this are not worth the nodes that take them apart. */
const fewest = 3;

interface Part extends PackedPart {
  readonly key: string;
  readonly start: number;
}

/** A vector, and its parts as tensors over the same memory. */
export interface PackedVector {
  readonly vector: Tensor;
  readonly parts: readonly (readonly [key: string, value: Tensor])[];
}

/** Small float32 tensors that go in and come out under one name, handed to the runtime as one vector. */
export class Packing {
  /** The graph with that vector in their place. */
  readonly graph: Graph;
  /** What the vector is called, as input and as output. */
  readonly name: string;
  readonly keys: ReadonlySet<string>;
  private readonly parts: readonly Part[];
  /** What came out of the last run, and what went in: the next run writes there. */
  private last: PackedVector | undefined;
  private spare: PackedVector | undefined;

  constructor(graph: Graph, name: string, parts: readonly Part[]) {
    this.graph = graph;
    this.name = name;
    this.parts = parts;
    this.keys = new Set(parts.map(({ key }) => key));
  }

  /** The tensors as one vector: that of the last run where they are its parts, else a copy. */
  pack(tensors: ReadonlyMap<string, Tensor>): PackedVector {
    const { last } = this;
    if (last?.parts.every(([key, value]) => tensors.get(key) === value)) return last;
    this.spare = undefined;
    const packed = this.empty();
    for (const [key, value] of packed.parts)
      (value.data as Float32Array).set((tensors.get(key) as Tensor).data as Float32Array); // float32: sharedShape
    return packed;
  }

  /** Where a run that read `given` may write, for values that stay in a state: what was read before, or something new. */
  target(given: PackedVector): PackedVector {
    this.last = this.spare ?? this.empty();
    this.spare = given;
    return this.last;
  }

  /** The parts of a vector that a run has given. */
  unpack(vector: Tensor): PackedVector {
    const data = vector.data as Float32Array; // float32: sharedShape
    return {
      vector,
      parts: this.parts.map(({ key, start, size, shape }) => [
        key,
        new Tensor(data.subarray(start, start + size), shape, "float32"),
      ]),
    };
  }

  private empty(): PackedVector {
    const size = this.parts.reduce((sum, part) => sum + part.size, 0);
    return this.unpack(new Tensor(new Float32Array(size), [size], "float32"));
  }
}

/**
 * Biases, their averages, sums of metrics: each tensor that a run takes or gives costs the same few microseconds, however small it
 * is. Undefined where there are too few of them.
 */
export function packSmall(graph: Graph): Packing | undefined {
  const found: Omit<Part, "start">[] = [];
  for (const input of graph.inputs) {
    const key = input.name ?? "";
    const output = Object.hasOwn(graph.outputs, key) ? graph.outputs[key] : undefined;
    const shape = output === undefined ? undefined : sharedShape(input, output);
    const size = shape?.reduce((a, b) => a * b, 1) ?? 0;
    if (output === undefined || shape === undefined || size === 0 || size > smallest) continue;
    found.push({ key, source: input, output, shape, size });
  }
  if (found.length < fewest) return undefined;

  const taken = new Set([...graph.inputs.map((input) => input.name), ...Object.keys(graph.outputs)]);
  let name = "small";
  while (taken.has(name)) name += "_";
  const groups = parallelGroups(found);
  let end = 0;
  const parts = groups.flat().map((part): Part => {
    end += part.size;
    return { ...part, start: end - part.size };
  });
  const vector = graphInput(name, { dtype: "float32", shape: [end] });
  const merged = mergeParallel(groups, vector);
  const keys = new Set(parts.map(({ key }) => key));
  const others = Object.entries(graph.outputs).filter(([key]) => !keys.has(key));
  const outputs = substitute(
    { inputs: graph.inputs, outputs: { ...Object.fromEntries(others), [name]: merged.output } },
    merged.sources,
  );
  const inputs = [...graph.inputs.filter((input) => !keys.has(input.name ?? "")), vector];
  return new Packing({ inputs, outputs }, name, parts);
}

/** The shape in numbers, where input and output have it in common and are float32. */
function sharedShape(input: Value, output: Value): readonly number[] | undefined {
  if (input.dtype !== "float32" || output.dtype !== "float32") return undefined;
  const shape = input.shape.filter((size) => typeof size === "number");
  const fits = shape.length === input.shape.length && shape.join() === output.shape.join();
  return fits ? shape : undefined;
}
