import { tensor } from "neurograd";
import { describe, expect, test } from "vitest";
import { colorOf } from "../nn/color-map.js";
import { heatmap } from "./heatmap.js";

const pathsOf = (svg: string): string[] => [...svg.matchAll(/<path [^>]*>/g)].map(([path]) => path);
const lightness = (color: string): number =>
  [1, 3, 5]
    .map((at, k) => Number.parseInt(color.slice(at, at + 2), 16) * [0.2126, 0.7152, 0.0722][k])
    .reduce((a, b) => a + b);

describe("colors", () => {
  test("white for nothing, red for more, blue for less, darker with size", () => {
    expect(colorOf(0)).toBe("#ffffff");
    for (const sign of [1, -1]) {
      const steps = Array.from({ length: 21 }, (_, k) => lightness(colorOf((sign * k) / 20)));
      for (let k = 1; k < steps.length; k++) expect(steps[k]).toBeLessThan(steps[k - 1]);
    }
    const [red, blue] = [colorOf(1), colorOf(-1)].map((c) => [1, 5].map((at) => c.slice(at, at + 2)));
    expect(red[0] > red[1]).toBe(true);
    expect(blue[0] < blue[1]).toBe(true);
  });
});

describe("heatmap", () => {
  test("signed numbers share one scale; equal neighbors are one rectangle, 0 is left white", () => {
    const svg = heatmap([
      [0, 2, 2],
      [-1, 0, 2],
    ]);
    expect(svg.split("\n")[0]).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="280" height="186.6667" viewBox="0 0 3 2" preserveAspectRatio="none" role="img" aria-label="heatmap" shape-rendering="crispEdges">',
    );
    expect(pathsOf(svg)).toEqual([
      `<path fill="${colorOf(1)}" d="M1 0h2v1h-2zM2 1h1v1h-1z"/>`,
      `<path fill="${colorOf(-0.5)}" d="M0 1h1v1h-1z"/>`,
    ]);
    expect(svg).toContain('<rect width="3" height="2" fill="#ffffff"/>');
  });

  test("an example of a batch; channels are summed", () => {
    const batch = tensor([[[1, 2]], [[3, 0]]]);
    expect(heatmap(batch, { example: 1 })).toBe(heatmap([[3, 0]]));
    const colored = tensor([
      [
        [
          [1, 2, -3],
          [1, 1, 1],
        ],
      ],
    ]);
    expect(heatmap(colored)).toBe(heatmap([[0, 3]]));
  });

  test("over an image: its colors below, the map stretched and see-through", () => {
    const image = tensor(new Uint8Array([0, 255, 128, 0]), { shape: [2, 2] });
    const svg = heatmap([[1], [0]], { over: image });
    expect(pathsOf(svg)).toEqual([
      '<path fill="#000000" d="M0 0h1v1h-1zM1 1h1v1h-1z"/>',
      '<path fill="#ffffff" d="M1 0h1v1h-1z"/>',
      '<path fill="#808080" d="M0 1h1v1h-1z"/>',
      `<path fill="${colorOf(0.75)}" fill-opacity="0.9" d="M0 0h1v1h-1z"/>`,
    ]);
    expect(svg).toContain('viewBox="0 0 2 2"');
    expect(svg).toContain('<g transform="scale(2 1)">');
    const red = heatmap([[0]], { over: tensor([[[[1, 0, 0]]]]) });
    expect(pathsOf(red)).toEqual(['<path fill="#ff0000" d="M0 0h1v1h-1z"/>']);
  });

  test("nothing but zeros is white", () => {
    expect(pathsOf(heatmap([[0, 0]]))).toEqual([]);
  });

  test("the title is text", () => {
    const svg = heatmap([[1]], { title: `</title><script> & "x"` });
    expect(svg).toContain("<title>&lt;/title&gt;&lt;script&gt; &amp; &quot;x&quot;</title>");
    expect(svg).not.toContain("<script>");
  });

  test.each([
    [
      () => heatmap([1, 2]),
      "heatmap: values: has shape [2]; give [height, width], [batch, height, width] or [batch, height, width, channels]. (shape_mismatch)",
    ],
    [
      () => heatmap([[[1]]], { example: 1 }),
      "heatmap: values: has 1 examples, there is no example 1; the last is 0. (index_out_of_range)",
    ],
    [
      () => heatmap([[1]], { over: tensor([[[[1, 2]]]]) }),
      "heatmap: over has 2 channels; give an image of 1 channel, gray, or 3: red, green, blue. (shape_mismatch)",
    ],
    [
      () => heatmap([[1, Number.NaN]]),
      "heatmap: values[0, 1] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    [
      () => heatmap([[1]], { scale: 2 } as never),
      'heatmap: option: unknown name "scale"; use one of over, example, size, title. (unknown_name)',
    ],
  ])("%#", (run, message) => {
    expect(run).toThrow(message);
  });
});
