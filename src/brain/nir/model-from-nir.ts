import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { environment } from "../../environment.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Layer } from "../../nn/layer.js";
import { dense } from "../../nn/layers/dense.js";
import type { Model } from "../../nn/model.js";
import { checkOneOf, checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { buildSequential } from "../../nn/sequential.js";
import { input } from "../../nn/symbol.js";
import { type LeakyLayerOptions, leakyLayer } from "../layers/leaky-layer.js";
import { betaOf } from "../mappings/leak.js";
import { checkGraph } from "./check-graph.js";
import { type FlatNode, flattenGraph } from "./flatten-graph.js";
import type { NirGraph, NirLI, NirLIF } from "./nir-graph.js";
import { spreadOver } from "./node-kernels.js";

export interface ModelFromNirOptions {
  /** Length of a step [ms]. */
  readonly dt: number;
  /** Steps of time in the input, [batch, steps, ...]. */
  readonly steps: number;
  /** What a spike does, at the next step. Default: `subtract`. */
  readonly reset?: "subtract" | "zero" | "none";
  readonly fireWhen?: ">" | ">=";
  /** How τ becomes β: `e^(−dt/τ)`, or by Euler `1 − dt/τ`. Default: `exact`. */
  readonly integration?: "exact" | "euler";
  readonly surrogate?: LeakyLayerOptions["surrogate"];
}

/**
 * A model of dense and leaky layers from a NIR graph, to train on: Affine, Linear, Scale, LIF and LI in a row. `τ v̇ = −v + R I` becomes `v ← β v + (1 − β) R x`, the factor of which goes into the weights
 * before it. What a spike takes away is missed at the next step, as in every `leakyLayer`: `runNir` with `resetAt: "nextStep"` shows the same spikes.
 *
 * Shape   [batch, steps, n] → [batch, steps, m].
 * Throws  `cannot_convert` for graphs of another form, neurons of several τ or thresholds in one node, v_leak or v_reset that are not 0; `missing_option`, `invalid_option`.
 *
 * @example
 * const spiking = sequential([input({ shape: [25, 3] }), layers.dense({ units: 4 }), leakyLayer({ beta: 0.9 })]);
 * const again = modelFromNir(toNir(spiking, { dt: 1 }), { dt: 1, steps: 25 });
 * again.layers.map(({ kind }) => kind);                         // dense, leakyLayer
 */
export function modelFromNir(graph: NirGraph, options: ModelFromNirOptions): Model {
  checkOptionNames("modelFromNir", options, ["dt", "steps", "reset", "fireWhen", "integration", "surrogate"]);
  const { dt, steps, reset = "subtract", fireWhen = ">", integration = "exact", surrogate } = options;
  checkPositive("modelFromNir", "dt", dt);
  checkPositiveInteger("modelFromNir", "steps", steps);
  checkOneOf("modelFromNir", "integration", integration, ["exact", "euler"]);
  checkGraph(graph, "modelFromNir");
  const row = inRow(graph);
  const made: Layer[] = [];
  let values: Tensor[] = [];
  /** The weights of the dense layer that is being put together: [in][out], and its bias. */
  let open:
    | {
        readonly kernel: Float64Array;
        readonly bias: Float64Array;
        readonly fed: number;
        readonly out: number;
      }
    | undefined;
  let n = sizeOfInput(row[0][1]);
  const close = (): void => {
    if (open === undefined) return;
    made.push(dense({ units: open.out }));
    values = [...values, float32(open.kernel, [open.fed, open.out]), float32(open.bias, [open.out])];
    open = undefined;
  };
  /** Multiplies what comes out by one number for each unit. */
  const scale = (factors: Float64Array): void => {
    if (factors.every((factor) => factor === 1)) return;
    open ??= { kernel: identity(n), bias: new Float64Array(n), fed: n, out: n };
    const { kernel, bias, out } = open;
    for (let k = 0; k < kernel.length; k++) kernel[k] *= factors[k % out];
    for (let k = 0; k < out; k++) bias[k] *= factors[k];
  };
  for (const [name, node] of row) {
    switch (node.type) {
      case "Input":
      case "Output":
        break;
      case "Affine":
      case "Linear": {
        close();
        const [out, fed] = node.weight.shape.slice(-2);
        if (node.weight.shape.length !== 2 || fed !== n)
          throw cannotRead(`${name} takes ${fed} numbers where ${n} come in, or has several matrices`);
        const weight = node.weight.toFloat64();
        const kernel = new Float64Array(fed * out).map(
          (_, k) => weight[(k % out) * fed + Math.floor(k / out)],
        );
        open = {
          kernel,
          bias: node.type === "Affine" ? node.bias.toFloat64() : new Float64Array(out),
          fed,
          out,
        };
        n = out;
        break;
      }
      case "Scale":
        scale(spreadOver(node.scale, n));
        break;
      case "LIF":
      case "LI": {
        const { beta, vThreshold } = leakOf(node, n, { dt, integration, name });
        scale(spreadOver(node.r, n).map((r) => (1 - beta) * r));
        close();
        const about = { beta, vThreshold, fireWhen, ...(surrogate !== undefined && { surrogate }) };
        made.push(
          leakyLayer(node.type === "LI" ? { ...about, reset: "none", output: "v" } : { ...about, reset }),
        );
        break;
      }
      default:
        throw cannotRead(
          `${name} is a ${node.type}, and Affine, Linear, Scale, LIF and LI become layers; run it by runNir`,
        );
    }
  }
  close();
  const net = buildSequential([input({ shape: [steps, sizeOfInput(row[0][1])] }), ...made], environment);
  net.setWeights(values);
  return net;
}

const cannotRead = (what: string): NeurogradError =>
  new NeurogradError("cannot_convert", `modelFromNir: ${what}`);

const float32 = (data: Float64Array, shape: readonly number[]): Tensor =>
  new Tensor(Float32Array.from(data), shape, "float32");

function identity(n: number): Float64Array {
  const all = new Float64Array(n * n);
  for (let k = 0; k < n; k++) all[k * n + k] = 1;
  return all;
}

function sizeOfInput(node: FlatNode): number {
  if (node.type === "Input" && node.shape.length === 1) return node.shape[0];
  const shape = node.type === "Input" ? node.shape.join(", ") : "";
  throw cannotRead(`the row begins with ${node.type} [${shape}]; it must be an Input of one axis`);
}

/** The nodes from the Input on, one behind the other. */
function inRow(graph: NirGraph): readonly (readonly [name: string, node: FlatNode])[] {
  const { nodes, edges } = flattenGraph(graph);
  const starts = [...nodes].filter(([, { type }]) => type === "Input");
  const row = starts.slice(0, 1);
  while (row.length > 0 && row.length <= nodes.size) {
    const [last] = row[row.length - 1];
    const after = edges.filter(([from]) => from === last);
    const into = after[0]?.[1];
    if (after.length === 0 && row.length === nodes.size) return row;
    if (after.length !== 1 || into === undefined || edges.filter(([, to]) => to === into).length !== 1) break;
    row.push([into, nodes.get(into) as FlatNode]); // edges are between nodes
  }
  throw cannotRead("the nodes do not stand in one row from an Input to an Output; run the graph by runNir");
}

/** β and the threshold of all neurons of a node. */
function leakOf(
  node: NirLI | NirLIF,
  n: number,
  {
    dt,
    integration,
    name,
  }: { readonly dt: number; readonly integration: "exact" | "euler"; readonly name: string },
): { readonly beta: number; readonly vThreshold: number } {
  const one = (what: string, array: Tensor): number => {
    const [first, ...rest] = spreadOver(array, n);
    if (rest.every((x) => x === first)) return first;
    throw cannotRead(
      `${name} has neurons of several ${what}, and a leakyLayer has one for all; run the graph by runNir`,
    );
  };
  const rest = [node.vLeak, ...(node.type === "LIF" ? [node.vReset] : [])];
  if (rest.some((array) => array.toFloat64().some((x) => x !== 0)))
    throw cannotRead(
      `${name} has v_leak or v_reset that are not 0, and a leakyLayer rests at 0; run the graph by runNir`,
    );
  const beta = betaOf({ tau: one("time constants", node.tau) * 1000, dt, integration });
  if (beta < 0)
    throw cannotRead(
      `${name} has β = ${beta}: by Euler a step of ${dt} ms is too long for its τ; take a shorter one`,
    );
  return { beta, vThreshold: node.type === "LIF" ? one("thresholds", node.vThreshold) : 1 };
}
