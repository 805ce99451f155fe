import { Code, type Local } from "./code.js";
import type { FunctionBody } from "./encode.js";

/** Elements read by steps over `shape` (bytes; 0 repeats, less than 0 goes back), written one behind the other. */
export interface StridedCopy {
  readonly width: number;
  readonly shape: readonly number[];
  readonly steps: readonly number[];
  /** Bytes from the input's address to the first element. */
  readonly start: number;
}

/** The function of a copy: addresses of input and output. */
export function copyFunction({ width, shape, steps, start }: StridedCopy): FunctionBody {
  const code = new Code(2);
  const [from, to] = [0, 1];
  code.advance(from, start);
  const { sizes, strides, run } = joined(shape, steps, width);
  const level = (axis: number, at: Local): void => {
    if (axis === sizes.length) {
      if (run > width) code.get(to).get(at).i32(run).raw(0xfc, 10, 0, 0);
      else moveOne(code, width, at, to);
      code.advance(to, run);
      return;
    }
    const own = code.local("i32");
    code.point(own, at);
    code.repeat(sizes[axis], () => {
      level(axis + 1, own);
      code.advance(own, strides[axis]);
    });
  };
  level(0, from);
  return code.done();
}

/** Axes without size 1; those at the end that lie one behind the other as one run of bytes. */
function joined(
  shape: readonly number[],
  steps: readonly number[],
  width: number,
): { sizes: number[]; strides: number[]; run: number } {
  const kept = shape.flatMap((n, axis) => (n === 1 ? [] : [axis]));
  let run = width;
  while (kept.length > 0 && steps[kept[kept.length - 1]] === run) run *= shape[kept.pop() as number];
  return { sizes: kept.map((axis) => shape[axis]), strides: kept.map((axis) => steps[axis]), run };
}

function moveOne(code: Code, width: number, from: Local, to: Local): void {
  const [load, store] = width === 1 ? [0x2d, 0x3a] : width === 4 ? [0x28, 0x36] : [0x29, 0x37];
  code.get(to).get(from).memory(load).memory(store);
}

interface Matrices {
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
}

/** Matrices turned over, four by four: [.., rows, columns] of 4 bytes each. */
export function transposeFunction({ matrices, rows, columns }: Matrices): FunctionBody {
  const code = new Code(2);
  const [from, to] = [0, 1];
  const [a, b, rowA, columnB] = [1, 2, 3, 4].map(() => code.local("i32"));
  const lines = [0, 1, 2, 3].map(() => code.local("v128"));
  const pick = (x: Local, y: Local, lanes: readonly number[]): void => {
    code
      .get(x)
      .get(y)
      .simd(13, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)));
  };
  const square = (): void => {
    for (const [k, line] of lines.entries())
      code
        .get(a)
        .simdMemory(0, k * columns * 4)
        .set(line);
    const mixed = [0, 1, 2, 3].map(() => code.local("v128"));
    for (const k of [0, 1]) {
      pick(lines[2 * k], lines[2 * k + 1], [0, 4, 1, 5]);
      code.set(mixed[2 * k]);
      pick(lines[2 * k], lines[2 * k + 1], [2, 6, 3, 7]);
      code.set(mixed[2 * k + 1]);
    }
    for (let k = 0; k < 4; k++) {
      code.get(b);
      pick(mixed[k < 2 ? 0 : 1], mixed[k < 2 ? 2 : 3], k % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
      code.simdMemory(11, k * rows * 4);
    }
  };
  const single = (height: number, width: number): void => {
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++)
        code
          .get(b)
          .get(a)
          .memory(0x28, (i * columns + j) * 4)
          .memory(0x36, (j * rows + i) * 4);
  };
  const band = (height: number): void => {
    code.point(a, rowA).point(b, columnB);
    code.repeat(Math.floor(columns / 4), () => {
      if (height === 4) square();
      else single(height, 4);
      code.advance(a, 16).advance(b, 16 * rows);
    });
    if (columns % 4 > 0) single(height, columns % 4);
    code.advance(rowA, height * columns * 4).advance(columnB, height * 4);
  };
  code.repeat(matrices, () => {
    code.point(rowA, from).point(columnB, to);
    code.repeat(Math.floor(rows / 4), () => band(4));
    if (rows % 4 > 0) band(rows % 4);
    code.advance(from, rows * columns * 4).advance(to, rows * columns * 4);
  });
  return code.done();
}

/** Rows of bytes that lie apart, moved to where they lie apart otherwise. */
interface Move {
  readonly rows: number;
  readonly bytes: number;
  /** Bytes to the first row, and from one to the next. */
  readonly from: { readonly offset: number; readonly step: number };
  readonly to: { readonly offset: number; readonly step: number };
}

/** The function of a move: addresses of input and output. */
export function moveFunction({ rows, bytes, from, to }: Move): FunctionBody {
  const code = new Code(2);
  const [source, target] = [0, 1];
  code.advance(source, from.offset).advance(target, to.offset);
  code.repeat(rows, () => {
    if (bytes > 64 || bytes % 4 !== 0) code.get(target).get(source).i32(bytes).raw(0xfc, 10, 0, 0);
    else {
      let at = 0;
      for (; at + 16 <= bytes; at += 16) code.get(target).get(source).simdMemory(0, at).simdMemory(11, at);
      for (; at < bytes; at += 4) code.get(target).get(source).memory(0x28, at).memory(0x36, at);
    }
    code.advance(source, from.step).advance(target, to.step);
  });
  return code.done();
}
