import type { Remedy, Said } from "./rule.js";

/** Numbers as people read them. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

export const figure = (value: number): string =>
  !Number.isFinite(value) || value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5)
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);

export const said = (en: string, zh: string): Said => ({ en, zh });

/** The remedies that several diseases share. */
export const lowerRate = (now: number, by = 10): Remedy => {
  const to = Number((now / by).toPrecision(3));
  return {
    change: "learningRate",
    to,
    says: said(`Lower the learning rate to ${figure(to)}`, `把学习率降到 ${figure(to)}`),
  };
};

export const raiseRate = (now: number, by = 10): Remedy => {
  const to = Number((now * by).toPrecision(3));
  return {
    change: "learningRate",
    to,
    says: said(`Raise the learning rate to ${figure(to)}`, `把学习率提高到 ${figure(to)}`),
  };
};

export const useActivation = (to: string): Remedy => ({
  change: "activation",
  to,
  says: said(`Switch the hidden layers to ${to}`, `把隐藏层换成 ${to}`),
});

export const useInitializer = (to: string): Remedy => ({
  change: "initializer",
  to,
  says: said(`Begin with ${to} weights`, `用 ${to} 初始化权重`),
});

export const clipGradients: Remedy = {
  change: "clipGradients",
  says: said("Clip the gradients: the optimizer's option clipnorm: 1", "裁剪梯度：给优化器 clipnorm: 1"),
};
