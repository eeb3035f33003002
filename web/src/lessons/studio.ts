// What lessons see of the page and the studio.
import type { Whole } from "../files/fetch.ts";
import type { HourglassApi } from "../bridge/script-api.ts";
import type { Order } from "./lesson.ts";

/** What the method "screen" tells (src/studio/script_screen.cpp). */
export interface Screen {
  narrow: boolean;
  panel: string;
  recipe: boolean;
  sheet: boolean;
  compares: boolean;
  samples: string;
  map: string;
  laidOut: boolean;
  view: string;
  pointed: boolean;
  path: boolean;
  pad: { blank: boolean; own: boolean; version: number };
  preset: string;
  link: string;
  settings: Record<string, string>;
  data: string;
  run: string;
  startModel: boolean;
  training: boolean;
  finished: boolean;
  diverged: boolean;
  epoch: number;
  step: number;
  figures: Record<string, number>;
}

export interface LessonPage {
  readonly api: HourglassApi;
  /** A method of the studio that is not in window.hourglass. */
  call(method: string, json?: object): Promise<unknown>;
  /** Opens the trained model that the page begins with. */
  openStartModel(): Promise<void>;
  /** Hears of every frame that was drawn; answers what ends that. */
  drawn(hear: () => void): () => void;
  /** The mirror's element of an item, and whether it is scrolled out of sight. */
  item(id: string): { element: HTMLElement; hidden: boolean } | null;
  /** Gives an item the keyboard. */
  enter(id: string): void;
  /** Brings an item into sight. */
  show(id: string): void;
  /** Where the canvas lies. */
  area(): DOMRect;
  /** The address follows; null: no lesson is open. */
  follow(at: { lesson: string; step: string } | null): void;
  readonly language: string;
}

/** A lesson's file in the site, with what the list shows of it. */
export interface Listed extends Whole {
  path: string;
  title: string;
  minutes: number;
  summary: string;
  needs: string[];
  steps: number;
}

export type Look = Omit<Order, "preset" | "settings" | "run">;
