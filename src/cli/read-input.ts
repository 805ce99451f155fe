import { extname } from "node:path";
import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { type Nested, type Tensor, tensor } from "../core/tensor.js";
import { readNpy, Table, type TableEncoding } from "../data/index.js";
import { CommandError, usageError } from "./command-error.js";
import { fitInput } from "./fit-input.js";
import type { Messages } from "./messages.js";
import { readNamedFile } from "./read-file.js";
import { readPgm } from "./read-pgm.js";
import { tableFromJson } from "./table-from-json.js";
import { readTable } from "./table-task.js";

/** Numbers for a model's inputs, and what is known of the right answers. */
export interface InputData {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Class numbers or quantities, where the file has them for all rows. */
  readonly truth: ArrayLike<number> | undefined;
}

/** A file as the inputs of a model. `encoding` is the model's own, of a table's columns. */
export async function readInput(
  path: string,
  inputs: readonly Value[],
  encoding: TableEncoding | undefined,
  say: Messages,
): Promise<InputData> {
  const one = (x: Tensor): InputData => {
    if (inputs.length !== 1) throw new CommandError(say.severalInputs(path, inputs.map(nameOf)));
    return { feeds: { [nameOf(inputs[0])]: fitInput(path, x, inputs[0], say) }, truth: undefined };
  };
  switch (extname(path).toLowerCase()) {
    case ".csv":
    case ".tsv":
      return fromTable(path, await readTable(path, say), encoding, one, say);
    case ".npy":
      return one(readNpy(await readNamedFile(path, say), { name: path }));
    case ".pgm":
      return one(await readImage(path, say));
    case ".json":
      return fromJson(path, await readNamedFile(path, say), inputs, encoding, one, say);
    default:
      await readNamedFile(path, say); // that it is not there is the more useful thing to say
      throw usageError(say.unknownInput(path));
  }
}

const nameOf = ({ name }: Value): string => name ?? "";

async function readImage(path: string, say: Messages): Promise<Tensor> {
  const bytes = await readNamedFile(path, say);
  try {
    return readPgm(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(say.badPgm(path, error.message), undefined, { cause: error });
  }
}

function fromTable(
  path: string,
  table: Table,
  encoding: TableEncoding | undefined,
  one: (x: Tensor) => InputData,
  say: Messages,
): InputData {
  if (encoding === undefined) {
    const texts = table.columns.find(({ type }) => type === "string");
    if (texts !== undefined) throw new CommandError(say.textColumn(path, texts.name));
    return one(table.toTensors().x);
  }
  const lacking = encoding.features.find(({ name }) => !table.columns.some((column) => column.name === name));
  if (lacking !== undefined) throw new CommandError(say.missingColumn(path, lacking.name));
  // Without the target: rows whose target is missing are those to be told.
  const known = new Table(table.columns.filter(({ name }) => name !== encoding.target?.name));
  const { feeds } = one(known.encode(encoding).x);
  return { feeds, truth: truthOf(table, encoding) };
}

/** The targets of a table, if it has one for each row, of a known class. */
function truthOf(table: Table, encoding: TableEncoding): ArrayLike<number> | undefined {
  if (!table.columns.some(({ name }) => name === encoding.target?.name)) return undefined;
  try {
    const { y } = table.encode(encoding);
    return y?.shape[0] === table.size ? y.toFloat64() : undefined;
  } catch (error) {
    if (error instanceof NeurogradError) return undefined; // a class that the model does not know
    throw error;
  }
}

function fromJson(
  path: string,
  bytes: Uint8Array,
  inputs: readonly Value[],
  encoding: TableEncoding | undefined,
  one: (x: Tensor) => InputData,
  say: Messages,
): InputData {
  const data = parsed(path, bytes, say);
  const rows = encoding && tableFromJson(data);
  if (rows) return fromTable(path, rows, encoding, one, say);
  if (typeof data !== "object" || data === null || Array.isArray(data)) return one(numbers(path, data, say));
  const named = data as Readonly<Record<string, unknown>>; // an object, as just seen
  const feeds = inputs.map((input): [string, Tensor] => {
    const name = nameOf(input);
    if (!Object.hasOwn(named, name)) throw new CommandError(say.missingInput(path, name));
    return [name, fitInput(path, numbers(path, named[name], say), input, say)];
  });
  return { feeds: Object.fromEntries(feeds), truth: undefined };
}

function parsed(path: string, bytes: Uint8Array, say: Messages): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)); // which skips a byte order mark
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(say.badJson(path, why), undefined, { cause: error });
  }
}

/** Nested arrays of numbers and booleans as a tensor. */
function numbers(path: string, data: unknown, say: Messages): Tensor {
  const queue: unknown[] = [data];
  for (let item = queue.pop(); queue.length > 0 || item !== undefined; item = queue.pop()) {
    if (Array.isArray(item)) for (const inner of item) queue.push(inner);
    else if (typeof item !== "number" && typeof item !== "boolean")
      throw new CommandError(say.notNumber(path, JSON.stringify(item).slice(0, 40)));
  }
  try {
    return tensor(data as Nested, { dtype: "float64" }); // only arrays, numbers and booleans, as just seen
  } catch (error) {
    if (!(error instanceof NeurogradError)) throw error;
    throw new CommandError(say.raggedJson(path), undefined, { cause: error });
  }
}
