export interface LeakyPopulationOptions {
  readonly n: number;
  /** Length of a step [ms]. */
  readonly dt: number;
  /** [ms] */
  readonly tauMembrane: number;
  /** Where membranes come to rest, and where they are set after a spike [mV]. */
  readonly vRest: number;
  readonly vReset: number;
  /** Where inhibition pulls to [mV]; excitation pulls to 0. */
  readonly eInhibition: number;
  /** [ms] */
  readonly tRefractory: number;
}

/** How fast conductances close [ms]. */
const tauExcitation = 1;
const tauInhibition = 2;

/**
 * Leaky neurons with conductances, stepped by hand: `τ dv/dt = (vRest − v) + gₑ (0 − v) + gᵢ (eᵢ − v)`, g in units of the leak. The step is that of `lif()` with two `conductance()` synapses
 * in `clockDriven`, over plain arrays.
 */
export class LeakyPopulation {
  readonly v: Float64Array;
  /** gₑ and gᵢ: what arrives is added here, behind the step. */
  readonly excitation: Float64Array;
  readonly inhibition: Float64Array;
  /** [mV] */
  readonly threshold: Float64Array;
  /** Who fired at the end of the last step. */
  fired: number[] = [];
  private readonly held: Int32Array;
  private readonly options: LeakyPopulationOptions;
  private readonly refractorySteps: number;
  private readonly kept: number;
  private readonly keptExcitation: number;
  private readonly keptInhibition: number;
  /** The mean of a conductance during a step, of what it was before. */
  private readonly meanExcitation: number;
  private readonly meanInhibition: number;

  constructor(options: LeakyPopulationOptions) {
    const { n, dt, tauMembrane, tRefractory } = options;
    this.options = options;
    this.v = new Float64Array(n);
    this.excitation = new Float64Array(n);
    this.inhibition = new Float64Array(n);
    this.threshold = new Float64Array(n);
    this.held = new Int32Array(n);
    this.refractorySteps = Math.round(tRefractory / dt);
    this.kept = Math.exp(-dt / tauMembrane);
    this.keptExcitation = Math.exp(-dt / tauExcitation);
    this.keptInhibition = Math.exp(-dt / tauInhibition);
    this.meanExcitation = (1 - this.keptExcitation) * (tauExcitation / dt);
    this.meanInhibition = (1 - this.keptInhibition) * (tauInhibition / dt);
    this.rest();
  }

  /** As after a long pause. */
  rest(): void {
    this.v.fill(this.options.vRest);
    for (const state of [this.excitation, this.inhibition, this.held]) state.fill(0);
    this.fired = [];
  }

  step(): void {
    const { v, excitation, inhibition, threshold, held, kept } = this;
    const { keptExcitation, keptInhibition, meanExcitation, meanInhibition, refractorySteps } = this;
    const { vRest, vReset, eInhibition } = this.options;
    const fired: number[] = [];
    for (let j = 0; j < v.length; j++) {
      if (held[j] > 0) {
        held[j]--;
      } else {
        const pulled = excitation[j] * meanExcitation * -v[j];
        const goal = vRest + pulled + inhibition[j] * meanInhibition * (eInhibition - v[j]);
        v[j] = goal + (v[j] - goal) * kept;
        if (v[j] > threshold[j]) {
          v[j] = vReset;
          held[j] = refractorySteps;
          fired.push(j);
        }
      }
      excitation[j] *= keptExcitation;
      inhibition[j] *= keptInhibition;
    }
    this.fired = fired;
  }
}
