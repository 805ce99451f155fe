export { type InputScoreOptions, type ScoreOptions, scores } from "./explained.js";
export { type GradCamOptions, gradCam } from "./grad-cam.js";
export { type HeatmapOptions, heatmap } from "./heatmap.js";
export { gradientTimesInput, inputGradients } from "./input-gradients.js";
export { type IntegratedGradientsOptions, integratedGradients } from "./integrated-gradients.js";
export { type OcclusionOptions, occlusion } from "./occlusion.js";
