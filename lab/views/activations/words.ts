import { words } from "../../text/lang.js";

export const activationWords = words({
  gallery: { en: "Fourteen bends", zh: "十四种弯法" },
  place: { en: "Weighted sum z", zh: "加权和 z" },
  drag: { en: "Drag in the picture, or use the arrow keys.", zh: "在图中拖动，或用方向键。" },
  solid: { en: "solid: f", zh: "实线：f" },
  dashed: { en: "dashed: its slope f′", zh: "虚线：斜率 f′" },
  shaded: {
    en: "shaded: nearly flat (slope below 5 % of the largest)",
    zh: "浅色带：几乎平坦（斜率不到最大值的 5 %）",
  },
  hatched: { en: "hatched: slope 0, no gradient comes through", zh: "斜线带：斜率为 0，梯度传不过去" },
  whence: { en: "Where does this shape come from? →", zh: "这种形状从何而来？→" },
  layer: { en: "Sums of a layer, live", zh: "某层的加权和，实时" },
  none: { en: "none", zh: "无" },
  heap: {
    en: "The heap shows where the units' sums lie now, over all training points.",
    zh: "堆起来的是各单元此刻在全部训练点上的加权和。",
  },
  compose: { en: "One after another", zh: "一层接一层" },
  composeWhy: {
    en: "Backpropagation multiplies the slopes on the way back. Below 1, the product dies out: that is the vanishing gradient. (Weights come in between in a network; here they are 1.)",
    zh: "反向传播把一路的斜率乘起来。都小于 1，乘积就消失：这就是梯度消失。（网络里中间还要乘权重，这里取 1。）",
  },
  copies: { en: "Copies", zh: "次数" },
  product: { en: "Product of slopes", zh: "斜率之积" },
  numbers: { en: "All numbers", zh: "全部数字" },
});
