import { input, layers, type Model, model, ops, sequential } from "neurograd";
import { describe, expect, test } from "vitest";

interface Box {
  readonly kind: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Picture {
  readonly boxes: readonly Box[];
  readonly edges: readonly (readonly [string, string])[];
}

/** The boxes of a picture, with the numbers of the boxes that each is reached from. */
async function read(net: Model): Promise<Picture> {
  const svg = await net.plot();
  const group =
    /<g class="(\w+)"><rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)".*?>(<text.*)<\/g>/g;
  const boxes = [...svg.matchAll(group)].map(([, kind, x, y, width, height, texts]) => ({
    kind,
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
    lines: [...texts.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text),
  }));
  const at = (x: number, y: number, edge: "top" | "bottom"): string => {
    const found = boxes.find(
      (box) =>
        Math.abs(box.x + box.width / 2 - x) < 0.2 &&
        Math.abs(box.y + (edge === "bottom" ? box.height : 0) - y) < 0.2,
    );
    return found?.lines[0].split(" ")[0] ?? "nothing";
  };
  const edges = [...svg.matchAll(/class="edge" d="M([-\d.]+) ([-\d.]+).* ([-\d.]+) ([-\d.]+)"/g)].map(
    ([, x0, y0, x1, y1]) =>
      [at(Number(x0), Number(y0), "bottom"), at(Number(x1), Number(y1), "top")] as const,
  );
  return { boxes, edges };
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("plot", () => {
  test("a row of layers: names, kinds, shapes, parameters", async () => {
    const net = sequential([
      input({ shape: [28, 28], dtype: "uint8" }),
      layers.flatten(),
      layers.dense({ units: 10, name: "answer" }),
    ]);
    const { boxes, edges } = await read(net);
    expect(boxes.map(({ kind, lines }) => [kind, ...lines])).toEqual([
      ["input", "x (input)", "[batch, 28, 28] uint8"],
      ["layer", "flatten (flatten)", "[batch, 784]"],
      ["layer", "answer (dense)", "[batch, 10]", "7,850 parameters"],
      ["output", "answer (output)"],
    ]);
    expect(edges).toEqual([
      ["x", "flatten"],
      ["flatten", "answer"],
      ["answer", "answer"],
    ]);
    const tops = boxes.map(({ y }) => y);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    const middles = boxes.map(({ x, width }) => x + width / 2);
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(0.2); // one line, but for rounding
  });

  test("several inputs and outputs, a shared layer, an operation, a way past a layer", async () => {
    const [left, right] = [input({ shape: [4], name: "left" }), input({ shape: [4], name: "right" })];
    const shared = layers.dense({ units: 4, name: "shared" });
    const joined = layers.add({ name: "join" }).apply([shared.apply(left), shared.apply(right)]);
    const deep = layers.dense({ units: 4, name: "deep" }).apply(layers.reLU({ name: "bend" }).apply(joined));
    const rest = ops.tanh(layers.add({ name: "residual" }).apply([joined, deep]));
    const net = model({
      inputs: [left, right],
      outputs: [layers.dense({ units: 1, name: "a" }).apply(rest), deep],
    });
    const { boxes, edges } = await read(net);
    expect(boxes.filter(({ kind }) => kind === "shared").map(({ lines }) => lines)).toEqual([
      ["shared (dense)", "[batch, 4]", "same weights again"],
    ]);
    expect(boxes.filter(({ kind }) => kind === "op").map(({ lines }) => lines)).toEqual([
      ["tanh", "[batch, 4]"],
    ]);
    expect(boxes.filter(({ kind }) => kind === "output").map(({ lines }) => lines)).toEqual([
      ["a (output)"],
      ["deep (output)"],
    ]);
    expect([...edges].map((edge) => edge.join(" > ")).sort()).toEqual(
      [
        "left > shared",
        "right > shared",
        "shared > join",
        "shared > join",
        "join > bend",
        "bend > deep",
        "join > residual",
        "deep > residual",
        "residual > tanh",
        "tanh > a",
        "a > a",
        "deep > deep",
      ].sort(),
    );
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) expect(overlap(a, b), `${a.lines[0]}, ${b.lines[0]}`).toBe(false);
    // The way past the two layers goes through no box: at their height it is beside them.
    const [, past] = /class="edge" d="([^"]*V[^"]*V[^"]*)"/.exec(await net.plot()) ?? [];
    const places = [...(past ?? "").matchAll(/([-\d.]+) [-\d.]+V/g)].map(([, x]) => Number(x));
    expect(places.length).toBe(2);
    for (const name of ["bend", "deep"]) {
      const box = boxes.find(({ lines: [title] }) => title.startsWith(`${name} (`));
      expect(places.some((x) => box && x > box.x && x < box.x + box.width)).toBe(false);
    }
  });

  test("everything stands inside the picture", async () => {
    const net = sequential([input({ shape: [3] }), layers.dense({ units: 2, name: "名字很长的一个层" })]);
    const svg = await net.plot();
    const [, width, height, shift] =
      /viewBox="0 0 ([\d.]+) ([\d.]+)"[\s\S]*?translate\(([-\d.]+) 0\)/.exec(svg)?.map(Number) ?? [];
    for (const box of (await read(net)).boxes) {
      expect(box.x + shift).toBeGreaterThanOrEqual(0);
      expect(box.x + shift + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
    }
  });

  test("names are text", async () => {
    const svg = await sequential([
      input({ shape: [1], name: `<x> & "y"` }),
      layers.dense({ units: 1, name: "</text><script>" }),
    ]).plot();
    expect(svg).toContain("&lt;x&gt; &amp; &quot;y&quot; (input)");
    expect(svg).not.toContain("<script>");
  });

  test("the same model gives the same text", async () => {
    const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
    expect(await net.plot()).toBe(await net.plot());
  });
});
