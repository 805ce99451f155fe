import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import {
  abs,
  add,
  cast,
  concatenate,
  equal,
  logicalNot,
  logSoftmax,
  matmul,
  maximum,
  multiply,
  negative,
  oneHot,
  padZeros,
  scan,
  slice,
  softplus,
  subtract,
  sum,
  transpose,
} from "../../core/ops/index.js";
import { swapLast } from "../../core/ops/matmul.js";
import { formatShape } from "../../core/size.js";
import { sizeOf, tensor } from "../../core/tensor.js";
import { defineLoss, type Loss } from "../loss.js";

/** The logarithm of what does not happen: as Keras's, finite, so that no NaN comes of it. */
const never = -1e5;

/** The class that means "nothing new here", and what fills up short targets. */
const blank = 0;

// ln(eᵃ + eᵇ)
const logAddExp = (a: Value, b: Value): Value => add(maximum(a, b), softplus(negative(abs(subtract(a, b)))));

const columns = (x: Value, start: number, end = Number.MAX_SAFE_INTEGER): Value =>
  slice(x, { starts: [start], ends: [end], axes: [1] });

/** `after[n + 1] = ln(e^after[n + 1] + e^more[n])`; the first stays. */
const advance = (after: Value, more: Value): Value =>
  concatenate([columns(after, 0, 1), logAddExp(columns(after, 1), more)], { axis: 1 });

/**
 * `−ln Σ p(path)` over all paths of classes along time that spell the target once repeats are merged and blanks left out:
 * connectionist temporal classification. Predictions are logits; class 0 is the blank, and fills up targets that are
 * shorter than others. The sum is the forward recursion, in logarithms, one scan along time.
 *
 * Shape   targets [batch, labels] class numbers, predictions [batch, time, classes] → [batch].
 * Throws  `shape_mismatch`; `label_out_of_range` before training.
 * Source  Keras 3 `losses.CTC`; Graves et al. 2006, equations 6 and 7.
 *
 * @example net.compile({ loss: losses.ctc() });
 */
export const ctc: (options?: object) => Loss = defineLoss<object>("ctc", {
  defaults: {},
  hasClassTargets: true,
  perExample: ({ yTrue, yPred }) => {
    checkShapes(yTrue, yPred);
    const [[batch, , classes], length] = [yPred.shape as readonly number[], yTrue.shape[1] as number]; // of a step: numbers
    const dtype = yPred.dtype as "float32";
    const target = cast(yTrue, { dtype: "int64" }); // [batch, labels]
    const logP = logSoftmax(yPred); // [batch, time, classes]
    const hot = oneHot(target, { depth: classes, dtype }); // [batch, labels, classes]
    const ofLabel = transpose(matmul(logP, swapLast(hot)), { axes: [1, 0, 2] }); // [time, batch, labels]
    const ofBlank = transpose(slice(logP, { starts: [blank], ends: [blank + 1], axes: [2] }), {
      axes: [1, 0, 2],
    });
    const same = cast(equal(columns(target, 0, -1), columns(target, 1)), { dtype });
    const repeats = padZeros(same, {
      pads: [
        [0, 0],
        [0, 1],
      ],
    }); // [batch, labels]: the next label is this one again
    const [ifRepeated, ifNot] = [repeats, subtract(1, repeats)].map((x) => multiply(x, never));
    // α of having spelled n labels, the last step a blank (or nothing yet); and of the last step being label n.
    const filled = (width: number, first: number): Value => {
      const shape = [batch, width];
      const data = Array.from({ length: sizeOf(shape) }, (_, i) => (i % width === 0 ? first : never));
      return cast(constant(tensor(data, { shape })), { dtype });
    };
    const { states } = scan(
      ({ states: [blanks, labels], slices: [label, none] }) => {
        // Between different labels no blank is needed, between equal ones there is.
        const before = advance(blanks, add(labels, ifRepeated));
        const nextLabels = logAddExp(add(columns(before, 0, -1), label), add(labels, label));
        const nextBlanks = advance(add(before, none), add(add(labels, none), ifNot));
        return { states: [nextBlanks, nextLabels] };
      },
      { states: [filled(length + 1, 0), filled(length, never)], sequences: [ofLabel, ofBlank] },
    );
    const ends = advance(states[0], states[1]); // [batch, labels + 1]
    const count = sum(cast(logicalNot(equal(target, blank)), { dtype: "int64" }), { axis: 1 });
    return negative(sum(multiply(ends, oneHot(count, { depth: length + 1, dtype })), { axis: 1 }));
  },
});

function checkShapes({ shape: y }: Value, { shape: p }: Value): void {
  if (y.length === 2 && p.length === 3) return;
  throw new NeurogradError(
    "shape_mismatch",
    `ctc: targets are ${formatShape(y)}, predictions ${formatShape(p)}; give targets [batch, labels], filled up with 0, and logits [batch, time, classes]`,
  );
}
