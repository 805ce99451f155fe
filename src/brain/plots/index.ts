export { type DecisionPlotOptions, decisionPlot } from "./decision-plot.js";
export { descentPlot, type EnergyPlotOptions, energyPlot } from "./energy-plot.js";
export { type FIPlotOptions, fIPlot } from "./f-i-plot.js";
export type { FigureOptions } from "./figure.js";
export { type MembranePlotOptions, membranePlot } from "./membrane-plot.js";
export { type PhasePlanePlotOptions, phasePlanePlot } from "./phase-plane-plot.js";
export { rasterPlot } from "./raster-plot.js";
export { type StdpPlotOptions, stdpPlot } from "./stdp-plot.js";
export type { Lang } from "./words.js";
