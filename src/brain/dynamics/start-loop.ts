// What it takes to run a loop that was written: it is light, for workers.

/** A graph ready to run: write `inputs`, run, read `outputs`. */
export interface PreparedProgram {
  readonly inputs: Readonly<Record<string, Float64Array>>;
  readonly outputs: Readonly<Record<string, Float64Array>>;
  run(): void;
}

/** Functions of JavaScript's that a loop may call. */
export const functions: readonly ["exp", "log", "tanh", "cos", "sin"] = ["exp", "log", "tanh", "cos", "sin"];

const page = 65_536;

/** A loop as plain data, which may be sent to a worker. */
export interface WrittenLoop {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: Readonly<Record<"inputs" | "outputs", ReadonlyMap<string, number>>>;
  readonly constants: readonly (readonly [place: number, data: Float64Array])[];
  /** Bytes of memory. */
  readonly end: number;
  readonly n: number;
}

/** A loop ready to run; undefined where WebAssembly may not be used. */
export async function startLoop(written: WrittenLoop): Promise<PreparedProgram | undefined> {
  const { bytes, places, constants, end, n } = written;
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / page) });
    const js = { memory, ...Object.fromEntries(functions.map((name) => [name, Math[name]])) };
    const { instance } = await WebAssembly.instantiate(bytes, { js });
    const arrays = new Map<number, Float64Array>();
    const array = (place: number): Float64Array => {
      const known = arrays.get(place) ?? new Float64Array(memory.buffer, place, n);
      arrays.set(place, known);
      return known;
    };
    for (const [place, data] of constants) array(place).set(data);
    const named = (key: "inputs" | "outputs"): Record<string, Float64Array> =>
      Object.fromEntries(Array.from(places[key], ([name, place]) => [name, array(place)]));
    const run = instance.exports.run as () => void; // the module's one export
    return { inputs: named("inputs"), outputs: named("outputs"), run };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined; // a page's policy forbids it
    throw error;
  }
}
