import type { UpdateReading } from "../../engine/instruments/update.js";
import {
  activation,
  activationSymbol,
  exampleLossSymbol,
  joined,
  type Line,
  type Neuron,
  number,
  ofWeight,
  type Part,
  source,
  subOf,
  sum,
  symbol,
  weightsInto,
} from "./parts.js";

/** The example: its coordinates, what the features make of them, and the right answer. */
export function inputLines(reading: UpdateReading): readonly Line[] {
  const { spec, input, features, label } = reading;
  const x = number("activation", "input:0", input[0]);
  const y = number("activation", "input:1", input[1]);
  const made: Readonly<Record<string, Line>> = {
    "x²": ["(", x, ")²"],
    "y²": ["(", y, ")²"],
    xy: [x, " · ", y],
    "sin x": ["sin(π · ", x, ")"],
    "sin y": ["sin(π · ", y, ")"],
  };
  return [
    [symbol("activation", "x"), " = ", x],
    [symbol("activation", "y"), " = ", y],
    ...spec.features.flatMap((name, k): Line[] =>
      name in made
        ? [
            [
              symbol("activation", name),
              " = ",
              ...made[name],
              " = ",
              number("activation", `feature:${k}`, features[k]),
            ],
          ]
        : [],
    ),
    [symbol("loss", "t"), " = ", number("loss", "label", label)],
  ];
}

/** `z = Σ a w + b`, `a = f(z)`. */
export function forwardLines(reading: UpdateReading, neuron: Neuron): readonly Line[] {
  const { activation: name, units } = reading.layers[neuron.layer];
  const z = sum(reading, neuron);
  const terms = weightsInto(reading, neuron).map((weight): Line => {
    const w = ofWeight(reading, weight, "value");
    return weight.from === "bias" ? [w] : [source(reading, neuron.layer, weight.from), " · ", w];
  });
  const exponential = (unit: number): Part[] => ["exp(", sum(reading, { ...neuron, unit }), ")"];
  const f: Part[] =
    name === "softmax"
      ? [
          ...exponential(neuron.unit),
          " / (",
          ...joined(
            Array.from({ length: units }, (_, unit) => exponential(unit)),
            " + ",
          ),
          ")",
        ]
      : name === "linear"
        ? [z]
        : [`${name}(`, z, ")"];
  return [
    [symbol("sum", "z", subOf(reading, neuron)), " = ", ...joined(terms, " + "), " = ", z],
    [activationSymbol(reading, neuron), " = ", ...f, " = ", activation(reading, neuron)],
  ];
}

const longestSum = 12;

/** ℓ of the example, what the penalty adds, and L. */
export function lossLines(reading: UpdateReading): readonly Line[] {
  const { spec, loss, of } = reading;
  const penalty = spec.penalty.name === "none" ? [] : [penaltyLine(reading)];
  const R = number("loss", "penalty", loss.penalty);
  const rest: Part[] = penalty.length === 0 ? [] : [" + ", R];
  const total = number("loss", "total", loss.total);
  const own = number("loss", "exampleLoss", reading.exampleLoss);
  const example: Line = [
    symbol("loss", exampleLossSymbol(reading)),
    " = ",
    ...exampleLoss(reading),
    " = ",
    own,
  ];
  if (of === "sample")
    return rest.length === 0
      ? [example]
      : [example, ...penalty, [symbol("loss", "L"), " = ", own, ...rest, " = ", total]];
  const each = Array.from(loss.examples, (value, k): Line => [number("loss", `exampleLoss:${k}`, value)]);
  const shown = each.length > longestSum ? [...each.slice(0, 3), ["…"], each[each.length - 1]] : each;
  const mean: Line = [
    symbol("loss", "L"),
    " = (",
    ...joined(shown, " + "),
    ") / ",
    number("constant", "batch", each.length),
    ...rest,
    " = ",
    total,
  ];
  return [example, ...penalty, mean];
}

function exampleLoss(reading: UpdateReading): Part[] {
  const { spec, label, layers } = reading;
  const last = layers.length - 1;
  const isBinary = layers[last].units === 1;
  const p = activation(reading, { layer: last, unit: isBinary ? 0 : label });
  if (!isBinary) return ["−ln(", p, ")"];
  if (spec.loss === "meanSquaredError") return ["(", p, " − ", number("loss", "label", label), ")²"];
  return label === 1 ? ["−ln(", p, ")"] : ["−ln(1 − ", p, ")"];
}

/** `R = λ Σ w²`, or `λ Σ |w|`, of all weights but the biases. */
function penaltyLine(reading: UpdateReading): Line {
  const { spec, weights, loss } = reading;
  const [open, close] = spec.penalty.name === "l2" ? ["(", ")²"] : ["|", "|"];
  const terms = weights
    .filter(({ path }) => path.endsWith("/kernel"))
    .flatMap(({ path, value }) =>
      Array.from(value, (w, at): Line => [open, number("weight", `value:${path}:${at}`, w), close]),
    );
  const shown = terms.length > longestSum ? [...terms.slice(0, 3), ["…"], terms[terms.length - 1]] : terms;
  return [
    symbol("loss", "R"),
    " = ",
    number("constant", "penaltyRate", spec.penalty.rate),
    " · (",
    ...joined(shown, " + "),
    ") = ",
    number("loss", "penalty", loss.penalty),
  ];
}
