import { mount } from "svelte";
import { connectWorker } from "./connect-worker.js";
import { defaultSpec } from "./engine/spec.js";
import { place } from "./place.js";
import { preferences } from "./preferences.js";
import { fromLink, type Shared } from "./share.js";
import App from "./shell/App.svelte";
import { LabStore } from "./store.js";
import "./shell/theme.css";

const { begin, linkFailure } = await asked(place().shared);
const store = new LabStore(connectWorker, begin?.spec ?? defaultSpec);
const target = document.getElementById("app");
if (target === null) throw new Error("index.html has an element #app");
mount(App, { target, props: { store, preferences: preferences(), linkFailure } });
store.start(begin?.steps ?? 0);
// Opens without a network next time. Not where a browser has no such thing (file:, private windows).
if (import.meta.env.PROD) navigator.serviceWorker?.register("./offline.js").catch(() => {});

/** The set-up of a link; of a damaged one, why it could not be read. */
async function asked(link: string | undefined): Promise<{ begin?: Shared; linkFailure?: string }> {
  try {
    return link === undefined ? {} : { begin: await fromLink(link) };
  } catch (error) {
    return { linkFailure: error instanceof Error ? error.message : String(error) };
  }
}
