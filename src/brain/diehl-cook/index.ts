export {
  type DiehlCook,
  type DiehlCookAnswers,
  type DiehlCookOptions,
  type DiehlCookRun,
  type DiehlCookRunOptions,
  diehlCook,
} from "./diehl-cook.js";
