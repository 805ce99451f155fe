import type { RandomSource } from "neurograd";
import type { Track } from "./track.js";

// A car that knows how far the edge of the road is in seven directions, and how fast it goes.

/** Directions of the sensors from the car's own, in radians; positive is left. */
export const sensors: readonly number[] = [-90, -50, -22, 0, 22, 50, 90].map(
  (degrees) => (degrees / 180) * Math.PI,
);
export const sensorRange = 6;
/** Numbers that a driver is told: the sensors, each from 0 to 1, and the speed. */
export const observed: number = sensors.length + 1;

/** Of steering (left is positive) and of throttle (1 is as fast as can be), each from -1 to 1. */
export type Action = readonly [steering: number, throttle: number];
export type Driver = (seen: Float32Array) => Action;

const slowest = 0.1;
const fastest = 0.5;
/** Sharpest bend [1/length] and grip [length / tick²]: a fast car cannot turn sharply. */
const sharpest = 0.8;
const grip = 0.05;

export class Car {
  readonly track: Track;
  x = 0;
  y = 0;
  heading = 0;
  speed: number = slowest;
  /** Rounds of the track, counterclockwise. */
  laps = 0;
  hasCrashed = false;

  constructor(track: Track) {
    this.track = track;
  }

  /** Puts the car somewhere on the road, roughly along it. */
  start(random: RandomSource): void {
    const angle = 2 * Math.PI * random.uniform();
    const { middle, halfWidth } = this.track;
    const place = (a: number): readonly [number, number] => [
      middle(a) * Math.cos(a),
      middle(a) * Math.sin(a),
    ];
    const [[x, y], [nextX, nextY]] = [place(angle), place(angle + 1e-3)];
    const aside = halfWidth * 0.4 * (2 * random.uniform() - 1);
    this.heading = Math.atan2(nextY - y, nextX - x) + 0.3 * (2 * random.uniform() - 1);
    this.x = x + aside * Math.cos(angle);
    this.y = y + aside * Math.sin(angle);
    this.speed = slowest;
    this.laps = 0;
    this.hasCrashed = !this.track.isRoad(this.x, this.y);
  }

  /** What the driver is told, written into `seen`. */
  look(seen: Float32Array): void {
    for (const [k, direction] of sensors.entries()) {
      const [dx, dy] = [Math.cos(this.heading + direction), Math.sin(this.heading + direction)];
      let distance = 0;
      while (distance < sensorRange && this.track.isRoad(this.x + distance * dx, this.y + distance * dy))
        distance += 0.1;
      seen[k] = Math.min(distance / sensorRange, 1);
    }
    seen[sensors.length] = (this.speed - slowest) / (fastest - slowest);
  }

  /** One tick; the share of a lap that the car came forward. */
  drive([steering, throttle]: Action): number {
    const wanted = slowest + ((fastest - slowest) * (1 + limited(throttle))) / 2;
    this.speed += 0.1 * (wanted - this.speed);
    const bend = Math.min(sharpest, grip / this.speed ** 2) * limited(steering);
    this.heading += this.speed * bend;
    const before = Math.atan2(this.y, this.x);
    this.x += this.speed * Math.cos(this.heading);
    this.y += this.speed * Math.sin(this.heading);
    const turned = Math.atan2(this.y, this.x) - before;
    const forward = (turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI))) / (2 * Math.PI);
    this.laps += forward;
    this.hasCrashed = !this.track.isRoad(this.x, this.y);
    return forward;
  }
}

const limited = (x: number): number => Math.min(1, Math.max(-1, x));

/** Keeps away from the nearer edge, and brakes where the road ahead is short. */
export const scriptedDriver: Driver = ([
  right,
  halfRight,
  slightRight,
  ahead,
  slightLeft,
  halfLeft,
  left,
]) => {
  const steering = 3 * (slightLeft - slightRight) + 2 * (halfLeft - halfRight) + (left - right);
  return [limited(steering), limited(2 * ahead - 1)];
};
