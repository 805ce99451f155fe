import {
  type Column,
  classificationReport,
  Dataset,
  gatherRows,
  type LabeledTensors,
  type Model,
  minMax,
  NeurogradError,
  permutation,
  Table,
  type Tensor,
} from "neurograd";
import type { Subject } from "../subject.js";
import { type AboutTable, aboutTable } from "./about-table.js";
import { type OpenTable, openTable } from "./open-table.js";
import { splitRows, type TableData, tableNetwork } from "./table-network.js";
import type { TableSpec } from "./table-spec.js";

/** What is known of a network of a table after a step. */
export interface TableFrame {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly testLoss: number;
  /** The accuracy, or of a quantity the mean absolute error. */
  readonly score: number;
  readonly testScore: number;
  /** Rows that loss and score were measured on: all, or as many drawn from the training and the test rows. */
  readonly measured: { readonly trained: number; readonly tested: number };
  /** On the test rows: counts by true class (rows) and told class (columns), or pairs of truth and answer. */
  readonly result:
    | { readonly kind: "classes"; readonly matrix: readonly (readonly number[])[] }
    | { readonly kind: "quantity"; readonly truth: Float32Array; readonly told: Float32Array };
}

export interface TablePoints {
  /** Two coordinates a point. */
  readonly at: readonly number[];
  readonly labels: readonly number[];
}

export interface RowAnswer {
  /** One for each class; of a quantity the one number. */
  readonly values: readonly number[];
}

/** Rows that a frame is measured on, at most, so that it takes milliseconds. */
const mostMeasured = 2000;
/** Points that the workbench takes. */
const mostPoints = 2000;

/** Opens the table; its network, where it can have one. */
export async function tableTraining(spec: TableSpec): Promise<TableTraining> {
  return new TableTraining(spec, await openTable(spec));
}

interface Learner {
  readonly net: Model;
  readonly tensors: LabeledTensors;
  /** What frames look at. */
  readonly measured: TableData;
  readonly batches: Dataset<readonly [unknown, unknown]>;
  readonly stepsPerEpoch: number;
}

/** A network that learns one column of a table from others: a pure function of file, choices and number of steps. */
export class TableTraining implements Subject {
  readonly about: AboutTable;
  step = 0;
  isOver: boolean;
  readonly questions: {
    readonly about: (options: Readonly<Record<string, never>>) => Promise<AboutTable>;
    readonly predict: (options: {
      /** Of each feature what stands in its cell; empty: no value. */
      readonly cells: Readonly<Record<string, string>>;
    }) => Promise<RowAnswer>;
    readonly points: (options: { readonly x: string; readonly y: string }) => Promise<TablePoints>;
    readonly save: (options: Readonly<Record<string, never>>) => Promise<Uint8Array>;
  } = {
    about: async () => this.about,
    predict: ({ cells }) => this.predict(cells),
    points: async ({ x, y }) => this.points(x, y),
    save: () => this.learning().net.toBytes(),
  };
  private readonly table: Table;
  private readonly learner: Learner | undefined;
  private current: AsyncGenerator<readonly [unknown, unknown], void, undefined> | undefined;

  constructor(spec: TableSpec, opened: OpenTable) {
    const { about, tensors } = aboutTable(opened, spec);
    this.about = about;
    this.table = opened.table;
    this.learner = tensors && learnerOf(tensors, spec);
    this.isOver = tensors === undefined;
  }

  async advance(): Promise<void> {
    const { net, batches, stepsPerEpoch } = this.learning();
    if (this.step % stepsPerEpoch === 0) this.current = batches.epoch(this.step / stepsPerEpoch);
    const next = await this.current?.next();
    if (next?.value === undefined) throw new Error("an epoch has as many batches as were counted");
    const [x, y] = next.value as readonly [Tensor, Tensor]; // what the batches were made of
    await net.trainOnBatch(x, y);
    this.step++;
  }

  async frame(_: Readonly<Record<string, never>>): Promise<TableFrame | undefined> {
    if (this.learner === undefined) return undefined;
    const { net, measured, stepsPerEpoch, tensors } = this.learner;
    const { xTrain, yTrain, xTest, yTest } = measured;
    const options = { batchSize: 500 };
    const trained = await net.evaluate(xTrain, yTrain, options);
    const tested = xTest === xTrain ? trained : await net.evaluate(xTest, yTest, options);
    const told = await net.predict(xTest, options);
    const name = tensors.classes === undefined ? "mae" : "accuracy";
    this.isOver = !Number.isFinite(trained.loss);
    return {
      step: this.step,
      epoch: this.step / stepsPerEpoch,
      loss: trained.loss,
      testLoss: tested.loss,
      score: trained[name],
      testScore: tested[name],
      measured: { trained: xTrain.shape[0], tested: xTest.shape[0] },
      result:
        tensors.classes === undefined
          ? {
              kind: "quantity",
              truth: Float32Array.from(yTest.data as Float32Array),
              told: Float32Array.from(told.data as Float32Array),
            }
          : {
              kind: "classes",
              matrix: classificationReport(yTest, told, {
                names: tensors.classes,
              }).matrix.toArray() as number[][], // [classes, classes]
            },
    };
  }

  private learning(): Learner {
    if (this.learner !== undefined) return this.learner;
    throw new NeurogradError("invalid_option", "the lab's table: cannot be learned from as it is");
  }

  private async predict(cells: Readonly<Record<string, string>>): Promise<RowAnswer> {
    const { net, tensors } = this.learning();
    const columns = tensors.encoding.features.map(({ name, type }): Column => {
      const cell = cells[name] ?? "";
      if (type === "number")
        return { name, type, values: Float64Array.of(cell === "" ? Number.NaN : Number(cell)) };
      if (type === "boolean") return { name, type, values: [cell === "" ? null : cell === "true"] };
      return { name, type, values: [cell === "" ? null : cell] };
    });
    const { x } = new Table(columns).encode(tensors.encoding);
    return { values: [...(await net.predict(x)).toFloat64()] };
  }

  /** Two columns of numbers, and the class of each row, as points within the square from −1 to 1. */
  private points(x: string, y: string): TablePoints {
    const { x: at, y: labels } = this.table.toTensors({
      target: this.about.target,
      features: [x, y],
      task: "classification",
      missing: "drop",
    });
    const chosen = permutation(at.shape[0], 0).subarray(0, mostPoints);
    const inside = minMax(gatherRows(at, chosen), { range: [-0.9, 0.9] }).x;
    return { at: [...inside.toFloat64()], labels: [...gatherRows(labels, chosen).toFloat64()] };
  }
}

function learnerOf(tensors: LabeledTensors, spec: TableSpec): Learner {
  const data = splitRows(tensors, spec);
  const { xTrain, yTrain, xTest, yTest } = data;
  const trained = { xTrain: drawn(xTrain), yTrain: drawn(yTrain) };
  return {
    net: tableNetwork(data, tensors, spec),
    tensors,
    measured:
      xTest === xTrain
        ? { ...trained, xTest: trained.xTrain, yTest: trained.yTrain }
        : { ...trained, xTest: drawn(xTest), yTest: drawn(yTest) },
    batches: Dataset.fromArrays(data.xTrain, data.yTrain).shuffle(spec.seed).batch(spec.batchSize),
    stepsPerEpoch: Math.ceil(data.xTrain.shape[0] / spec.batchSize),
  };
}

/** At most as many rows as a frame looks at, the same of x and y. */
const drawn = (x: Tensor): Tensor =>
  x.shape[0] <= mostMeasured ? x : gatherRows(x, permutation(x.shape[0], 0).subarray(0, mostMeasured));
