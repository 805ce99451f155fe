import { NeurogradError } from "../../core/errors.js";
import type { Tensor } from "../../core/tensor.js";
import { readIdx, unpackIdx } from "../read-idx.js";
import { download } from "./download.js";
import { type DataPackages, type LocalFiles, localFiles } from "./local-files.js";
import { sha256 } from "./sha256.js";

/** Images and their classes, to train with and to test with. */
export interface ImageSet {
  readonly xTrain: Tensor;
  readonly yTrain: Tensor;
  readonly xTest: Tensor;
  readonly yTest: Tensor;
}

export interface IdxSetOptions {
  /** The address of a folder with the four files, as they are or with `.gz`. Default: public mirrors. */
  readonly url?: string | undefined;
  /** The folder that keeps what was downloaded; false for none. Default, of MNIST: `$NEUROGRAD_CACHE/mnist`, else `~/.cache/neurograd/mnist`. */
  readonly cache?: string | false | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Only the first n images to train with. */
  readonly train?: number | undefined;
  /** Only the first n images to test with. */
  readonly test?: number | undefined;
}

/** One file of a set, unpacked. */
export interface IdxFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a set consists of, and where it is found. */
export interface IdxSet extends DataPackages {
  readonly name: string;
  /** Addresses of folders, tried in turn. */
  readonly urls: readonly string[];
  readonly xTrain: IdxFile;
  readonly yTrain: IdxFile;
  readonly xTest: IdxFile;
  readonly yTest: IdxFile;
}

/**
 * The four files of a set: from its package, else the cache folder, else downloaded.
 *
 * Throws  `dataset_unavailable`; `checksum_mismatch`; `invalid_option`; the signal's reason.
 */
export async function loadIdxSet(set: IdxSet, options: IdxSetOptions = {}): Promise<ImageSet> {
  const local = await localFiles(set.name, set, options.cache);
  const failed = new AbortController(); // one file that cannot be had ends the others' downloads
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  signal.throwIfAborted();
  const load = (file: IdxFile): Promise<Tensor> => loadFile(set, file, local, options.url, signal);
  try {
    const [xTrain, yTrain, xTest, yTest] = await Promise.all([
      load(set.xTrain),
      load(set.yTrain),
      load(set.xTest),
      load(set.yTest),
    ]);
    const { train, test } = options;
    return {
      xTrain: first(xTrain, train, `${set.name}: train`),
      yTrain: first(yTrain, train, `${set.name}: train`),
      xTest: first(xTest, test, `${set.name}: test`),
      yTest: first(yTest, test, `${set.name}: test`),
    };
  } finally {
    failed.abort();
  }
}

function first(x: Tensor, count: number | undefined, what: string): Tensor {
  if (count === undefined) return x;
  if (Number.isInteger(count) && count >= 1 && count <= x.shape[0]) return x.slice(0, count);
  throw new NeurogradError(
    "invalid_option",
    `${what} is ${count}; use a whole number from 1 to ${x.shape[0]}`,
  );
}

async function loadFile(
  set: IdxSet,
  file: IdxFile,
  local: LocalFiles,
  url: string | undefined,
  signal: AbortSignal,
): Promise<Tensor> {
  const here = await local.read(file.file);
  const found = here ?? (await downloadFile(set, file, local, url, signal));
  const bytes = await unpackIdx(found.bytes, found.path, 2 ** 30);
  const digest = await sha256(bytes);
  if (digest !== undefined && digest !== file.sha256) {
    throw new NeurogradError(
      "checksum_mismatch",
      `${set.name}: ${found.path} has the SHA-256 ${digest}, not ${file.sha256}; it is damaged or another file, ${here === undefined ? "use another url" : "delete it"}`,
    );
  }
  if (here === undefined) await local.keep(file.file, bytes);
  return readIdx(bytes, { name: found.path });
}

async function downloadFile(
  set: IdxSet,
  file: IdxFile,
  local: LocalFiles,
  url: string | undefined,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; path: string }> {
  const failures: string[] = [];
  for (const folder of url === undefined ? set.urls : [url]) {
    const base = folder.endsWith("/") ? folder : `${folder}/`;
    for (const address of [`${base}${file.file}.gz`, `${base}${file.file}`]) {
      const result = await download(address, file.bytes + 65536, signal);
      if ("bytes" in result) {
        if (isIdx(result.bytes)) return { bytes: result.bytes, path: address };
        failures.push(`${address} is no IDX file`); // some servers answer every address with a page
      } else {
        failures.push(result.failure);
        if (result.unreachable) break;
      }
    }
  }
  const { missing } = local;
  const remedies = [...missing.remedies, "pass the url of a folder that serves the four files"];
  throw new NeurogradError(
    "dataset_unavailable",
    `${set.name}: ${file.file} is ${[...missing.failures, ...failures].join(", ")}; ${remedies.join(", or ")}`,
  );
}

const isIdx = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes[0] === 0 && bytes[1] === 0);
