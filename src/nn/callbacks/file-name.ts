import { NeurogradError, nearestName } from "../../core/errors.js";

const place = /\{\{|\}\}|\{([^{}]*)\}/g;
const spec = /^(\w+)(?::(0?)(\d{0,3})(?:\.(\d{1,2}))?([def]?))?$/;

/**
 * A file name with numbers put into its places, which are written as in Python: `{epoch:02d}`, `{valLoss:.2f}`,
 * `{loss:.1e}`, `{loss}`. A brace itself is `{{` or `}}`.
 *
 * Throws  `invalid_option` for a place of another form, or whose name is not among `values`.
 */
export function fileName(where: string, template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(place, (text, inside: string | undefined) => {
    if (inside === undefined) return text[0];
    const { name, ...form } = parsePlace(where, inside);
    if (Object.hasOwn(values, name)) return formatted(values[name], form);
    throw noSuchPlace(where, name, Object.keys(values));
  });
}

/** The names in a template's places. Throws `invalid_option`. */
export const placesIn = (where: string, template: string): readonly string[] =>
  [...template.matchAll(place)].flatMap(([, inside]) =>
    inside === undefined ? [] : [parsePlace(where, inside).name],
  );

export function noSuchPlace(where: string, name: string, known: readonly string[]): NeurogradError {
  const near = nearestName(name, known);
  return new NeurogradError(
    "invalid_option",
    `${where}: filepath has {${name}}, but there are ${known.join(", ")}; ${near === undefined ? "use those" : `the nearest is {${near}}`}`,
  );
}

interface Form {
  readonly zeros: boolean;
  readonly width: number;
  readonly digits: number | undefined;
  readonly type: string;
}

function parsePlace(where: string, inside: string): Form & { readonly name: string } {
  const match = spec.exec(inside);
  if (match === null) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: filepath has {${inside}}; write places as {epoch:02d}, {valLoss:.2f} or {loss}`,
    );
  }
  const [, name, zero, width, digits, type = ""] = match;
  return {
    name,
    zeros: zero === "0",
    width: Number(width ?? 0),
    digits: digits === undefined ? undefined : Number(digits),
    type,
  };
}

function formatted(value: number, { zeros, width, digits, type }: Form): string {
  const text =
    type === "e"
      ? value.toExponential(digits ?? 6).replace(/e([+-])(\d)$/, "e$10$2")
      : type === "f" || (type === "" && digits !== undefined)
        ? value.toFixed(digits ?? 6)
        : String(value);
  if (!zeros) return text.padStart(width);
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
