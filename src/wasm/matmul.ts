import { Code, type Local } from "./code.js";
import type { FunctionBody } from "./encode.js";

/** `c = a b`, of which `c` is stored row by row. Steps are in bytes: to the next row or column of a factor. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly a: { readonly row: number; readonly column: number };
  readonly b: { readonly row: number; readonly column: number };
}

/** Rows of `c` that are computed together, and columns: eight sums of four numbers stay in registers. */
const tileRows = 4;
const tileColumns = 8;
/** So many rows of a panel of `b` stay in the first cache. */
const longest = 800;
const block = 512;

/** Whether columns of `b` are copied side by side first. For few rows that would cost more than it saves. */
const isPacked = ({ rows, b }: Product): boolean => b.column !== 4 || rows > 16;

/**
 * Whether rows of `a` are copied side by side first: of a factor turned over whose columns lie a kilobyte or a multiple apart, all fall into the
 * same few places of the first cache (1024³: 7 GFLOP/s without, of 20 to 33).
 */
const isGathered = ({ a, columns }: Product): boolean =>
  a.row === 4 && a.column % 1024 === 0 && columns > tileColumns;

const bytesOfPanel = ({ inner, columns }: Product): number =>
  Math.min(inner, longest) * Math.ceil(Math.min(columns, tileColumns) / 4) * 16;

/** Bytes that copies of factors take. */
export const packedBytes = (product: Product): number =>
  (isPacked(product) ? bytesOfPanel(product) : 0) +
  (isGathered(product) ? Math.min(product.inner, longest) * Math.ceil(product.rows / tileRows) * 16 : 0);

/** The function of a product: addresses of a, b, c and, where there are some, of copies. */
export function productFunction(product: Product): FunctionBody {
  const { rows, inner, columns, a, b } = product;
  const code = new Code(packedBytes(product) > 0 ? 4 : 3);
  const [pa, pb, pc, copy] = [0, 1, 2, 3];
  if (inner === 0) {
    code
      .get(pc)
      .i32(0)
      .i32(rows * columns * 4)
      .raw(0xfc, 11, 0);
    return code.done();
  }
  if (inner <= longest) blockOf(code, product, { inner, adds: false, pa, pb, pc, copy });
  else {
    code
      .get(pc)
      .i32(0)
      .i32(rows * columns * 4)
      .raw(0xfc, 11, 0);
    const next = (length: number): void => {
      blockOf(code, product, { inner: length, adds: true, pa, pb, pc, copy });
      code.advance(pa, length * a.column).advance(pb, length * b.row);
    };
    code.repeat(Math.floor(inner / block), () => next(block));
    if (inner % block > 0) next(inner % block);
  }
  return code.done();
}

interface Block {
  readonly inner: number;
  /** Adds to what stands in `c`. */
  readonly adds: boolean;
  readonly pa: Local;
  readonly pb: Local;
  readonly pc: Local;
  readonly copy: Local;
}

/** A part of the inner axis: panel by panel of `b`, over all rows of `a`. */
function blockOf(code: Code, product: Product, { inner, adds, pa, pb, pc, copy }: Block): void {
  const { rows, columns, a, b } = product;
  const packed = isPacked(product);
  const [panel, source, out] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code
    .point(panel, packed ? copy : pb)
    .point(source, pb)
    .point(out, pc);
  const gathered = isGathered(product);
  const firstOfA = gathered ? code.local("i32") : pa;
  if (gathered) {
    code.point(firstOfA, copy, packed ? bytesOfPanel(product) : 0);
    gatherRows(code, product, { inner, from: pa, to: firstOfA });
  }
  const stepsOfA = gathered ? { row: 4, column: 16 } : a;
  const nextTile = gathered ? inner * 16 : tileRows * a.row;
  const [rowOfA, rowOfC] = [code.local("i32"), code.local("i32")];
  const ofPanel = (width: number): void => {
    const vectors = Math.ceil(width / 4);
    if (packed) packPanel(code, { inner, width, vectors, b, source, panel });
    code.point(rowOfA, firstOfA).point(rowOfC, out);
    const tile = (count: number): void => {
      tileOf(code, {
        ...{ count, vectors, width, inner, adds, a: stepsOfA, panel, rowOfA, rowOfC },
        step: packed ? vectors * 16 : b.row,
        rowBytes: columns * 4,
      });
      code.advance(rowOfA, nextTile).advance(rowOfC, count * columns * 4);
    };
    code.repeat(Math.floor(rows / tileRows), () => tile(tileRows));
    if (rows % tileRows > 0) tile(rows % tileRows);
    code.advance(source, width * b.column).advance(out, width * 4);
    if (!packed) code.advance(panel, width * 4); // else the one copy is made anew
  };
  code.repeat(Math.floor(columns / tileColumns), () => ofPanel(tileColumns));
  if (columns % tileColumns > 0) ofPanel(columns % tileColumns);
}

/** Four rows of `a` at a time, element by element: what a tile reads lies together. */
function gatherRows(
  code: Code,
  { rows, a }: Product,
  { inner, from, to }: { readonly inner: number; readonly from: Local; readonly to: Local },
): void {
  const [column, target, at, put] = [1, 2, 3, 4].map(() => code.local("i32"));
  code.point(column, from).point(target, to);
  code.repeat(inner, () => {
    code.point(at, column).point(put, target);
    code.repeat(Math.ceil(rows / tileRows), () => {
      code.get(put).get(at).simdMemory(0).simdMemory(11);
      code.advance(at, 16).advance(put, inner * 16);
    });
    code.advance(column, a.column).advance(target, 16);
  });
}

interface Packing {
  readonly inner: number;
  readonly width: number;
  readonly vectors: number;
  readonly b: Product["b"];
  readonly source: Local;
  readonly panel: Local;
}

/** The columns of a panel, row behind row. What stands beyond its width is never stored. */
function packPanel(code: Code, { inner, width, vectors, b, source, panel }: Packing): void {
  const [from, to] = [code.local("i32"), code.local("i32")];
  code.point(from, source).point(to, panel);
  code.repeat(inner, () => {
    for (let k = 0; k < vectors; k++) {
      code.get(to);
      if (b.column === 4) code.get(from).simdMemory(0, k * 16);
      else {
        code.get(from).simdMemory(92, 4 * k * b.column); // the first lane, zeros in the others
        const lane = code.local("v128");
        code.set(lane);
        for (let i = 1; i < Math.min(4, width - 4 * k); i++)
          code
            .get(from)
            .get(lane)
            .simdMemory(86, (4 * k + i) * b.column, i)
            .set(lane);
        code.get(lane);
      }
      code.simdMemory(11, k * 16);
    }
    code.advance(from, b.row).advance(to, vectors * 16);
  });
}

interface Tile {
  readonly count: number;
  readonly vectors: number;
  readonly width: number;
  readonly inner: number;
  readonly adds: boolean;
  readonly a: Product["a"];
  readonly panel: Local;
  readonly rowOfA: Local;
  readonly rowOfC: Local;
  /** Bytes from one row of the panel to the next. */
  readonly step: number;
  readonly rowBytes: number;
}

/** `count` rows of `c`, as wide as the panel: all sums in registers, one row of the panel after the other. */
function tileOf(code: Code, tile: Tile): void {
  const { count, vectors, width, inner, adds, a, panel, rowOfA, rowOfC, step, rowBytes } = tile;
  const sums = Array.from({ length: count * vectors }, () => code.local("v128"));
  const row = Array.from({ length: vectors }, () => code.local("v128"));
  const factor = code.local("v128");
  const [atA, atB, end] = [1, 2, 3].map(() => code.local("i32"));
  for (const [i, sum] of sums.entries()) {
    if (adds) code.get(rowOfC).simdMemory(0, Math.floor(i / vectors) * rowBytes + (i % vectors) * 16);
    else code.simd(12, ...new Array<number>(16).fill(0));
    code.set(sum);
  }
  code
    .point(atA, rowOfA)
    .point(atB, panel)
    .point(end, panel, inner * step);
  code.until(atB, end, () => {
    for (const [k, local] of row.entries())
      code
        .get(atB)
        .simdMemory(0, k * 16)
        .set(local);
    for (let r = 0; r < count; r++) {
      code
        .get(atA)
        .simdMemory(9, r * a.row)
        .set(factor);
      for (const [k, local] of row.entries()) {
        const sum = sums[r * vectors + k];
        code.get(sum).get(factor).get(local).simd(0xe6).simd(0xe4).set(sum);
      }
    }
    code.advance(atA, a.column).advance(atB, step);
  });
  for (const [i, sum] of sums.entries()) {
    const k = i % vectors;
    const offset = Math.floor(i / vectors) * rowBytes + k * 16;
    const lanes = Math.min(4, width - 4 * k);
    if (lanes === 4) code.get(rowOfC).get(sum).simdMemory(11, offset);
    else
      for (let lane = 0; lane < lanes; lane++)
        code
          .get(rowOfC)
          .get(sum)
          .simdMemory(90, offset + 4 * lane, lane);
  }
}
