import { checkNumber } from "../../nn/options.js";

/** What numbers are kept and reckoned in. */
export type Precision = "float32" | "float16" | "int32" | "int8";

/** An addition and a multiplication [pJ], and the bytes of a number. */
export interface Arithmetic {
  readonly add: number;
  readonly multiply: number;
  readonly bytes: number;
}

/**
 * What arithmetic costs in a 45 nm chip at 0.9 V [pJ].
 *
 * Source  Horowitz (2014), ISSCC, figure 1.1.9
 */
export const arithmetic: Readonly<Record<Precision, Arithmetic>> = {
  float32: { add: 0.9, multiply: 3.7, bytes: 4 },
  float16: { add: 0.4, multiply: 1.1, bytes: 2 },
  int32: { add: 0.1, multiply: 3.1, bytes: 4 },
  int8: { add: 0.03, multiply: 0.2, bytes: 1 },
};

/** A multiplication whose result is added up [pJ]. */
export const macEnergy = (precision: Precision): number =>
  arithmetic[precision].add + arithmetic[precision].multiply;

/**
 * `(E₊ + E×) / E₊`: how many additions cost as much as one multiply-accumulate. A spiking network whose synapses carry more spikes than this in an inference has lost, even where arithmetic is all that
 * is counted.
 *
 * Source  Horowitz (2014), ISSCC, figure 1.1.9
 *
 * @example breakEven();                                         // 5.11 spikes of each input in an inference, in float32
 */
export const breakEven = (precision: Precision = "float32"): number =>
  macEnergy(precision) / arithmetic[precision].add;

/** What 64 bits cost [pJ] from a memory of so many bytes. */
const sizes: readonly (readonly [bytes: number, energy: number])[] = [
  [8 * 1024, 10],
  [32 * 1024, 20],
  [1024 * 1024, 100],
];

/**
 * What 8 bytes read from a memory on the chip, or written, cost [pJ]: 10 up to 8 KB, 20 at 32 KB, 100 at 1 MB, a straight line between these; beyond, 100, as from many memories of 1 MB, without the wires
 * between them.
 *
 * Throws  `invalid_option`.
 * Source  Horowitz (2014), ISSCC, figure 1.1.9; as a curve: Lemaire et al. (2022), ICONIP, arXiv:2210.13107
 *
 * @example memoryEnergy(20 * 1024);                             // 15
 */
export function memoryEnergy(bytes: number): number {
  checkNumber("memoryEnergy", "bytes", bytes, 0);
  const above = sizes.findIndex(([size]) => bytes <= size);
  if (above === 0) return sizes[0][1];
  if (above < 0) return sizes[sizes.length - 1][1];
  const [[low, from], [high, to]] = [sizes[above - 1], sizes[above]];
  return from + ((to - from) * (bytes - low)) / (high - low);
}

/** A machine by what it takes for a synapse's event and for a neuron's step [J]. */
export interface Device {
  readonly name: string;
  readonly synapse: number;
  readonly neuron: number;
}

/**
 * Machines as KerasSpiking's table has them: energy of a synaptic event (on a processor, of a multiply-accumulate) and of a neuron's update. From different makers, years and ways of measuring.
 *
 * Source  KerasSpiking, `ModelEnergy`; Loihi: Davies et al. (2018), IEEE Micro 38:82
 */
export const devices: readonly Device[] = [
  { name: "CPU", synapse: 8.6e-9, neuron: 8.6e-9 },
  { name: "GPU", synapse: 0.3e-9, neuron: 0.3e-9 },
  { name: "ARM", synapse: 0.9e-9, neuron: 0.9e-9 },
  { name: "SpiNNaker", synapse: 13.3e-9, neuron: 26e-9 },
  { name: "SpiNNaker 2", synapse: 450e-12, neuron: 2.19e-9 },
  { name: "Loihi", synapse: 27.1e-12, neuron: 81e-12 },
];
