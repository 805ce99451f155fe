import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The regular files of a `.tar.gz`, by path, in the archive's order. Source: POSIX ustar, with GNU and pax long names. */
export function readTarGz(path: string): Map<string, Uint8Array> {
  const tar = new Uint8Array(gunzipSync(readFileSync(path)));
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512);
    const size = Number.parseInt(text(header.subarray(124, 136)).trim() || "0", 8);
    const kind = String.fromCharCode(header[156]);
    const body = tar.subarray(at + 512, at + 512 + size);
    if (body.length < size) throw new Error(`${path}: cut short at byte ${at}`);
    if (kind === "L") longName = text(body);
    else if (kind === "x") longName = paxPath(body) ?? longName;
    else {
      if (kind === "0" || kind === "\0") files.set(longName ?? nameOf(header), body);
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Text up to the first zero byte. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function nameOf(header: Uint8Array): string {
  const isUstar = text(header.subarray(257, 262)) === "ustar";
  const prefix = isUstar && header[262] === 0 ? text(header.subarray(345, 500)) : ""; // GNU's own format has none
  return (prefix === "" ? "" : `${prefix}/`) + text(header.subarray(0, 100));
}

/** Records "LENGTH key=value\n". */
function paxPath(body: Uint8Array): string | undefined {
  return /^\d+ path=(.*)$/m.exec(new TextDecoder().decode(body))?.[1];
}
