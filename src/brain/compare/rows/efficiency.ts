import { brainBudget, breakEven, countWork, ledger } from "../../ledger/index.js";
import { figureOf, percent, type Row, words } from "../row.js";
import { accuracyOf } from "../workshop.js";

const budget = (start: string) =>
  brainBudget
    .filter(({ what }) => what.en.startsWith(start))
    .map(({ what, value, unit, source, isConfirmed }) => ({
      name: what,
      value: `${value.toLocaleString("en")} ${unit}`,
      source,
      isConfirmed,
    }));

/** What an answer costs, by the counts of operations and the prices of a technology. */
export const efficiency: Row = {
  row: "efficiency",
  title: words("Efficiency", "效率"),
  question: words("What does one answer cost?", "一个回答的代价是多少？"),
  published: [
    {
      name: words(
        "a multiply-accumulate against an addition, 45 nm, float32",
        "乘加与加法的能耗之比，45 nm，float32",
      ),
      value: "4.6 pJ : 0.9 pJ",
      source: "Horowitz (2014), ISSCC, figure 1.1.9",
      isConfirmed: true,
    },
    ...budget("computation in the cortex"),
    ...budget("communication"),
    ...budget("the whole brain"),
  ],
  analogy: words(
    "The operations are counted exactly; the energies are their counts times published prices, measured on nothing, and turn around with the account that is kept; a brain's watts pay for living, moving and sensing as well, so no ratio of the two says how much better it is.",
    "运算次数是精确数出来的；能量是次数乘以已发表的单价，并未测量，换一种记账方式结论就会反转；大脑的瓦数还要支付生存、运动和感觉，因此两者之比说明不了它好多少。",
  ),
  measure: async (workshop) => {
    const { xTest, yTest } = await workshop.digits();
    const [net, spiking] = [await workshop.classifier(), await workshop.spikingClassifier()];
    const asked = xTest.slice(0, 200);
    const book = ledger({
      net: await countWork(net),
      spiking: await countWork(spiking, { samples: asked, batchSize: 100 }),
    });
    const [ann, snn] = book.accounts.map(({ total }) => total);
    const nano = (key: string, name: ReturnType<typeof words>, pico: number) =>
      figureOf(key, name, pico / 1000, "nJ");
    const arithmetic = words("arithmetic only", "只计算术");
    const withMemory = words("memory included", "计入存储器");
    return {
      artificial: [
        percent("accuracy", words("digits right", "数字正确率"), await accuracyOf(net, xTest, yTest)),
        figureOf("macs", words("multiply-accumulates for an answer", "每次回答的乘加次数"), ann.macs),
        nano("arithmetic", arithmetic, ann.arithmetic),
        nano("withMemory", withMemory, ann.withMemory),
      ],
      brain: [
        percent(
          "spikingAccuracy",
          words("the same of leaky neurons: digits right", "同样大小的漏积分神经元网络：数字正确率"),
          await accuracyOf(spiking, xTest, yTest),
        ),
        figureOf(
          "spikingMacs",
          words("multiply-accumulates (its pixels are no spikes)", "乘加次数（像素不是脉冲）"),
          snn.macs,
        ),
        figureOf("spikes", words("spikes for an answer", "每次回答的脉冲数"), snn.spikes),
        figureOf("accumulates", words("additions that they cause", "它们引起的加法次数"), snn.accumulates),
        nano("spikingArithmetic", arithmetic, snn.arithmetic),
        nano("spikingWithMemory", withMemory, snn.withMemory),
        figureOf(
          "breakEven",
          words(
            "spikes of an input in an answer at which spiking stops being cheaper",
            "每个输入在一次回答中发多少脉冲后，脉冲不再省电",
          ),
          breakEven(),
        ),
      ],
    };
  },
};
