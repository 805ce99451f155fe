import { NeurogradError, unknownName } from "../errors.js";
import type { Value } from "../graph.js";
import { constantInput, type OnnxNode } from "../onnx-contract.js";
import { checkAttrs, normalizeAxis } from "../op.js";
import { type Operand, toValue } from "../operand.js";
import { formatShape, type Size } from "../size.js";
import { tensor } from "../tensor.js";
import { take } from "./gather.js";
import { padZeros, slice } from "./slice.js";

type Mirror = "edge" | "reflect" | "symmetric" | "wrap";

export interface PadOptions {
  /** `[before, after]` for each axis. */
  readonly padWidth: readonly (readonly [before: Size, after: Size])[];
  readonly mode?: "constant" | Mirror;
  readonly constantValues?: number;
}

/** For each mode, the index in an axis of n elements that stands at position i, which may be outside. */
const sources: Readonly<Record<Mirror, (i: number, n: number) => number>> = {
  edge: (i, n) => Math.min(Math.max(i, 0), n - 1),
  reflect: (i, n) => (n === 1 ? 0 : mirror(i, 2 * (n - 1), n - 1)),
  symmetric: (i, n) => {
    const k = ((i % (2 * n)) + 2 * n) % (2 * n);
    return k < n ? k : 2 * n - 1 - k;
  },
  wrap: (i, n) => ((i % n) + n) % n,
};

function mirror(i: number, period: number, last: number): number {
  const k = ((i % period) + period) % period;
  return k <= last ? k : period - k;
}

/**
 * `x` grown at both ends of its axes, as NumPy's `pad`: with a constant, or with x's own elements mirrored
 * (`reflect` without, `symmetric` with the edge) or repeated (`edge` the outermost, `wrap` all).
 *
 * VJP     x̄ = ȳ at the place of x; mirrored elements add up.
 * Throws  `shape_mismatch`; `unknown_size` where a mode other than constant meets a size that is only a name.
 * Source  https://onnx.ai/onnx/operators/onnx__Pad.html
 */
export function pad(operand: Operand, options: PadOptions): Value {
  checkAttrs("pad", options, ["mode", "constantValues"], ["padWidth"]);
  const { padWidth, mode = "constant", constantValues = 0 } = options;
  const x = toValue(operand);
  const filled = padZeros(x, { pads: padWidth, value: constantValues }); // checks the widths, whatever the mode
  if (mode === "constant") return filled;
  const source = sources[mode];
  if (source === undefined) throw unknownName("pad mode", mode, ["constant", ...Object.keys(sources)]);
  let y = x;
  for (const [axis, [before, after]] of padWidth.entries()) {
    if (before === 0 && after === 0) continue;
    const size = x.shape[axis];
    if (typeof size !== "number" || typeof before !== "number" || typeof after !== "number") {
      throw new NeurogradError(
        "unknown_size",
        `pad: mode "${mode}" needs numbers on axis ${axis}, got ${formatShape(x.shape)}; fix the shape or pad with a constant`,
      );
    }
    if (size === 0)
      throw new NeurogradError(
        "shape_mismatch",
        `pad: mode "${mode}" on axis ${axis} of ${formatShape(x.shape)}, which has no elements to repeat; pad with a constant`,
      );
    const indices = Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
    y = take(y, tensor(indices, { dtype: "int64" }), { axis });
  }
  return y;
}

/** Reads ONNX's `Pad`, whose negative widths cut. Here, not in a record, for its modes are gathers. */
export function readPad(node: OnnxNode): Value {
  const x = node.inputs[0] as Value; // required by ONNX
  const mode = node.attr("mode", "constant") as NonNullable<PadOptions["mode"]>; // `pad` refuses others
  const list = (index: number): readonly number[] => Array.from(constantInput(node, index).toFloat64());
  const amounts: readonly Size[] = node.inputs[1] ? (node.sizes(1) ?? list(1)) : node.attr("pads", []);
  const constantValues = node.inputs[2] ? constantInput(node, 2).item() : node.attr("value", 0);
  const axes = (node.inputs[3] ? list(3) : x.shape.map((_, k) => k)).map((axis) =>
    normalizeAxis("Pad", axis, x.shape.length),
  );
  const pads = x.shape.map((_, k): readonly [Size, Size] => {
    const at = axes.indexOf(k);
    return at < 0 ? [0, 0] : [amounts[at], amounts[at + axes.length]];
  });
  const isCut = (n: Size): n is number => typeof n === "number" && n < 0;
  const padWidth = pads.map(([a, b]): readonly [Size, Size] => [isCut(a) ? 0 : a, isCut(b) ? 0 : b]);
  const grown = pad(x, { padWidth, mode, constantValues });
  if (!pads.flat().some(isCut)) return grown;
  return slice(grown, {
    starts: pads.map(([a]) => (isCut(a) ? -a : 0)),
    ends: pads.map(([, b]) => (isCut(b) ? b : null)),
  });
}
