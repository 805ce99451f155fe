import type { DType } from "../core/dtype.js";
import type { Code, Local } from "./code.js";
import { unsigned } from "./encode.js";

/** Numbers of instructions on four lanes that kernels choose by dtype. */
export const simd = {
  equalInts: 55,
  unequalInts: 56,
  lessInts: 57,
  lessUints: 58,
  greaterInts: 59,
  greaterUints: 60,
  lessEqualInts: 61,
  lessEqualUints: 62,
  greaterEqualInts: 63,
  greaterEqualUints: 64,
  equalFloats: 65,
  unequalFloats: 66,
  lessFloats: 67,
  greaterFloats: 68,
  lessEqualFloats: 69,
  greaterEqualFloats: 70,
  addInts: 174,
  subtractInts: 177,
  multiplyInts: 181,
  minimumOfInts: 182,
  minimumOfUints: 183,
  maximumOfInts: 184,
  maximumOfUints: 185,
  floatsOfUints: 251,
  doublesOfFloats: 95,
  floatsOfDoubles: 94,
  nearestDoubles: 148,
  subtractDoubles: 241,
  multiplyDoubles: 242,
  intsOfDoubles: 252,
} as const;

/**
 * Arithmetic on four numbers at a time: float32 in float lanes, integers in int32 lanes, bools in masks (all bits of a lane set, or
 * none). Each method writes its instructions into the function and gives the local that holds the result.
 */
export class Lanes {
  readonly code: Code;
  private readonly constants = new Map<string, Local>();

  constructor(code: Code) {
    this.code = code;
  }

  /** Four times the float32 nearest to `x`. */
  float(x: number): Local {
    return this.constant(new Uint8Array(Float32Array.of(x, x, x, x).buffer));
  }

  /** Four times the 32 bits of `x`. */
  int(x: number): Local {
    return this.constant(new Uint8Array(Int32Array.of(x, x, x, x).buffer));
  }

  /** Twice the float64 `x`. */
  double(x: number): Local {
    return this.constant(new Uint8Array(Float64Array.of(x, x).buffer));
  }

  private constant(bytes: Uint8Array): Local {
    const key = bytes.join();
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const local = this.code.local("v128");
    this.code.first([0xfd, 12, ...bytes, 0x21, ...unsigned(local)]);
    this.constants.set(key, local);
    return local;
  }

  /** One instruction on one, two or three operands. */
  apply(instruction: number, ...operands: readonly Local[]): Local {
    const { code } = this;
    for (const operand of operands) code.get(operand);
    code.simd(instruction);
    return this.kept();
  }

  /** The v128 on the stack, in a local. */
  kept(): Local {
    const local = this.code.local("v128");
    this.code.set(local);
    return local;
  }

  add = (a: Local, b: Local): Local => this.apply(0xe4, a, b);
  sub = (a: Local, b: Local): Local => this.apply(0xe5, a, b);
  mul = (a: Local, b: Local): Local => this.apply(0xe6, a, b);
  div = (a: Local, b: Local): Local => this.apply(0xe7, a, b);
  /** NaN where either is. */
  min = (a: Local, b: Local): Local => this.apply(0xe8, a, b);
  max = (a: Local, b: Local): Local => this.apply(0xe9, a, b);
  /** `b < a ? b : a`: one instruction; keeps a NaN of `a`. */
  atMost = (a: Local, b: Local): Local => this.apply(0xea, a, b);
  /** `a < b ? b : a`. */
  atLeast = (a: Local, b: Local): Local => this.apply(0xeb, a, b);
  abs = (a: Local): Local => this.apply(0xe0, a);
  neg = (a: Local): Local => this.apply(0xe1, a);
  sqrt = (a: Local): Local => this.apply(0xe3, a);
  ceil = (a: Local): Local => this.apply(103, a);
  floor = (a: Local): Local => this.apply(104, a);
  /** Halves to even. */
  nearest = (a: Local): Local => this.apply(106, a);

  eq = (a: Local, b: Local): Local => this.apply(simd.equalFloats, a, b);
  lt = (a: Local, b: Local): Local => this.apply(simd.lessFloats, a, b);

  and = (a: Local, b: Local): Local => this.apply(78, a, b);
  or = (a: Local, b: Local): Local => this.apply(80, a, b);
  xor = (a: Local, b: Local): Local => this.apply(81, a, b);
  not = (a: Local): Local => this.apply(77, a);
  /** `a` where the mask is set, else `b`. */
  select = (mask: Local, a: Local, b: Local): Local => this.apply(82, a, b, mask);

  addInt = (a: Local, b: Local): Local => this.apply(simd.addInts, a, b);
  subInt = (a: Local, b: Local): Local => this.apply(simd.subtractInts, a, b);
  toFloat = (a: Local): Local => this.apply(0xfa, a);
  /** Drops the fraction; NaN gives 0. */
  toInt = (a: Local): Local => this.apply(0xf8, a);

  /** Lanes of 32 bits from those of `a` (0 to 3) and of `b` (4 to 7). */
  pick(a: Local, b: Local, from: readonly number[]): Local {
    this.code
      .get(a)
      .get(b)
      .simd(13, ...from.flatMap((k) => [4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 3]));
    return this.kept();
  }

  shiftLeft = (a: Local, bits: number): Local => this.shift(171, a, bits);
  shiftRightSigned = (a: Local, bits: number): Local => this.shift(172, a, bits);
  shiftRight = (a: Local, bits: number): Local => this.shift(173, a, bits);

  private shift(instruction: number, a: Local, bits: number): Local {
    this.code.get(a).i32(bits).simd(instruction);
    return this.kept();
  }

  /** `c[0] xⁿ + … + c[n]`, by Horner's rule. */
  polynomial(x: Local, coefficients: readonly number[]): Local {
    const [first, ...rest] = coefficients;
    let sum = this.float(first);
    for (const c of rest) sum = this.add(this.mul(sum, x), this.float(c));
    return sum;
  }

  /** Four elements of memory from `address + offset`. */
  load(dtype: DType, address: Local, offset = 0): Local {
    const { code } = this;
    code.get(address);
    switch (dtype) {
      case "uint8":
      case "bool":
        code.simdMemory(92, offset).simd(137).simd(169); // 4 bytes, widened twice
        break;
      case "int64":
        code
          .simdMemory(0, offset)
          .get(address)
          .simdMemory(0, offset + 16); // the lower halves
        code.simd(13, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        break;
      default:
        code.simdMemory(0, offset);
    }
    const loaded = this.kept();
    return dtype === "bool" ? this.apply(simd.unequalInts, loaded, this.int(0)) : loaded;
  }

  /** One element of memory, in all four lanes. */
  splat(dtype: DType, address: Local): Local {
    const { code } = this;
    code.get(address);
    if (dtype === "uint8" || dtype === "bool") code.memory(0x2d).simd(17);
    else if (dtype === "int64") code.memory(0x28).simd(17);
    else code.simdMemory(9);
    const loaded = this.kept();
    return dtype === "bool" ? this.apply(simd.unequalInts, loaded, this.int(0)) : loaded;
  }

  /** Lanes into memory: all four, or only the first `count`. */
  store(dtype: DType, value: Local, address: Local, offset = 0, count = 4): void {
    const { code } = this;
    if (dtype === "uint8" || dtype === "bool") {
      const numbers = this.and(value, this.int(dtype === "bool" ? 1 : 255));
      const narrow = this.apply(102, this.apply(134, numbers, numbers), this.int(0));
      if (count === 4) code.get(address).get(narrow).simdMemory(90, offset, 0);
      else
        for (let i = 0; i < count; i++)
          code
            .get(address)
            .get(narrow)
            .simdMemory(88, offset + i, i);
    } else if (dtype === "int64") {
      for (const [half, widen] of [199, 200].entries()) {
        const wide = this.apply(widen, value);
        const left = count - 2 * half;
        if (left >= 2)
          code
            .get(address)
            .get(wide)
            .simdMemory(11, offset + 16 * half);
        else if (left === 1)
          code
            .get(address)
            .get(wide)
            .simdMemory(91, offset + 16 * half, 0);
      }
    } else if (count === 4) code.get(address).get(value).simdMemory(11, offset);
    else
      for (let i = 0; i < count; i++)
        code
          .get(address)
          .get(value)
          .simdMemory(90, offset + 4 * i, i);
  }
}

/** Bytes of an element; undefined for dtypes that no kernel handles. */
export function widthOf(dtype: DType): number | undefined {
  switch (dtype) {
    case "float32":
    case "int32":
    case "uint32":
      return 4;
    case "uint8":
    case "bool":
      return 1;
    case "int64":
      return 8;
    default:
      return undefined;
  }
}
