import { NeurogradError } from "../core/errors.js";

export type TextEncoding = "auto" | FoundEncoding;
export type FoundEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/**
 * The text of bytes, without its byte order mark. `auto` goes by the mark, else takes UTF-8 where the bytes are valid
 * UTF-8, which other encodings nearly never are, else GB18030 (which holds GBK and GB2312).
 *
 * Throws  `invalid_encoding` for bytes that are not text in that encoding.
 */
export function decodeText(bytes: Uint8Array | ArrayBuffer, encoding: TextEncoding, where: string): string {
  return decodedText(bytes, encoding, where).text;
}

/** The same, with the encoding that it was. */
export function decodedText(
  bytes: Uint8Array | ArrayBuffer,
  encoding: TextEncoding,
  where: string,
): { readonly text: string; readonly encoding: FoundEncoding } {
  const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  const candidates: readonly FoundEncoding[] =
    encoding === "auto" ? (markedEncoding(view) ?? ["utf-8", "gb18030"]) : [encoding];
  for (const candidate of candidates) {
    try {
      return { text: new TextDecoder(candidate, { fatal: true }).decode(view), encoding: candidate };
    } catch {
      // not this one
    }
  }
  throw new NeurogradError(
    "invalid_encoding",
    `${where}: the bytes are not ${candidates.join(" or ")} text; pass the right encoding, or save the file as UTF-8`,
  );
}

function markedEncoding([a, b]: Uint8Array): readonly FoundEncoding[] | undefined {
  if (a === 0xff && b === 0xfe) return ["utf-16le"];
  if (a === 0xfe && b === 0xff) return ["utf-16be"];
  return undefined;
}
