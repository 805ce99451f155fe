import { NeurogradError } from "../../core/errors.js";

// As much of h5wasm as is used: its own types would be asked of everyone who compiles against ours, installed or not.

/** Of an HDF5 type: class 0 integers, 1 floats, 3 texts. */
export interface H5Metadata {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly shape: readonly number[] | null;
}

export interface H5Entity {
  readonly type: string;
  /** Of a dataset. */
  readonly metadata: H5Metadata;
  readonly value: unknown;
}

export interface H5Group extends H5Entity {
  keys(): string[];
  get(name: string): H5Entity | H5Group | null;
  create_group(name: string): H5Group;
  create_dataset(dataset: {
    readonly name: string;
    readonly data: unknown;
    readonly shape: readonly number[];
    readonly chunks?: readonly number[];
    readonly compression?: "gzip";
    readonly compression_opts?: number;
  }): unknown;
}

export interface H5File extends H5Group {
  readonly file_id: bigint;
  close(): void;
}

/** A stream of the library's own little system. */
interface H5Stream {
  stream_ops: {
    readonly write: (stream: H5Stream, buffer: Uint8Array, offset: number, length: number) => number;
  };
}

/** Where the library keeps its files: in memory. */
interface H5Module {
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    readFile(path: string): Uint8Array;
    unlink(path: string): void;
    readonly streams: readonly H5Stream[];
  };
}

interface H5Library {
  readonly ready: Promise<H5Module>;
  readonly File: new (path: string, mode: "r" | "w") => H5File;
}

/** What HDF5 says of a file that it cannot read or write: the innermost cause. */
export class Hdf5Failure extends Error {}

let files = 0;

async function load(): Promise<{ readonly module: H5Module; readonly library: H5Library }> {
  try {
    const library = (await import("h5wasm")).default as unknown as H5Library; // what it is, as far as it is used
    return { module: await library.ready, library };
  } catch (cause) {
    throw new NeurogradError(
      "package_missing",
      'nir: .nir files need the package h5wasm, which is not installed or does not load here; run "npm install h5wasm", or use nirToJson and nirFromJson',
      { cause },
    );
  }
}

/** Opens bytes as an HDF5 file. Throws `Hdf5Failure`. */
export async function withFile<T>(bytes: Uint8Array, use: (file: H5File) => T): Promise<T> {
  const { module, library } = await load();
  return inMemory(module, (path) => {
    module.FS.writeFile(path, bytes);
    return opened(new library.File(path, "r"), use);
  });
}

/** The bytes of a new HDF5 file. Throws `Hdf5Failure`. */
export async function newFile(fill: (file: H5File) => void): Promise<Uint8Array> {
  const { module, library } = await load();
  return inMemory(module, (path) => {
    opened(new library.File(path, "w"), fill);
    return module.FS.readFile(path);
  });
}

/**
 * Works on a file in the library's memory. HDF5 tells of failures on its standard error and goes on with garbage: what it writes there is taken, and is an error here. (Its other
 * way, throwing through C, leaves it unusable.)
 */
function inMemory<T>({ FS }: H5Module, work: (path: string) => T): T {
  const path = `/neurograd-${files++}.nir`;
  const stream = FS.streams[2];
  const usual = stream.stream_ops;
  const decoder = new TextDecoder();
  let said = "";
  stream.stream_ops = {
    ...usual,
    write: (_, buffer, offset, length) => {
      if (said.length < 100_000) said += decoder.decode(buffer.subarray(offset, offset + length));
      return length;
    },
  };
  let result: T;
  try {
    result = work(path);
  } catch (error) {
    if (said === "" || error instanceof NeurogradError) throw error;
    throw new Hdf5Failure(firstCause(said), { cause: error });
  } finally {
    stream.stream_ops = usual;
    try {
      FS.unlink(path);
    } catch {} // it was not even made
  }
  if (said !== "") throw new Hdf5Failure(firstCause(said));
  return result;
}

/** The innermost cause of the first failure: the lines of a report go inward. */
function firstCause(said: string): string {
  const [, report = ""] = said.split("HDF5-DIAG");
  const causes = [...report.matchAll(/#\d+: .* in \w+\(\): ([^\n]+)\n/g)].map(([, cause]) => cause);
  return causes.at(-1) ?? said.split("\n")[0];
}

function opened<T>(file: H5File, use: (file: H5File) => T): T {
  if (file.file_id < 0n) throw new Error("HDF5 does not open it");
  try {
    return use(file);
  } finally {
    file.close();
  }
}
