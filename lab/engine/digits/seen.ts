import { type Model, type Tensor, tensor } from "neurograd";
import { layerNames } from "./network.js";

/** One image on its way through the network. */
export interface Seen {
  readonly id: number;
  /** Of the ten digits. */
  readonly probabilities: readonly number[];
  /** What each layer makes of it, from the image on. */
  readonly layers: readonly SeenLayer[];
}

export interface SeenLayer {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels] */
  readonly values: Float64Array;
  /** Of a convolution: [rows, columns, channels before, channels]. */
  readonly kernel: Float64Array | undefined;
  readonly kernelSize: number;
  readonly bias: Float64Array | undefined;
}

export async function seenBy(net: Model, image: Uint8Array, id: number): Promise<Seen> {
  const x = tensor(image, { shape: [1, 28, 28] });
  const { activations } = await net.probe(x, new Uint8Array(1)); // of the label nothing is used
  const weights = new Map(net.weights.map(({ name, value }) => [name, value]));
  const maps = layerNames.filter((name) => name !== "answer");
  return {
    id,
    probabilities: [...activations.answer.toFloat64()],
    layers: maps.map((name) => {
      const kernel = weights.get(`${name}/kernel`);
      return {
        ...sizes(activations[name]),
        name,
        kernel: kernel?.toFloat64(),
        kernelSize: kernel?.shape[0] ?? 0,
        bias: weights.get(`${name}/bias`)?.toFloat64(),
      };
    }),
  };
}

function sizes(found: Tensor): Pick<SeenLayer, "height" | "width" | "channels" | "values"> {
  const [, height, width, channels] = found.shape;
  return { height, width, channels, values: found.toFloat64() };
}
