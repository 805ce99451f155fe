/** Something that a model's file names by kind and options: a layer, a loss, an optimizer, an initializer. */
export interface Configured {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Options as plain data for a model's file: configured things by kind, undefined left out. */
export function toConfig(options: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (isConfigured(value)) return { kind: value.kind, config: value.config };
  if (typeof value === "function") return { function: value.name };
  return Array.isArray(value) ? value.map(plain) : value;
}

export function isConfigured(value: unknown): value is Configured {
  return typeof value === "object" && value !== null && "kind" in value && "config" in value;
}
