import { hashPath } from "../../core/random-bits.js";
import { RandomSource } from "../../data/random-source.js";
import { type CompetingNeurons, dt, presentation } from "./competing-neurons.js";
import { PoissonSteps } from "./poisson-steps.js";

/** How often the brightest pixel fires, for each unit of strength [Hz]: 255/8, of pixels from 0 to 255. */
const ratePerStrength = 255 / 8;
const firstStrength = 2;
/** With it the brightest pixel fires in every second step; what has not answered by then does not see the image. */
const greatestStrength = 32;
const fewestSpikes = 5;

/** Shows images to a network: once, or with more strength until it answers. */
export class ImagePresenter {
  private readonly network: CompetingNeurons;
  private readonly seed: number;
  private readonly spikes: PoissonSteps = new PoissonSteps(presentation / dt);
  private readonly chances: Float64Array;

  constructor(network: CompetingNeurons, seed: number) {
    this.network = network;
    this.seed = seed;
    this.chances = new Float64Array(network.inputs);
  }

  /** Brightness from 0 to 1 for each input; the spikes are a function of the seed, why it is shown, and the number. */
  show(
    brightness: Float64Array,
    why: "learn" | "assign" | "predict",
    number: number,
  ): { readonly presentations: number; readonly inputSpikes: number; readonly spikes: number } {
    const { network, chances } = this;
    const random = new RandomSource(this.seed, hashPath(`diehlCook/${why}`), number);
    const isLearning = why === "learn";
    const isBlank = brightness.every((x) => x === 0);
    let [presentations, inputSpikes, spikes] = [0, 0, 0];
    for (let strength = firstStrength; strength <= greatestStrength; strength++) {
      if (isLearning) network.normalize();
      for (let i = 0; i < chances.length; i++)
        chances[i] = (brightness[i] * strength * ratePerStrength * dt) / 1000;
      const arrived = this.spikes.draw(chances, random);
      const answered = network.present(this.spikes, isLearning);
      if (isLearning) network.pause();
      presentations++;
      inputSpikes += arrived;
      spikes += answered;
      if (answered >= fewestSpikes || isBlank) break;
    }
    return { presentations, inputSpikes, spikes };
  }
}
