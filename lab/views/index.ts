import type { ViewEntry } from "./view.js";

// The views, in the order of the tabs. A view is a folder here and a line below; it is loaded when first shown.

export const views: readonly ViewEntry[] = [
  { id: "boundary", title: { en: "Boundary", zh: "决策边界" }, load: () => import("./boundary/index.js") },
  { id: "step", title: { en: "One update", zh: "一次更新" }, load: () => import("./step/index.js") },
  { id: "learn", title: { en: "Questions", zh: "问答" }, load: () => import("./learn/index.js") },
  {
    id: "activations",
    title: { en: "Activations", zh: "激活函数" },
    load: () => import("./activations/index.js"),
  },
  { id: "inside", title: { en: "Inside", zh: "层内" }, load: () => import("./inside/index.js") },
  { id: "graph", title: { en: "Graph", zh: "计算图" }, load: () => import("./graph/index.js") },
  {
    id: "race",
    title: { en: "Optimizers", zh: "优化器赛跑" },
    isApart: true,
    load: () => import("./race/index.js"),
  },
  {
    id: "digits",
    title: { en: "Digits", zh: "手写数字" },
    isApart: true,
    load: () => import("./digits/index.js"),
  },
  {
    id: "neuron",
    title: { en: "One neuron", zh: "一个神经元" },
    isApart: true,
    load: () => import("./neuron/index.js"),
  },
  {
    id: "data",
    title: { en: "Your data", zh: "你的数据" },
    isApart: true,
    load: () => import("./data/index.js"),
  },
  { id: "brain", title: { en: "Brain", zh: "脑" }, isApart: true, load: () => import("./brain/index.js") },
  { id: "take", title: { en: "Take away", zh: "带走" }, load: () => import("./take/index.js") },
];
