import type { ViewEntry } from "./view.js";

// The views, in the order of the tabs. A view is a folder here and a line below; it is loaded when first shown.

export const views: readonly ViewEntry[] = [
  {
    id: "boundary",
    room: "network",
    title: { en: "Boundary", zh: "决策边界" },
    load: () => import("./boundary/index.js"),
  },
  {
    id: "step",
    room: "network",
    title: { en: "One update", zh: "一次更新" },
    load: () => import("./step/index.js"),
  },
  {
    id: "activations",
    room: "network",
    title: { en: "Activations", zh: "激活函数" },
    load: () => import("./activations/index.js"),
  },
  {
    id: "inside",
    room: "network",
    title: { en: "Inside", zh: "层内" },
    load: () => import("./inside/index.js"),
  },
  {
    id: "graph",
    room: "network",
    title: { en: "Graph", zh: "计算图" },
    load: () => import("./graph/index.js"),
  },
  {
    id: "race",
    room: "network",
    title: { en: "Optimizers", zh: "优化器赛跑" },
    isApart: true,
    load: () => import("./race/index.js"),
  },
  {
    id: "digits",
    room: "data",
    title: { en: "Digits", zh: "手写数字" },
    isApart: true,
    load: () => import("./digits/index.js"),
  },
  {
    id: "data",
    room: "data",
    title: { en: "Your data", zh: "你的数据" },
    isApart: true,
    load: () => import("./data/index.js"),
  },
  {
    id: "runs",
    room: "data",
    title: { en: "Runs", zh: "训练记录" },
    isApart: true,
    load: () => import("./runs/index.js"),
  },
  {
    id: "neuron",
    room: "brain",
    title: { en: "One neuron", zh: "一个神经元" },
    isApart: true,
    load: () => import("./neuron/index.js"),
  },
  {
    id: "brain",
    room: "brain",
    title: { en: "Brain", zh: "脑" },
    isApart: true,
    load: () => import("./brain/index.js"),
  },
  {
    id: "learn",
    room: "learn",
    title: { en: "Questions", zh: "问答" },
    load: () => import("./learn/index.js"),
  },
  {
    id: "take",
    room: "take",
    title: { en: "Take away", zh: "带走" },
    load: () => import("./take/index.js"),
  },
];
