/** What a file that is no ONNX model is, and what to do about it; undefined if it is not known. */
export function foreignKind(bytes: Uint8Array): { readonly is: string; readonly remedy: string } | undefined {
  const found = kinds.find(({ at, magic }) => [...magic].every((c, i) => bytes[at + i] === c.charCodeAt(0)));
  if (found !== undefined) return found;
  if (isSafetensors(bytes)) {
    return {
      is: "a safetensors file",
      remedy: "it holds weights without a graph: build the model and load them into it",
    };
  }
  return isText(bytes)
    ? { is: `text beginning with ${JSON.stringify(firstLine(bytes))}`, remedy: giveOnnx }
    : undefined;
}

const giveOnnx = "give the .onnx file that the exporter wrote";
const exportFirst = "export the model to ONNX first";

interface Kind {
  readonly at: number;
  readonly magic: string;
  readonly is: string;
  readonly remedy: string;
}
const kind = (magic: string, is: string, remedy: string = giveOnnx, at = 0): Kind => ({
  at,
  magic,
  is,
  remedy,
});

/** The first bytes of kinds of files that are taken for models, from their specifications. */
const kinds: readonly Kind[] = [
  kind(
    "version https://git-lfs",
    "a Git LFS pointer",
    "fetch the file that it points to with `git lfs pull`",
  ),
  kind("\x89PNG\r\n", "a PNG image"),
  kind("\xff\xd8\xff", "a JPEG image"),
  kind("GIF8", "a GIF image"),
  kind("%PDF", "a PDF document"),
  kind("PK\x03\x04", "a ZIP archive, as .keras, .pt and .npz files are", `unpack it, or ${exportFirst}`),
  kind("PK\x05\x06", "an empty ZIP archive"),
  kind("\x1f\x8b", "a gzip file", "unpack it first"),
  kind("\x28\xb5\x2f\xfd", "a Zstandard file", "unpack it first"),
  kind("\x89HDF\r\n", "an HDF5 file, as .h5 weights are", exportFirst),
  kind("\x93NUMPY", "a NumPy array"),
  kind("\x80\x02", "a Python pickle, as old .pt files are", exportFirst),
  kind("GGUF", "a GGUF file", exportFirst),
  kind("TFL3", "a TensorFlow Lite model", exportFirst, 4),
  kind("ORTM", "a model in ONNX Runtime's own format", "give the .onnx file that it was made from", 4),
  kind("<!DOCTYPE", "a web page, often the error page of a download", "fetch the file again"),
  kind("<html", "a web page, often the error page of a download", "fetch the file again"),
];

/** 8 bytes with the length of the header, then the header, which is JSON. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const header = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  return header <= BigInt(bytes.length - 8);
}

/** No control characters among the first 256 bytes, but white space. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 256);
  return (
    head.every((b) => b >= 0x20 || b === 0x09 || b === 0x0a || b === 0x0d) && isUtf8(head, bytes.length > 256)
  );
}

function isUtf8(head: Uint8Array, isCut: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

function firstLine(bytes: Uint8Array): string {
  const [line] = new TextDecoder()
    .decode(bytes.subarray(0, 256))
    .trimStart()
    .split(/[\r\n]/);
  return line.length <= 40 ? line : `${line.slice(0, 40)}…`;
}
