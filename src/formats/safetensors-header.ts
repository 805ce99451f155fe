import { NeurogradError } from "../core/errors.js";
import { foreignKind } from "../onnx/file-kind.js";

/** One tensor of a safetensors file: its type, and where its bytes lie in the part after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}
export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the tensors' bytes begin in the file. */
  readonly dataStart: number;
}

export const invalid = (what: string): NeurogradError =>
  new NeurogradError(
    "invalid_safetensors",
    `safetensors: ${what}; the file is damaged: fetch or write it again`,
  );

/**
 * The header of a safetensors file, checked against the file's length. Nothing is allocated for the tensors.
 *
 * Throws  `invalid_safetensors`; `limit_exceeded` beyond `maxHeaderBytes`.
 */
export function readHeader(bytes: Uint8Array, maxHeaderBytes: number): SafetensorsHeader {
  const length = headerLength(bytes, maxHeaderBytes);
  const header = parse(bytes.subarray(8, 8 + length));
  const dataStart = 8 + length;
  const metadata = new Map<string, string>();
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== "__metadata__") entries.push(entryOf(name, value));
    else for (const [key, text] of metadataOf(value)) metadata.set(key, text);
  }
  checkCover(entries, bytes.length - dataStart);
  return { entries, metadata, dataStart };
}

function headerLength(bytes: Uint8Array, maxHeaderBytes: number): number {
  if (bytes.length < 8) throw invalid(`${bytes.length} bytes are too few for a header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    const kind = foreignKind(bytes);
    if (kind !== undefined) throw invalid(`this is ${kind.is}`);
    throw invalid(`the header has ${length} bytes, but the file only ${bytes.length}`);
  }
  if (length <= BigInt(maxHeaderBytes)) return Number(length);
  throw new NeurogradError(
    "limit_exceeded",
    `safetensors: the header has ${length} bytes, more than the ${maxHeaderBytes} allowed; pass maxHeaderBytes if you trust the file`,
  );
}

function parse(bytes: Uint8Array): object {
  if (bytes[0] !== 0x7b) throw invalid("the header does not begin with {");
  if (isDeep(bytes)) throw invalid("the header nests deeper than a tensor's shape");
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw invalid(`the header is not JSON (${(cause as Error).message})`);
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) throw invalid(`the header has the key ${quote(twice)} twice`);
  return header as object; // it begins with {
}

/** Whether brackets outside strings stand more than 3 deep: parsing millions of them takes seconds. */
function isDeep(json: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === 0x22) inString = !inString;
    else if (inString)
      i += Number(c === 0x5c); // a backslash and what it escapes
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x7d || c === 0x5d) depth--;
    if (depth > 3) return true;
  }
  return false;
}

/** A key that an object of valid JSON has twice: JSON.parse would keep the last in silence. */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === "{") open.push(new Set());
    else if (c === "}") open.pop();
    else if (c === '"') {
      const start = i;
      for (i++; json[i] !== '"'; i++) if (json[i] === "\\") i++;
      let next = i + 1;
      while (" \t\n\r".includes(json[next])) next++;
      if (json[next] !== ":") continue;
      const key = JSON.parse(json.slice(start, i + 1)) as string; // a string of valid JSON
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

function entryOf(name: string, value: unknown): TensorEntry {
  const where = `tensor ${quote(name)}`;
  if (!isRecord(value)) throw invalid(`${where} is described by ${show(value)}`);
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const [extra] = Object.keys(rest);
  if (extra !== undefined) throw invalid(`${where} has the unknown key ${quote(extra)}`);
  if (typeof dtype !== "string") throw invalid(`${where} has the dtype ${show(dtype)}`);
  if (!isNaturals(shape)) throw invalid(`${where} has the shape ${show(shape)}`);
  if (!isNaturals(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw invalid(`${where} has the data_offsets ${show(offsets)}`);
  return { name, dtype, shape, begin: offsets[0], end: offsets[1] };
}

function metadataOf(value: unknown): [string, string][] {
  if (!isRecord(value)) throw invalid(`__metadata__ is ${show(value)}`);
  return Object.entries(value).map(([key, text]) => {
    if (typeof text === "string") return [key, text];
    throw invalid(`__metadata__ ${quote(key)} is ${show(text)}, not a string`);
  });
}

/** The tensors lie side by side: no overlap, no hole, no bytes left over. */
function checkCover(entries: readonly TensorEntry[], length: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at)
      throw invalid(
        `tensor ${quote(name)} begins at ${begin}, ${begin < at ? "within" : "not at the end of"} the tensor before it, which ends at ${at}`,
      );
    at = end;
  }
  if (at !== length) throw invalid(`the tensors have ${at} bytes, but ${length} follow the header`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNaturals = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0));

/** A name or value from the file, cut short. */
export const quote = (name: string): string =>
  JSON.stringify(name.length <= 80 ? name : `${name.slice(0, 80)}…`);
const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
};
