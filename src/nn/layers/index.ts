// Layers by name, with Keras 3's defaults.
export { activation } from "./activation.js";
export { elu, leakyReLU, pReLU, reLU, softmax } from "./activation-layers.js";
export { activityRegularization } from "./activity-regularization.js";
export {
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
} from "./adaptive-pooling.js";
export { additiveAttention, attention } from "./attention.js";
export { batchNormalization } from "./batch-normalization.js";
export { bidirectional } from "./bidirectional.js";
export { type CategoryEncodingOptions, categoryEncoding } from "./category-encoding.js";
export {
  autoContrast,
  equalization,
  randomColorDegeneration,
  randomPosterization,
  randomSharpness,
  solarization,
} from "./color-layers.js";
export { concatenate } from "./concatenate.js";
export { conv1d, conv2d, conv3d } from "./conv.js";
export { convLSTM2d } from "./conv-lstm2d.js";
export { conv1dTranspose, conv2dTranspose, conv3dTranspose } from "./conv-transpose.js";
export { dense } from "./dense.js";
export { depthwiseConv1d, depthwiseConv2d, separableConv1d, separableConv2d } from "./depthwise-conv.js";
export { type DiscretizationLayerOptions, discretization } from "./discretization.js";
export { dot } from "./dot.js";
export { dropout } from "./dropout.js";
export { embedding } from "./embedding.js";
export { flatten } from "./flatten.js";
export { groupNormalization, instanceNormalization } from "./group-normalization.js";
export {
  groupQueryAttention,
  groupQueryAttention as groupedQueryAttention,
} from "./group-query-attention.js";
export { gru } from "./gru.js";
export { identity } from "./identity.js";
export { centerCrop, resizing } from "./image-resizing.js";
export { lambda } from "./lambda.js";
export { layerNormalization } from "./layer-normalization.js";
export { lstm } from "./lstm.js";
export { masking } from "./masking.js";
export { add, average, maximum, minimum, multiply, subtract } from "./merge.js";
export { multiHeadAttention } from "./multi-head-attention.js";
export { alphaDropout, gaussianDropout, gaussianNoise } from "./noise.js";
export { normalization } from "./normalization.js";
export { permute } from "./permute.js";
export {
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
} from "./pooling.js";
export { positionEmbedding } from "./position-embedding.js";
export { randAugment } from "./rand-augment.js";
export { randomBrightness, randomContrast } from "./random-color.js";
export { randomErasing } from "./random-erasing.js";
export {
  randomCrop,
  randomFlip,
  randomRotation,
  randomShear,
  randomTranslation,
  randomZoom,
} from "./random-geometry.js";
export { remat } from "./remat.js";
export { repeatVector } from "./repeat-vector.js";
export { rescaling } from "./rescaling.js";
export { reshape } from "./reshape.js";
export {
  cropping1d,
  cropping2d,
  cropping3d,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
} from "./resizing.js";
export { rmsNormalization } from "./rms-normalization.js";
export { rotaryEmbedding } from "./rotary-embedding.js";
export { simpleRNN } from "./simple-rnn.js";
export { sinePositionEncoding } from "./sine-position-encoding.js";
export { spatialDropout1d, spatialDropout2d, spatialDropout3d } from "./spatial-dropout.js";
export { spectralNormalization } from "./spectral-normalization.js";
export { timeDistributed } from "./time-distributed.js";
export { unitNormalization } from "./unit-normalization.js";
