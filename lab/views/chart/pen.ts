import { type AxisTexts, tick } from "./axes.js";
import { colorOf } from "./colors.js";
import type { Plane } from "./plane.js";

/** How a line is drawn. The color is one of the theme: `--ink`. */
export interface Stroke {
  readonly color: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
}

/** Where numbers lie. */
interface Places {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** What charts draw on a canvas, in the colors of the theme. */
export interface Pen {
  readonly context: CanvasRenderingContext2D;
  /** Takes everything away, and fits the canvas to its size on the screen. */
  clear(width: number, height: number): void;
  /** The color of what comes next. */
  use(color: string, alpha?: number): void;
  /** A line through numbers; it has a gap where one is none. */
  line(xs: ArrayLike<number>, ys: ArrayLike<number>, places: Places, how: Stroke): void;
  dot(x: number, y: number, radius: number): void;
  text(text: string, x: number, y: number, align?: CanvasTextAlign): void;
  axes(plane: Plane, texts: AxisTexts): void;
}

/** Colors are read once each: a new theme is a new view. */
export function penOf(canvas: HTMLCanvasElement): Pen {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser cannot draw");
  const known = new Map<string, string>();
  const colored = (name: string): string => {
    const found = known.get(name) ?? colorOf(name);
    known.set(name, found);
    return found;
  };
  const same = (value: number): number => value;
  const pen: Pen = {
    context,
    clear(width, height) {
      const scale = devicePixelRatio || 1;
      const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
      if (canvas.width !== across || canvas.height !== down)
        Object.assign(canvas, { width: across, height: down });
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      context.font = "12px system-ui, sans-serif";
      context.lineJoin = "round";
    },
    use(color, alpha = 1) {
      context.fillStyle = context.strokeStyle = colored(color);
      context.globalAlpha = alpha;
    },
    line(xs, ys, { x, y }, { color, width = 2, dash = [], alpha = 1 }) {
      pen.use(color, alpha);
      context.lineWidth = width;
      context.setLineDash([...dash]);
      context.beginPath();
      let isDown = false;
      for (let k = 0; k < xs.length; k++) {
        const [px, py] = [x(xs[k]), y(ys[k])];
        const isThere = !Number.isNaN(px) && !Number.isNaN(py);
        if (isThere && isDown) context.lineTo(px, py);
        else if (isThere) context.moveTo(px, py);
        isDown = isThere;
      }
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    },
    dot(x, y, radius) {
      context.beginPath();
      context.arc(x, y, radius, 0, 7);
      context.fill();
    },
    text(text, x, y, align = "left") {
      context.textAlign = align;
      pen.use("--panel");
      context.lineWidth = 3;
      context.strokeText(text, x, y);
      pen.use("--faint");
      context.fillText(text, x, y);
    },
    axes(plane, { x: along = [], y: up = [], xName = "", yName = "" }) {
      const { left, right, top, bottom, x, y } = plane;
      const across = { x: same, y: same };
      for (const value of up) {
        const at = Math.round(y(value)) + 0.5;
        pen.line([left, right], [at, at], across, { color: "--line", width: 1 });
        pen.text(tick(value), left - 6, at + 4, "right");
      }
      if (along.length > 0) pen.line([left, right], [bottom, bottom], across, { color: "--faint", width: 1 });
      for (const value of along) {
        pen.line([x(value), x(value)], [bottom, bottom + 4], across, { color: "--faint", width: 1 });
        pen.text(tick(value), x(value), bottom + 16, "center");
      }
      pen.text(xName, right, bottom + 31, "right");
      pen.text(yName, 4, top - 9);
    },
  };
  return pen;
}
