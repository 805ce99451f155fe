import type { Run } from "./run-list.js";

/** A setting, and what it is in each run; undefined where a run does not say. */
export interface Parameter {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

const mostSettings = 500;
const deepest = 10;
/** How the command was typed says what the others say; the calls follow from the layers. */
const skipped = new Set(["command", "model.calls", "model.inputs", "model.outputs"]);

/** The settings of run.json that are not the same in all runs. */
export function differing(runs: readonly Run[]): readonly Parameter[] {
  const known = runs.filter(({ record }) => record !== undefined);
  const settings = new Map<string, Map<string, string>>();
  for (const { id, record } of known) {
    for (const [name, value] of settingsOf(record?.config)) {
      const values = settings.get(name) ?? new Map<string, string>();
      settings.set(name, values.set(id, value));
    }
  }
  return [...settings]
    .filter(([, values]) => new Set(known.map(({ id }) => values.get(id))).size > 1)
    .map(([name, values]) => ({ name, values }));
}

/** A configuration as a list: `optimizer.learningRate`, `dense.units`, … */
export function settingsOf(config: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (found.size >= mostSettings || path.length > deepest || skipped.has(path.join("."))) return;
    if (typeof value !== "object" || value === null || isPlainList(value)) {
      found.set(shortName(path), typeof value === "string" ? value : JSON.stringify(value));
      return;
    }
    const entries = Array.isArray(value)
      ? value.map((item: unknown, k): [string, unknown] => [nameOf(item) ?? String(k), item])
      : Object.entries(value).filter(([key]) => !(key === "name" && path.length > 1));
    for (const [key, item] of entries) walk(item, [...path, key]);
  };
  walk(config ?? {}, []);
  return found;
}

const isPlainList = (value: object): boolean =>
  Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);

function nameOf(item: unknown): string | undefined {
  const name = typeof item === "object" && item !== null && "name" in item ? item.name : undefined;
  return typeof name === "string" ? name : undefined;
}

/** `compile.optimizer.config.learningRate` → `optimizer.learningRate`; `model.layers.dense.kind` → `dense`. */
function shortName(path: readonly string[]): string {
  const left = path.filter(
    (part, k) => part !== "config" && !(k === 0 && (part === "compile" || part === "model")),
  );
  const own = left[0] === "layers" ? left.slice(1) : left;
  const short = own.length > 1 && own.at(-1) === "kind" ? own.slice(0, -1) : own;
  return short.join(".") || path.join(".");
}
