import type { UpdateReading } from "../../engine/instruments/update.js";
import type { Lang } from "../../text/lang.js";
import { type Neuron, ofWeight, subOf, type WeightAt, weightToShow } from "./parts.js";
import type { Place } from "./places.js";
import { shown } from "./show-line.js";
import { stepWords } from "./words.js";

/** What a neuron is called. */
export function neuronName(reading: UpdateReading, neuron: Neuron, lang: Lang): string {
  const say = stepWords(lang);
  const isOutput = neuron.layer === reading.layers.length - 1;
  return `${isOutput ? say.output : say.neuron} ${subOf(reading, neuron)}`.trim();
}

/** Where a weight comes from. */
export function sourceName(reading: UpdateReading, { layer, from }: WeightAt, lang: Lang): string {
  if (from === "bias") return stepWords(lang).bias;
  if (layer === 0) return reading.spec.features[from];
  return neuronName(reading, { layer: layer - 1, unit: from }, lang);
}

/** What has just happened, in one plain sentence. */
export function sentenceOf(reading: UpdateReading, { phase, neuron }: Place, lang: Lang): string {
  const { layers, loss, label, input, of, batch } = reading;
  const at = neuron && layers[neuron.layer];
  const unit = neuron?.unit ?? 0;
  const name = neuron === undefined ? "" : neuronName(reading, neuron, lang);
  const zh = lang === "zh";
  const place = `(${shown(input[0])}, ${shown(input[1])})`;
  if (phase === "loss") {
    const mean = of === "batch";
    if (zh)
      return `${mean ? `${batch} 个样本的平均损失` : "损失"}为 ${shown(loss.total)}：越小，答案越接近真实类别 ${label}。`;
    return `The ${mean ? `mean loss of ${batch} samples` : "loss"} is ${shown(loss.total)}: the smaller, the nearer the answer is to the true class ${label}.`;
  }
  if (at === undefined)
    return zh
      ? `样本 ${place} 进入网络；它的真实类别是 ${label}。`
      : `The sample ${place} enters the network; its true class is ${label}.`;
  if (phase === "forward")
    return zh
      ? `前向：${name} 的加权和为 ${shown(at.z[unit])}，${at.activation} 由它得出 ${shown(at.a[unit])}。`
      : `Forward: the weighted sum of ${name} is ${shown(at.z[unit])}; ${at.activation} makes ${shown(at.a[unit])} of it.`;
  if (phase === "backward")
    return zh
      ? `反向：${name} 的加权和增加一点点，损失就变化其 ${shown(at.byZ[unit])} 倍；乘以传来的数，就是每个权重的梯度。`
      : `Backward: if the weighted sum of ${name} grew a little, the loss would change by ${shown(at.byZ[unit])} times as much; times what came in, that is the gradient of each weight.`;
  const weight = weightToShow(reading, neuron as Neuron); // only at a neuron
  const from = sourceName(reading, weight, lang);
  const [before, after] = [ofWeight(reading, weight, "value").value, ofWeight(reading, weight, "next").value];
  const letter = reading.spec.optimizer.name;
  return zh
    ? `更新：${letter} 把权重 ${from} → ${name} 由 ${shown(before)} 变为 ${shown(after)}。`
    : `Update: ${letter} changes the weight ${from} → ${name} from ${shown(before)} to ${shown(after)}.`;
}

/** Why it is so: sentences that apply here. */
export function whysOf(reading: UpdateReading, { phase, neuron }: Place, lang: Lang): readonly string[] {
  const say = stepWords(lang);
  if (neuron === undefined) return [];
  if (phase === "forward") return [say.keep];
  if (phase === "update") {
    const { name } = reading.spec.optimizer;
    return name === "adamW" ? [say.adam, say.adamW] : [say[name]];
  }
  const { slope, byA } = reading.layers[neuron.layer];
  const isOutput = neuron.layer === reading.layers.length - 1;
  if (slope === undefined || byA === undefined) return [say.fused];
  const f = Math.abs(slope[neuron.unit]);
  return [
    ...(isOutput || reading.layers[neuron.layer + 1].units === 1 ? [] : [say.sums]),
    ...(f === 0 ? [say.off] : f < 0.1 ? [say.saturated] : []),
  ];
}
