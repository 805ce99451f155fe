import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import type { OnnxNode } from "../core/onnx-contract.js";
import { normalizeAxis } from "../core/op.js";
import * as ops from "../core/ops/index.js";

/** ONNX's `Scan` as ours, which walks along first axes and one way: other axes are transposed, other ways flipped. */
export function readScan(node: OnnxNode): readonly Value[] {
  if (node.opset < 9) {
    throw new NeurogradError(
      "unsupported_operator",
      `Scan: of opset ${node.opset} has a batch axis; opsets from 9 are read: export the model again`,
    );
  }
  const values = node.inputs as readonly Value[]; // none is optional
  const stateCount = values.length - node.attr("num_scan_inputs", 0);
  const [inAxes, outAxes, inWays, outWays] = [
    "scan_input_axes",
    "scan_output_axes",
    "scan_input_directions",
    "scan_output_directions",
  ].map((name) => node.attr(name, []));
  const reverse = inWays.length === values.length - stateCount && inWays.every((way) => way === 1);
  const flipped = (x: Value, way = 0): Value => ((way === 1) === reverse ? x : ops.flip(x, { axis: 0 }));

  const { states, outputs } = ops.scan(
    ({ states: now, slices }) => {
      const made = node.body("body", [...now, ...slices]);
      return { states: made.slice(0, stateCount), outputs: made.slice(stateCount) };
    },
    {
      states: values.slice(0, stateCount),
      sequences: values.slice(stateCount).map((x, i) => flipped(moved(x, inAxes[i] ?? 0, 0), inWays[i])),
      reverse,
    },
  );
  return [...states, ...outputs.map((y, i) => moved(flipped(y, outWays[i]), 0, outAxes[i] ?? 0))];
}

/** `x` with the axis at `from` put at `to`, the others in order. */
function moved(x: Value, from: number, to: number): Value {
  const rank = x.shape.length;
  const [source, target] = [normalizeAxis("Scan", from, rank), normalizeAxis("Scan", to, rank)];
  if (source === target) return x;
  const axes = x.shape.flatMap((_, k) => (k === source ? [] : [k]));
  axes.splice(target, 0, source);
  return ops.transpose(x, { axes });
}
