import type { DType } from "../core/dtype.js";
import { Code } from "./code.js";
import type { FunctionBody } from "./encode.js";
import { widthOf } from "./lanes.js";

interface ArgmaxOptions {
  readonly rows: number;
  readonly columns: number;
  readonly isLeast: boolean;
}

/** Where each row is largest (`isLeast`: smallest), the first place of several, as int64: addresses of input and output. */
export function argmaxFunction({ rows, columns, isLeast }: ArgmaxOptions): FunctionBody {
  const code = new Code(2);
  const [from, to] = [0, 1];
  const [best, x] = [code.local("f32"), code.local("f32")];
  const [place, k] = [code.local("i32"), code.local("i32")];
  code.repeat(rows, () => {
    code.get(from).memory(0x2a).set(best).i32(0).set(place).i32(0).set(k);
    code.repeat(columns, () => {
      code.get(from).memory(0x2a).set(x);
      code
        .get(x)
        .get(best)
        .raw(isLeast ? 0x5d : 0x5e)
        .when(() => {
          code.get(x).set(best).get(k).set(place);
        });
      code.advance(k, 1).advance(from, 4);
    });
    code.get(to).get(place).raw(0xac).memory(0x37);
    code.advance(to, 8);
  });
  return code.done();
}

interface OneHotOptions {
  readonly count: number;
  readonly depth: number;
  readonly dtype: DType;
}

/** A row of zeros with a 1 for each index, counted from the end where it is below 0: addresses of input and output. */
export function oneHotFunction({ count, depth, dtype }: OneHotOptions): FunctionBody {
  const code = new Code(2);
  const [from, to] = [0, 1];
  const index = code.local("i32");
  const width = widthOf(dtype) ?? 4;
  code
    .get(to)
    .i32(0)
    .i32(count * depth * 4)
    .raw(0xfc, 11, 0);
  code.repeat(count, () => {
    code
      .get(from)
      .memory(width === 1 ? 0x2d : 0x28)
      .set(index);
    code
      .get(index)
      .i32(0)
      .on32("ltS")
      .when(() => {
        code.get(index).i32(depth).on32("add").set(index);
      });
    code
      .get(index)
      .i32(depth)
      .on32("ltU")
      .when(() => {
        code.get(to).get(index).i32(2).on32("shl").on32("add").i32(0x3f800000).memory(0x36);
      });
    code.advance(from, width).advance(to, depth * 4);
  });
  return code.done();
}
