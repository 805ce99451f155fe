import { layers, type Value } from "neurograd";

// The building blocks of four famous networks for images, as plain functions: from what comes in to what goes out.

/** Convolution, batch normalization, and relu unless it is to come later. */
function convolution(x: Value, filters: number, kernelSize: number, strides = 1, hasRelu = true): Value {
  const convolved = layers.conv2d({ filters, kernelSize, strides, padding: "same", useBias: false }).apply(x);
  const normalized = layers.batchNormalization({ momentum: 0.9 }).apply(convolved);
  return hasRelu ? layers.activation({ activation: "relu" }).apply(normalized) : normalized;
}

/**
 * Two convolutions, and what came in added to them; where the sizes differ, that goes through a convolution of 1 × 1.
 *
 * Source  He, Zhang, Ren & Sun 2015, "Deep residual learning for image recognition", figure 2, option B.
 */
export function residualBlock(x: Value, filters: number, strides = 1): Value {
  const change = convolution(convolution(x, filters, 3, strides), filters, 3, 1, false);
  const isSameSize = strides === 1 && x.shape.at(-1) === filters;
  const shortcut = isSameSize ? x : convolution(x, filters, 1, strides, false);
  return layers.activation({ activation: "relu" }).apply(layers.add().apply([change, shortcut]));
}

/**
 * Every convolution sees what came in and all that those before it have found.
 *
 * Source  Huang, Liu, van der Maaten & Weinberger 2016, "Densely connected convolutional networks", section 3.
 */
export function denseBlock(x: Value, convolutions: number, growth: number): Value {
  let all = x;
  for (let k = 0; k < convolutions; k++) {
    const ready = normalizedRelu(all);
    const found = layers
      .conv2d({ filters: growth, kernelSize: 3, padding: "same", useBias: false })
      .apply(ready);
    all = layers.concatenate().apply([all, found]);
  }
  return all;
}

/** Between two dense blocks: fewer channels, and half as high and wide. */
export function transition(x: Value, filters: number): Value {
  const fewer = layers.conv2d({ filters, kernelSize: 1, useBias: false }).apply(normalizedRelu(x));
  return layers.averagePooling2d({ poolSize: 2 }).apply(fewer);
}

function normalizedRelu(x: Value): Value {
  const normalized = layers.batchNormalization({ momentum: 0.9 }).apply(x);
  return layers.activation({ activation: "relu" }).apply(normalized);
}

export interface InceptionFilters {
  readonly one: number;
  /** Of the 1 × 1 convolution before it, and its own. */
  readonly three: readonly [number, number];
  readonly five: readonly [number, number];
  readonly pool: number;
}

/**
 * Windows of several sizes side by side, their findings one behind the other.
 *
 * Source  Szegedy et al. 2014, "Going deeper with convolutions", figure 2b.
 */
export function inceptionModule(x: Value, { one, three, five, pool }: InceptionFilters): Value {
  const window = (from: Value, filters: number, kernelSize: number): Value =>
    layers.conv2d({ filters, kernelSize, padding: "same", activation: "relu" }).apply(from);
  const pooled = layers.maxPooling2d({ poolSize: 3, strides: 1, padding: "same" }).apply(x);
  return layers
    .concatenate()
    .apply([
      window(x, one, 1),
      window(window(x, three[0], 1), three[1], 3),
      window(window(x, five[0], 1), five[1], 5),
      window(pooled, pool, 1),
    ]);
}

/**
 * Some convolutions of 3 × 3 in a row, then the largest of each 2 × 2.
 *
 * Source  Simonyan & Zisserman 2014, "Very deep convolutional networks for large-scale image recognition", section 2.1.
 */
export function vggBlock(x: Value, filters: number, convolutions: number): Value {
  let found = x;
  for (let k = 0; k < convolutions; k++)
    found = layers.conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu" }).apply(found);
  return layers.maxPooling2d().apply(found);
}
