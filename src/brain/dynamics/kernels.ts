import type { AnyOp } from "../../core/op.js";
import {
  abs,
  add,
  cos,
  divide,
  equal,
  exp,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  multiply,
  negative,
  reciprocal,
  sqrt,
  subtract,
  tanh,
  where,
} from "../../core/ops/index.js";

type Numbers = Float64Array;

/** Writes every `y[i]`. An input is walked with a stride of 1, or of 0 where one number serves for all. */
export type Kernel = (
  y: Numbers,
  a: Numbers,
  da: number,
  b: Numbers,
  db: number,
  c: Numbers,
  dc: number,
) => void;

/**
 * Element-wise ops as loops over float64; the tests compare each with its op's reference. Every op has a loop of its own:
 * one loop that is handed the operation as a function takes about five times as long.
 */
export const kernels: ReadonlyMap<AnyOp, Kernel> = new Map<AnyOp, Kernel>([
  [
    negative.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = -a[p];
    },
  ],
  [
    reciprocal.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = 1 / a[p];
    },
  ],
  [
    exp.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.exp(a[p]);
    },
  ],
  [
    log.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.log(a[p]);
    },
  ],
  [
    sqrt.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.sqrt(a[p]);
    },
  ],
  [
    tanh.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.tanh(a[p]);
    },
  ],
  [
    cos.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.cos(a[p]);
    },
  ],
  [
    abs.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = Math.abs(a[p]);
    },
  ],
  [
    logicalNot.def,
    (y, a, da) => {
      for (let i = 0, p = 0; i < y.length; i++, p += da) y[i] = a[p] === 0 ? 1 : 0;
    },
  ],
  [
    add.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] + b[q];
    },
  ],
  [
    subtract.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] - b[q];
    },
  ],
  [
    multiply.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] * b[q];
    },
  ],
  [
    divide.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] / b[q];
    },
  ],
  [
    maximum.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = Math.max(a[p], b[q]);
    },
  ],
  [
    minimum.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = Math.min(a[p], b[q]);
    },
  ],
  [
    equal.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] === b[q] ? 1 : 0;
    },
  ],
  [
    greater.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] > b[q] ? 1 : 0;
    },
  ],
  [
    greaterEqual.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] >= b[q] ? 1 : 0;
    },
  ],
  [
    less.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] < b[q] ? 1 : 0;
    },
  ],
  [
    lessEqual.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db) y[i] = a[p] <= b[q] ? 1 : 0;
    },
  ],
  [
    logicalAnd.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db)
        y[i] = a[p] !== 0 && b[q] !== 0 ? 1 : 0;
    },
  ],
  [
    logicalOr.def,
    (y, a, da, b, db) => {
      for (let i = 0, p = 0, q = 0; i < y.length; i++, p += da, q += db)
        y[i] = a[p] !== 0 || b[q] !== 0 ? 1 : 0;
    },
  ],
  [
    where.def,
    (y, a, da, b, db, c, dc) => {
      for (let i = 0, p = 0, q = 0, r = 0; i < y.length; i++, p += da, q += db, r += dc)
        y[i] = a[p] !== 0 ? b[q] : c[r];
    },
  ],
]);
