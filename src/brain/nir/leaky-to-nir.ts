import { castTensor, Tensor } from "../../core/tensor.js";
import type { Model } from "../../nn/model.js";
import { isOpCall, type LayerCall } from "../../nn/symbol.js";
import type { LeakOptions } from "../mappings/leak.js";
import { tauOf } from "../mappings/leak.js";
import type { NirGraph, NirNode } from "./nir-graph.js";
import { cannotWrite } from "./spiking-to-nir.js";

/**
 * A model of dense and leaky layers as a NIR graph. `v ← β v + x` is a LIF with `R = 1/(1 − β)` and the τ of β. What a spike takes away is missed at the next step here, at once
 * in NIR: `runNir` with `resetAt: "nextStep"` gives the model's own spikes.
 */
export function leakyToNir(net: Model, leak: LeakOptions): NirGraph {
  if (net.inputs.length !== 1 || net.outputs.length !== 1)
    throw cannotWrite(
      `the model has ${net.inputs.length} inputs and ${net.outputs.length} outputs; write a part with one of each`,
    );
  const named = new Map<unknown, string>(net.graph.layers.map(({ layer, name }) => [layer, name]));
  const read = net.values.exactReader();
  const weight = (path: string): Tensor => castTensor(read(path), "float32");
  const hasTime = !net.graph.calls.some(({ target }) => !isOpCall(target) && isEncoder(target.kind));
  const [input] = net.inputs;
  let size = input.shape.slice(hasTime ? 2 : 1).reduce<number>((n, next) => n * sizeIn(next), 1);
  const nodes: Record<string, NirNode> = { input: { type: "Input", shape: [size] } };
  let answer = "what the Output gives, step by step";
  let before = input;
  for (const call of net.graph.calls) {
    const { target } = call;
    if (isOpCall(target) || call.inputs[0] !== before || call.inputs.length !== 1) throw notInRow(call);
    [before] = call.outputs;
    const name = named.get(target) ?? target.kind;
    const { config } = target;
    const put = (node: NirNode): void => {
      nodes[name.replaceAll("/", ".")] = node;
    };
    switch (target.kind) {
      case "constantCurrent":
      case "poissonSpikes":
      case "flatten":
      case "dropout":
        break;
      case "rescaling":
        if (typeof config.scale !== "number" || (config.offset ?? 0) !== 0)
          throw cannotWrite(`${name} scales by more than one number; scale the data before the network`);
        put({ type: "Scale", scale: full(size, config.scale) });
        break;
      case "dense": {
        if (![undefined, null, "linear"].includes(config.activation as string | null | undefined))
          throw cannotWrite(
            `${name} has an activation, and between spiking layers there is none; convert a network of ReLUs by toSpiking first`,
          );
        const kernel = weight(`${name}/kernel`);
        const turned = transposed(kernel);
        put(
          config.useBias === false
            ? { type: "Linear", weight: turned }
            : { type: "Affine", weight: turned, bias: weight(`${name}/bias`) },
        );
        [, size] = kernel.shape;
        break;
      }
      case "leakyLayer": {
        const learned = config.learnBeta === true ? weight(`${name}/beta`).item() : undefined;
        const beta = Math.min(1, Math.max(0, learned ?? numberIn(config.beta, 0.9)));
        put(lifOf(beta, config, size, leak, name));
        if (config.output === "v") answer = `the membrane of ${name}`;
        break;
      }
      case "rateDecoder":
        answer = `the ${String(config.take ?? "sum")} over the steps of ${answer}`;
        break;
      default:
        throw cannotWrite(
          `${name} is a layer of kind ${target.kind}; of spiking models dense, leakyLayer, rescaling, flatten, encoders and rateDecoder are written, of others what toSpiking gives`,
        );
    }
  }
  nodes.output = { type: "Output", shape: [size] };
  const names = Object.keys(nodes);
  const edges = names.slice(1).map((name, k) => [names[k], name] as const);
  const { dt, integration = "exact" } = leak;
  const about = { program: "neurograd", dt: dt / 1000, integration, resetAt: "nextStep", answer };
  return { type: "NIRGraph", nodes, edges, metadata: about };
}

const isEncoder = (kind: string): boolean => kind === "constantCurrent" || kind === "poissonSpikes";

const numberIn = (value: unknown, usual: number): number => (typeof value === "number" ? value : usual);

function sizeIn(size: unknown): number {
  if (typeof size === "number") return size;
  throw cannotWrite("the input has an open size; give its shape in full");
}

const notInRow = ({ target }: LayerCall): Error =>
  cannotWrite(
    `${isOpCall(target) ? `ops.${target.op.name}` : target.kind} does not stand in a row with the others; write a model made by sequential`,
  );

const full = (n: number, value: number): Tensor =>
  new Tensor(new Float32Array(n).fill(value), [n], "float32");

function transposed({ data, shape: [rows, columns] }: Tensor): Tensor {
  const from = data as Float32Array; // cast before
  const turned = Float32Array.from(from, (_, k) => from[(k % rows) * columns + Math.floor(k / rows)]);
  return new Tensor(turned, [columns, rows], "float32");
}

/** In float64: τ and R of a β must give it back. */
function lifOf(
  beta: number,
  config: Readonly<Record<string, unknown>>,
  n: number,
  leak: LeakOptions,
  name: string,
): NirNode {
  if (beta === 0 || beta === 1)
    throw cannotWrite(
      `${name} has β = ${beta}, whose time constant is ${beta === 0 ? "0" : "infinite"}; train with β between 0 and 1`,
    );
  const all = (value: number): Tensor => new Tensor(new Float64Array(n).fill(value), [n], "float64");
  const membrane = { tau: all(tauOf({ ...leak, beta }) / 1000), r: all(1 / (1 - beta)), vLeak: all(0) };
  if (config.reset === "none" && config.output === "v") return { type: "LI", ...membrane };
  return { type: "LIF", ...membrane, vThreshold: all(numberIn(config.vThreshold, 1)), vReset: all(0) };
}
