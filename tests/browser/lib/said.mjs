// Prints what the page said of each file that data, loads, ways-in and cases.test.mjs bring, as the table of docs/data-formats.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./studio.mjs";

const cell = (text) => text.replaceAll("|", "\\|");
const kinds = "What can be read here: IDX files as MNIST's, NumPy's .npy and .npz, pickles of arrays, MATLAB files, Parquet, tables (CSV, ARFF, libsvm, JSON), pictures (PNG, JPEG, WebP, GIF, BMP), and tar or zip archives of these, each also packed with gzip or xz.";
const read = (file) => JSON.parse(readFileSync(join(build, `logs/${file}-said.json`), "utf8"));
const lines = ["data", "loads", "ways-in", "cases"].flatMap(read).map(({ way, what, images, said }) => {
  const sentences = said.map((text) => text.replace(kinds, "What can be read here: ..."));
  const got = images ? `${images.toLocaleString("en")} images. ` : "";
  return `| ${cell(what)}, ${way} | ${cell((got + sentences.join(" ")).trim())} |`;
});
console.log(["| what | what the page said |", "| --- | --- |", ...lines].join("\n"));
