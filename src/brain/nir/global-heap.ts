/**
 * Whether the objects of every global heap lie within it. Texts stand in such heaps, and HDF5, compiled to WebAssembly, goes round in one whose sizes do not add up.
 *
 * Source  HDF5 File Format Specification 3.0, section III.E
 */
export function hasSoundHeaps(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const G = 0x47;
  for (let at = bytes.indexOf(G); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf(G, at + 1)) {
    if (view.getUint32(at) !== 0x47434f4c || view.getUint32(at + 4) !== 0x01000000) continue; // "GCOL", version 1
    if (!isSound(view, at)) return false;
  }
  return true;
}

/** A heap: its size, then objects of index, references and size, each filled up to 8 bytes; index 0 is what is free, to the end. */
function isSound(view: DataView, start: number): boolean {
  const size = Number(view.getBigUint64(start + 8, true));
  const end = start + size;
  if (size < 16 || size % 8 !== 0 || end > view.byteLength) return false;
  let at = start + 16;
  while (end - at >= 16) {
    const length = Number(view.getBigUint64(at + 8, true));
    if (view.getUint16(at, true) === 0) return length === end - at;
    at += 16 + Math.ceil(length / 8) * 8;
  }
  return at <= end;
}
