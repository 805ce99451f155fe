/** What `fit` gives: one number per epoch under each key, `loss`, `accuracy`, `valLoss`, … */
export interface History {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** Numbers of an epoch or a batch, by key. */
export type Logs = Readonly<Record<string, number>>;

/** The key of a number measured on validation data: `loss` → `valLoss`. */
export const valKey = (key: string): string => `val${key[0].toUpperCase()}${key.slice(1)}`;
