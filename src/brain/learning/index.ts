export { type FeedbackAlignmentOptions, feedbackAlignment } from "./feedback-alignment.js";
export { type PredictiveCodingOptions, predictiveCoding } from "./predictive-coding.js";
