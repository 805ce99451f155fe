export { type DeltaCode, deltaCode } from "./delta-code.js";
export { type LatencyCode, type LatencyCodeOptions, latencyCode } from "./latency-code.js";
export { type PoissonCode, type PoissonCodeOptions, poissonCode } from "./poisson-code.js";
export { type PopulationCode, type PopulationCodeOptions, populationCode } from "./population-code.js";
export { type RankOrderCode, rankOrderCode } from "./rank-order-code.js";
export { type RateCode, type RateCodeOptions, rateCode } from "./rate-code.js";
