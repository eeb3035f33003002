// The trained model that the page opens on.
import { assets } from "virtual:stage";
import { say } from "../text/say.ts";
import { type Fetching, fetchWhole } from "./fetch.ts";

export const startModel = assets["start.safetensors.gz"];

/** Null where the site has none. */
export async function fetchStartModel(fetching: Omit<Fetching, "whole">): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!startModel) return null;
  const url = new URL(startModel.path, document.baseURI).href;
  return fetchWhole(url, say("The start model"), { ...fetching, whole: startModel });
}
