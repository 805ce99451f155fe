import { checkOptionNames } from "../../nn/config.js";
import type { Model } from "../../nn/model.js";
import { checkOneOf, checkPositive } from "../../nn/options.js";
import type { SpikingNetwork } from "../conversion/spiking-network.js";
import { leakyToNir } from "./leaky-to-nir.js";
import type { NirGraph } from "./nir-graph.js";
import { spikingToNir } from "./spiking-to-nir.js";

export interface ToNirOptions {
  /** Length of a step [ms]: a file has time, a network in steps has none. Default: 1. */
  readonly dt?: number;
  /** What β means, for leaky layers: `τ = −dt/ln β`, or by Euler `dt/(1 − β)`. Default: `exact`. */
  readonly integration?: "exact" | "euler";
}

/**
 * A network as a NIR graph: one that `toSpiking` gave, or a model of dense and leaky layers.
 *
 * β becomes τ, which needs dt and the rule; membranes, weights and thresholds keep their numbers, in float32. Images stand channels first, and what comes in flat stays flat. What
 * a file has no field for stands in its metadata: the kind of reset, `>` or `>=`, dt, what is done with the output.
 *
 * Throws  `cannot_convert` for what NIR has no node for; `invalid_option`.
 * Source  NIR: Pedersen et al. (2024), Nat. Commun. 15:8122
 *
 * @example
 * const spiking = sequential([input({ shape: [25, 3] }), layers.dense({ units: 4 }), leakyLayer({ beta: 0.9 })]);
 * await writeNir(toNir(spiking, { dt: 1 }), "leaky.nir");
 */
export function toNir(network: Model | SpikingNetwork, options: ToNirOptions = {}): NirGraph {
  checkOptionNames("toNir", options, ["dt", "integration"]);
  const { dt = 1, integration = "exact" } = options;
  checkPositive("toNir", "dt", dt);
  checkOneOf("toNir", "integration", integration, ["exact", "euler"]);
  return "description" in network
    ? spikingToNir(network.description, dt)
    : leakyToNir(network, { dt, integration });
}
