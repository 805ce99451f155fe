export type { CaseHistory } from "./doctor/case-history.js";
export type { DataReading, InputScale, Leak } from "./doctor/data-reading.js";
export { diagnose, type Finding, type OwnThresholds } from "./doctor/diagnose.js";
export {
  type Distribution,
  type DistributionOptions,
  distributionOf,
  type Histogram,
} from "./doctor/distribution.js";
export { type Doctor, type DoctorOptions, doctor } from "./doctor/doctor.js";
export { type LayerReading, type Reading, takeReading } from "./doctor/reading.js";
export type { Remedy, Rule, Said, Sign, Thresholds } from "./doctor/rule.js";
export { type DiseaseName, type Rules as Diseases, rules as diseases } from "./doctor/rules/index.js";
export { type EraseOptions, erase } from "./erase.js";
export { type InputScoreOptions, type ScoreOptions, scores } from "./explained.js";
export { type GradCamOptions, gradCam } from "./grad-cam.js";
export { type DerivativeText, derivativeText } from "./graph/derivative-text.js";
export {
  describeGraph,
  type GraphDescription,
  type NodeDescription,
  type Port,
  type TypeDescription,
} from "./graph/describe-graph.js";
export { describeOnnx, graphToOnnx, type OnnxDescription } from "./graph/describe-onnx.js";
export { type Fate, fatesOf } from "./graph/fates.js";
export { graphGradients, graphValues } from "./graph/graph-values.js";
export { type StepGraph, stepFeeds, stepGraph } from "./graph/step-graph.js";
export { type HeatmapOptions, heatmap } from "./heatmap.js";
export { gradientTimesInput, inputGradients } from "./input-gradients.js";
export { type IntegratedGradientsOptions, integratedGradients } from "./integrated-gradients.js";
export { type OcclusionOptions, occlusion } from "./occlusion.js";
