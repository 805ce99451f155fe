import { writeFile } from "node:fs/promises";
import { decodeImage, Tensor } from "neurograd";
import {
  deadLeaves,
  type FilterTuning,
  filterPlot,
  filterTuning,
  imagePatches,
  scramblePhases,
  sparseCoding,
  whiten,
} from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { type DebianFile, readDebianFile } from "./debian-file.js";

// Neurons that describe pieces of photographs by as few of them as possible become what the first cells of the visual cortex are: each waits for an edge of one
// direction at one place. From the same photographs without edges (every wave as strong, but shifted at random) nothing of the kind is learned.

/** Photographs of landscapes and plants, by Bolly, Aitzol Berasategi and Clements Engelhardt (CC BY-SA 4.0 and CC BY 4.0). */
export const photographs: readonly DebianFile[] = [
  "Dragonfly_by_Bolly.jpg",
  "aitzgorri_by_Aitzol_Berasategi.jpg",
  "life_by_Aitzol_Berasategi.jpg",
  "picosdeeuropa_by_Aitzol_Berasategi.jpg",
  "seeding_by_Clements_Engelhardt.jpg",
  "sunset_by_Aitzol_Berasategi.jpg",
].map((file) => ({ package: "lomiri-wallpapers-16.04", folder: "/usr/share/backgrounds", file }));

export interface Options {
  /** What the neurons see: "photographs", or "leaves", images with the same statistics, made here. */
  readonly images?: string;
  /** Where the photographs are, if not where their package puts them. */
  readonly folder?: string;
  /** Pixels of a side of the images. */
  readonly size?: number;
  /** Pixels of a side of the pieces. */
  readonly patchSize?: number;
  readonly patches?: number;
  readonly units?: number;
  readonly updates?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  /** A file for the picture of all filters. */
  readonly picture?: string;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** Oriented filters, from the images and from images without edges. */
  readonly oriented: number;
  readonly orientedWithoutEdges: number;
  readonly medians: FilterTuning["medians"];
  /** Share of neurons active for a piece, and of its power that they leave out. */
  readonly active: number;
  readonly error: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    images = "photographs",
    folder = "",
    size = 512,
    patchSize = 12,
    patches = 30_000,
    units = 144,
    updates = 1000,
    learningRate = 0.1,
    seed = 0,
    picture = "",
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);

  if (!["photographs", "leaves"].includes(images))
    throw new Error(`images: ${images}: say photographs or leaves`);
  const seen: Tensor[] = [];
  for (const [i, photograph] of photographs.entries())
    seen.push(
      images === "leaves"
        ? deadLeaves({ size, smallest: 3, seed: seed + i })
        : grayMiddle(await decodeImage(readDebianFile(photograph, folder), { colorMode: "grayscale" }), size),
    );
  print(
    say(
      `${seen.length} images, ${patches} pieces of ${patchSize} × ${patchSize} pixels, ${units} neurons, ${updates} updates`,
      `${seen.length} 幅图像，${patches} 个 ${patchSize} × ${patchSize} 像素的小块，${units} 个神经元，${updates} 次更新`,
    ),
  );

  const learnFrom = async (shown: readonly Tensor[]) => {
    const code = sparseCoding({ patchSize, units, threshold: 2, steps: 40, seed, runtime, threads: 1 });
    const pieces = imagePatches(
      shown.map((image) => whiten(image)),
      { size: patchSize, count: patches, seed },
    );
    await code.fit(pieces, { updates, learningRate, seed });
    const { active, error } = await code.infer(pieces.slice(0, 1000));
    return { filters: code.filters, tuning: filterTuning(code.filters), active, error };
  };
  const { filters, tuning, active, error } = await learnFrom(seen);
  const without = await learnFrom(seen.map((image, i) => scramblePhases(image, seed + i)));
  const [oriented, orientedWithoutEdges] = [tuning, without.tuning].map(
    ({ isOriented }) => isOriented.filter(Boolean).length,
  );
  print(
    say(
      `of 100 neurons ${(100 * active).toFixed(1)} are active for a piece and leave out ${(100 * error).toFixed(0)} % of its power`,
      `描述一个小块时，每 100 个神经元有 ${(100 * active).toFixed(1)} 个活动，遗漏其功率的 ${(100 * error).toFixed(0)} %`,
    ),
  );
  print(
    say(
      `oriented filters: ${oriented} of ${units}; from the same images without edges: ${orientedWithoutEdges}`,
      `有方向的滤波器：${units} 个中有 ${oriented} 个；由去掉边缘的同样图像学得：${orientedWithoutEdges} 个`,
    ),
  );
  const { medians } = tuning;
  print(say("\nmedians of the oriented ones", "\n有方向者的中位数"));
  for (const { name, value, cortex } of rowsOf(medians, lang))
    print(`${name}: ${value}  ${say("macaque V1", "猕猴 V1")}: ${cortex}`);
  if (picture !== "") await writeFile(picture, filterPlot(filters, { lang }));
  return { oriented, orientedWithoutEdges, medians, active, error };
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly cortex: string;
}

/** Each median beside the published one of cells; none of these was opened at its source. */
function rowsOf(medians: Result["medians"], lang: Lang): Row[] {
  const say = speaker(lang);
  const deValois = say("De Valois et al., 1982; unconfirmed", "De Valois 等，1982；未核实");
  const ringach = say("Ringach, 2002; unconfirmed", "Ringach，2002；未核实");
  return [
    {
      name: say("frequencies that pass [octaves]", "通过的频率范围 [倍频程]"),
      value: medians.bandwidth.toFixed(2),
      cortex: `1.4 (${deValois})`,
    },
    {
      name: say("orientations that pass [°]", "通过的方向范围 [°]"),
      value: medians.orientationBandwidth.toFixed(0),
      cortex: `40 (${deValois})`,
    },
    {
      name: say("size across the stripes [wavelengths]", "垂直于条纹的大小 [波长]"),
      value: medians.nAcross.toFixed(2),
      cortex: `0.4 (${ringach})`,
    },
    {
      name: say("size along the stripes [wavelengths]", "沿条纹的大小 [波长]"),
      value: medians.nAlong.toFixed(2),
      cortex: `0.45 (${ringach})`,
    },
  ];
}

/** The middle of a photograph, shrunk as far as its shorter side allows: each new pixel is the mean of those it covers. */
export function grayMiddle(photograph: Tensor, size: number): Tensor {
  const [height, width] = photograph.shape;
  const by = Math.floor(Math.min(height, width) / size);
  const top = Math.floor((height - by * size) / 2);
  const left = Math.floor((width - by * size) / 2);
  const gray = new Float32Array(size * size);
  for (let y = 0; y < by * size; y++)
    for (let x = 0; x < by * size; x++)
      gray[Math.floor(y / by) * size + Math.floor(x / by)] +=
        Number(photograph.data[(top + y) * width + left + x]) / (by * by);
  return new Tensor(gray, [size, size], "float32");
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    images: "photographs",
    folder: "",
    size: 512,
    patchSize: 12,
    patches: 30_000,
    units: 144,
    updates: 1000,
    learningRate: 0.1,
    seed: 0,
    picture: "",
  });
