import { initializers, input, layers, type Model, model, type Tensor, tensor } from "neurograd";

export interface Sizes {
  readonly vocabulary: number;
  readonly block: number;
  readonly blocks: number;
  readonly heads: number;
  readonly width: number;
  /** Whether a letter sees only those before it. */
  readonly useCausalMask: boolean;
  /** In the first block a letter sees only those less than this far away; null: all. */
  readonly firstWindow: number | null;
}

/**
 * A transformer as in GPT-2, without biases: letters and their places, blocks of attention and thought, and for each
 * place the probabilities of a letter, [batch, block, vocabulary].
 */
export function letterTransformer(sizes: Sizes): Model {
  const { vocabulary, block, blocks, heads, width, useCausalMask, firstWindow } = sizes;
  const normal = (stddev: number) => initializers.randomNormal({ stddev });
  const small = normal(0.02);
  const residual = normal(0.02 / Math.sqrt(2 * blocks)); // so that many additions do not add up to something large
  const dense = { useBias: false, kernelInitializer: small } as const;
  const normalized = { epsilon: 1e-5, center: false } as const;

  const tokens = input({ shape: [block], dtype: "int32" });
  const meaning = layers
    .embedding({ inputDim: vocabulary, outputDim: width, embeddingsInitializer: small })
    .apply(tokens); // [batch, block, width]
  const place = layers.positionEmbedding({ sequenceLength: block, initializer: small }).apply(meaning);
  let x = layers.add().apply([meaning, place]);
  for (let k = 0; k < blocks; k++) {
    // Each letter looks at others …
    const seen = layers.layerNormalization(normalized).apply(x);
    const slidingWindow = k === 0 ? firstWindow : null;
    const attention = { numHeads: heads, keyDim: width / heads, useCausalMask, slidingWindow };
    const found = layers.multiHeadAttention({ ...attention, ...dense }).apply(seen);
    x = layers.add().apply([x, found]);
    // … and thinks about what it saw.
    const thought = layers.layerNormalization(normalized).apply(x);
    const wide = layers.dense({ units: 4 * width, activation: "gelu", ...dense }).apply(thought);
    const narrow = layers.dense({ units: width, ...dense, kernelInitializer: residual }).apply(wide);
    x = layers.add().apply([x, narrow]);
  }
  const last = layers.layerNormalization(normalized).apply(x);
  const next = layers.dense({ units: vocabulary, activation: "softmax", ...dense }).apply(last);
  const net = model({ inputs: tokens, outputs: next });
  net.setWeights(
    net.weights.map(({ name, value }) =>
      name.endsWith("attentionOutput/kernel") ? scaled(value, 1 / Math.sqrt(2 * blocks)) : value,
    ),
  );
  return net;
}

const scaled = (x: Tensor, factor: number): Tensor =>
  tensor(x.toFloat64().map((v) => v * factor)).reshape(x.shape);
