import { input, layers, model, ops, type Program, program, tensor, tensorType, type Value } from "neurograd";
import { optimizerOf } from "../network.js";
import type { Subject } from "../subject.js";
import type { Racer } from "./racers.js";
import { type SurfaceName, surfaces } from "./surfaces.js";

export interface DescentSpec {
  readonly surface: SurfaceName;
  readonly start: readonly [number, number];
  readonly racers: readonly Racer[];
}

/** The way of one racer so far: the place and the loss after each step, from the start on. */
export interface Way {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly loss: Float64Array;
  /** Its numbers are no numbers any more; where it was lost it stands still. */
  readonly isLost: boolean;
}

export interface DescentFrame {
  readonly step: number;
  readonly ways: readonly Way[];
}

/** The landscape for its level lines: the loss in the middle of size × size cells, row by row from the top left. */
export interface Relief {
  readonly size: number;
  readonly values: Float64Array;
}

export const mostSteps = 1000;

const one = tensor([[1]]);

/**
 * Optimizers that walk down a loss of two weights: each has a layer of just two weights, and the package's own `minimize` takes
 * the step, in float64 on the reference. A pure function of its spec and the number of steps.
 */
export class Descent implements Subject {
  step = 0;
  readonly questions: { readonly relief: (options: { readonly size: number }) => Promise<Relief> };
  private readonly walk: Program;
  private readonly places: readonly string[];
  private readonly ways: { x: number[]; y: number[]; loss: number[]; isLost: boolean }[];

  private constructor(
    walk: Program,
    places: readonly string[],
    { surface, start, racers }: DescentSpec,
    loss: number,
  ) {
    this.walk = walk;
    this.places = places;
    this.ways = racers.map(() => ({ x: [start[0]], y: [start[1]], loss: [loss], isLost: false }));
    this.questions = { relief: ({ size }) => relief(surface, size) };
  }

  static async begin(spec: DescentSpec): Promise<Descent> {
    const { surface, start, racers } = spec;
    const lossOf = surfaces[surface].loss;
    const walkers = racers.map((_, k) => {
      const unit = input({ shape: [1] });
      // 1 · kernel: the two weights themselves
      const place = layers.dense({ units: 2, useBias: false, name: "place" }).apply(unit);
      return model({ inputs: unit, outputs: place, name: `racer_${k}` });
    });
    const walk = await program(
      {},
      (_, { apply, minimize }) => {
        const lossNow = (k: number): Value => {
          const [x, y] = ops.split(apply(walkers[k], one), { axis: 1, sections: 2 });
          return ops.sum(lossOf(x, y));
        };
        return Object.fromEntries(
          racers.map((optimizer, k) => {
            minimize(lossNow(k), walkers[k], optimizerOf({ optimizer }));
            return [`loss_${k}`, lossNow(k)];
          }),
        );
      },
      { runtime: "reference" },
    );
    const places = racers.map((_, k) => `racer_${k}/place/kernel`);
    const begin = tensor([[...start]], { dtype: "float64" });
    walk.write(Object.fromEntries(places.map((place) => [place, begin])));
    return new Descent(walk, places, spec, await lossAt(surface, start));
  }

  get isOver(): boolean {
    return this.step >= mostSteps || this.ways.every(({ isLost }) => isLost);
  }

  async advance(): Promise<void> {
    const losses = await this.walk.run();
    this.step++;
    for (const [k, way] of this.ways.entries()) {
      if (way.isLost) continue;
      const [x, y] = this.walk.read(this.places[k]).toFloat64();
      const loss = losses[`loss_${k}`].item();
      way.isLost = ![x, y, loss].every(Number.isFinite);
      if (way.isLost) continue;
      way.x.push(x);
      way.y.push(y);
      way.loss.push(loss);
    }
  }

  async frame(_: Readonly<Record<string, never>>): Promise<DescentFrame> {
    return {
      step: this.step,
      ways: this.ways.map(({ x, y, loss, isLost }) => ({
        x: Float64Array.from(x),
        y: Float64Array.from(y),
        loss: Float64Array.from(loss),
        isLost,
      })),
    };
  }
}

async function lossAt(surface: SurfaceName, [x, y]: readonly [number, number]): Promise<number> {
  return (await lossesAt(surface, [x], [y]))[0];
}

async function relief(surface: SurfaceName, size: number): Promise<Relief> {
  const { middle, half } = surfaces[surface];
  const at = (k: number): number => ((k + 0.5) / size) * 2 - 1;
  const cells = Array.from({ length: size * size }, (_, cell) => cell);
  const x = cells.map((cell) => middle[0] + half * at(cell % size));
  const y = cells.map((cell) => middle[1] - half * at(Math.floor(cell / size)));
  return { size, values: await lossesAt(surface, x, y) };
}

async function lossesAt(
  surface: SurfaceName,
  x: readonly number[],
  y: readonly number[],
): Promise<Float64Array> {
  const type = tensorType([x.length]);
  const heights = await program(
    { x: type, y: type },
    (at) => ({ loss: surfaces[surface].loss(at.x, at.y) }),
    {
      runtime: "reference",
    },
  );
  const { loss } = await heights.run({ x: Float64Array.from(x), y: Float64Array.from(y) });
  await heights.dispose();
  return Float64Array.from(loss.toFloat64());
}
