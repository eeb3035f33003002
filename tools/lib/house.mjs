// Holds every include of src/ against the rooms' lines in src/CMakeLists.txt, and a few rules beside them that no
// compiler knows.
//   node tools/lib/house.mjs           silent when the house is in order; otherwise each breach with its file and line
//   node tools/lib/house.mjs --graph   prints which room leans on which, as the includes have it
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const breaches = [];

// -- What the rooms may lean on ---------------------------------------------------------------------------------------

const allowed = new Map();
for (const [, name, rest] of readFileSync(path.join(root, 'src/CMakeLists.txt'), 'utf8').matchAll(/hourglass_room\((\S+)([^)]*)\)/g)) {
  const depends = /DEPENDS ([^)]*?)(?: LIBS|$)/.exec(rest.trim())?.[1].split(/\s+/) ?? [];
  const all = new Set([name]);
  for (const room of depends) {
    if (!allowed.has(room)) breaches.push(`src/CMakeLists.txt: ${name} leans on ${room}, which stands after it or nowhere`);
    for (const below of allowed.get(room) ?? []) all.add(below);
  }
  allowed.set(name, all);
}
allowed.set('platform', new Set(['platform', ...(allowed.get('engine') ?? [])]));
allowed.set('apps', new Set(['apps', 'platform', ...allowed.get('studio')]));

// What the studio may see of rooms that it does not own: the engine's protocol, and the interfaces that the platform fills.
const studioSees = /^(engine\/(protocol|client)\.h|platform\/(graphics|host|pointer)\.h|platform\/bridge\.def)$/;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', 'src/*.h', 'src/*.cpp'], { cwd: root, encoding: 'utf8' })
  .trim().split('\n');
const graph = new Map();
for (const file of files) {
  let text;
  try {
    text = readFileSync(path.join(root, file), 'utf8');
  } catch {
    continue; // deleted and not yet committed
  }
  const room = path.dirname(file).slice('src/'.length);
  if (!allowed.has(room)) breaches.push(`${file}: the folder is no room (a line in src/CMakeLists.txt makes it one)`);
  text.split('\n').forEach((line, i) => {
    const included = /^#include "([a-z0-9_/]+\.h)"/.exec(line)?.[1];
    if (included) {
      const other = path.dirname(included);
      if (other !== room) graph.set(room, (graph.get(room) ?? new Set()).add(other));
      const inStudio = /^studio(\/|$)/.test(room);
      const ofOthers = inStudio && (other === 'engine' || other === 'platform');
      if (ofOthers ? !studioSees.test(included) : !allowed.get(room)?.has(other))
        breaches.push(`${file}:${i + 1}: ${room} does not lean on ${included}`);
    }
    if (/EM_JS|EM_ASM|emscripten/.test(line) && !/^(platform|apps)$/.test(room))
      breaches.push(`${file}:${i + 1}: browser glue outside platform and apps`);
    if (/\bthrow\b|\btry \{|\bcatch \(/.test(line) && !/\/\/|"/.test(line) && !/_(native|desktop)\.cpp$|apps\/cli/.test(file))
      breaches.push(`${file}:${i + 1}: exceptions, which the web build does not have`);
  });
}

// -- No cycle by folder -----------------------------------------------------------------------------------------------

const state = new Map();
function walk(room, way) {
  if (state.get(room) === 'done') return;
  if (way.includes(room)) {
    breaches.push(`a cycle: ${[...way.slice(way.indexOf(room)), room].join(' -> ')}`);
    return;
  }
  for (const other of graph.get(room) ?? []) walk(other, [...way, room]);
  state.set(room, 'done');
}
for (const room of graph.keys()) walk(room, []);

if (process.argv.includes('--graph')) {
  const rooms = [...allowed.keys()];
  for (const room of rooms) console.log(`${room} -> ${[...(graph.get(room) ?? [])].sort((a, b) => rooms.indexOf(a) - rooms.indexOf(b)).join(' ')}`);
  console.log(`${breaches.some((b) => b.startsWith('a cycle')) ? 'CYCLES, see below' : 'no cycle by folder'}`);
}
for (const breach of breaches) console.log(breach);
process.exitCode = breaches.length > 0 ? 1 : 0;
