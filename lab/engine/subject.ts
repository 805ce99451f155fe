/** What the worker advances and the page looks at: the network of the spec, or what a view trains apart. */
export interface Subject {
  /** Steps taken. */
  readonly step: number;
  /** Nothing more to come: it has ended, or was lost. */
  readonly isOver: boolean;
  advance(): Promise<void>;
  /** What is to be drawn now; `watch` says what a page wants to see of it. It is sent to the page as a clone. */
  frame(watch: never): Promise<unknown>;
  /** What can be asked once, by name. */
  readonly questions: Readonly<Record<string, (options: never) => Promise<unknown>>>;
}
