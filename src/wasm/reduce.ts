import { exp, log } from "./approximate.js";
import { Code, type Local } from "./code.js";
import type { FunctionBody } from "./encode.js";
import { Lanes } from "./lanes.js";

/** Folds the middle of three axes. */
export interface Reduction {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly kind: "sum" | "mean" | "max" | "min";
}

const empty = { sum: 0, mean: 0, max: -Infinity, min: Infinity };

type Fold = (a: Local, b: Local) => Local;
const foldOf = (v: Lanes, kind: Reduction["kind"]): Fold =>
  kind === "max" ? v.max : kind === "min" ? v.min : v.add;

/** The function of a reduction of float32: addresses of input and output. */
export function reductionFunction(reduction: Reduction): FunctionBody {
  const code = new Code(2);
  if (reduction.inner === 1) alongRows(code, reduction);
  else downColumns(code, reduction);
  return code.done();
}

/** So many vectors are added up before their sum is added to the total: the error of long sums stays small. */
const part = 256;

/** A row of numbers folded into all four lanes. */
function foldRow(v: Lanes, at: Local, length: number, fold: Fold, start: number): Local {
  const { code } = v;
  const total = code.local("v128");
  code.get(v.float(start)).set(total);
  const sum = code.local("v128");
  const next = (local: Local): void => {
    code.get(fold(local, v.load("float32", at))).set(local);
    code.advance(at, 16);
  };
  const full = Math.floor(length / 4);
  code.repeat(Math.floor(full / part), () => {
    code.get(v.float(start)).set(sum);
    code.repeat(part, () => next(sum));
    code.get(fold(total, sum)).set(total);
  });
  code.repeat(full % part, () => next(total));
  if (length % 4 > 0) {
    const loaded = v.load("float32", at);
    code.get(fold(total, maskedTail(v, loaded, length % 4, start))).set(total);
    code.advance(at, (length % 4) * 4);
  }
  return acrossLanes(v, total, fold);
}

/** The first `count` lanes, the others `filler`. */
function maskedTail(v: Lanes, x: Local, count: number, filler: number): Local {
  const mask = [0, 1, 2, 3].flatMap((lane) => new Array<number>(4).fill(lane < count ? 255 : 0));
  v.code.simd(12, ...mask);
  return v.select(v.kept(), x, v.float(filler));
}

/** All four lanes folded, in all four. */
function acrossLanes(v: Lanes, x: Local, fold: Fold): Local {
  const moved = (y: Local, order: readonly number[]): Local => {
    v.code
      .get(y)
      .get(y)
      .simd(13, ...order.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)));
    return v.kept();
  };
  const halves = fold(x, moved(x, [2, 3, 0, 1]));
  return fold(halves, moved(halves, [1, 0, 3, 2]));
}

function alongRows(code: Code, { outer, length, kind }: Reduction): void {
  const v = new Lanes(code);
  const [at, to] = [0, 1];
  code.repeat(outer, () => {
    const total = foldRow(v, at, length, foldOf(v, kind), empty[kind]);
    v.store("float32", kind === "mean" ? v.div(total, v.float(length)) : total, to, 0, 1);
    code.advance(to, 4);
  });
}

/** Columns, sixteen at a time, then four, then the rest. */
function downColumns(code: Code, { outer, length, inner, kind }: Reduction): void {
  const v = new Lanes(code);
  const fold = foldOf(v, kind);
  const [from, to] = [0, 1];
  const [column, at] = [code.local("i32"), code.local("i32")];
  const some = (vectors: number, lanes: number): void => {
    const totals = Array.from({ length: vectors }, () => code.local("v128"));
    const sums = totals.map(() => code.local("v128"));
    const clear = (locals: readonly Local[]): void => {
      for (const local of locals) code.get(v.float(empty[kind])).set(local);
    };
    const next = (locals: readonly Local[]): void => {
      for (const [k, local] of locals.entries())
        code.get(fold(local, v.load("float32", at, 16 * k))).set(local);
      code.advance(at, inner * 4);
    };
    clear(totals);
    code.point(at, column);
    code.repeat(Math.floor(length / part), () => {
      clear(sums);
      code.repeat(part, () => next(sums));
      for (const [k, total] of totals.entries()) code.get(fold(total, sums[k])).set(total);
    });
    code.repeat(length % part, () => next(totals));
    for (const [k, total] of totals.entries()) {
      const result = kind === "mean" ? v.div(total, v.float(length)) : total;
      v.store("float32", result, to, 16 * k, lanes);
    }
    code.advance(column, vectors * 4 * lanes).advance(to, vectors * 4 * lanes);
  };
  code.repeat(outer, () => {
    code.point(column, from);
    code.repeat(Math.floor(inner / 16), () => some(4, 4));
    code.repeat(Math.floor((inner % 16) / 4), () => some(1, 4));
    if (inner % 4 > 0) some(1, inner % 4);
    code.advance(from, length * inner * 4);
  });
}

interface SoftmaxOptions {
  readonly rows: number;
  readonly columns: number;
  readonly isLog: boolean;
}

/** Softmax of each row, or its logarithm: addresses of input and output. */
export function softmaxFunction({ rows, columns, isLog }: SoftmaxOptions): FunctionBody {
  const code = new Code(2);
  const v = new Lanes(code);
  const [from, to] = [0, 1];
  const at = code.local("i32");
  const [full, rest] = [Math.floor(columns / 4), columns % 4];
  /** Each vector of the row, what is beyond its end masked by 0 if asked. */
  const each = (address: Local, f: (count: number) => void): void => {
    code.repeat(full, () => {
      f(4);
      code.advance(address, 16);
    });
    if (rest > 0) f(rest);
  };
  code.repeat(rows, () => {
    code.point(at, from);
    const largest = foldRow(v, at, columns, v.max, -Infinity);
    const total = code.local("v128");
    const out = code.local("i32");
    code.get(v.float(0)).set(total).point(at, from).point(out, to);
    each(at, (count) => {
      const e = exp(v, v.sub(v.load("float32", at), largest));
      if (!isLog) {
        v.store("float32", e, out, 0, count);
        code.advance(out, 16);
      }
      code.get(v.add(total, count === 4 ? e : maskedTail(v, e, count, 0))).set(total);
    });
    const sum = acrossLanes(v, total, v.add);
    if (isLog) {
      const shift = log(v, sum);
      code.point(at, from).point(out, to);
      each(at, (count) => {
        v.store("float32", v.sub(v.sub(v.load("float32", at), largest), shift), out, 0, count);
        code.advance(out, 16);
      });
    } else {
      code.point(out, to);
      each(out, (count) => v.store("float32", v.div(v.load("float32", out), sum), out, 0, count));
    }
    code.advance(from, columns * 4).advance(to, columns * 4);
  });
  return code.done();
}
