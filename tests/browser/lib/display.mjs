// A screen that nobody sees, for browsers that have WebGL 2 only when they have a window.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { until } from "./wait.mjs";

/** Starts Xvfb on a free display; answers {name, close}. */
export async function openDisplay({ width = 1440, height = 900 } = {}) {
  let number = 90 + (process.pid % 400);
  while (existsSync(`/tmp/.X11-unix/X${number}`)) ++number;
  const server = spawn("Xvfb", [`:${number}`, "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp"], { stdio: "ignore" });
  await until("the display", () => existsSync(`/tmp/.X11-unix/X${number}`));
  return { name: `:${number}`, close: () => server.kill() };
}
