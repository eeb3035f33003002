// Interleaved rounds: every row of a section is sampled once a round, every other round in the opposite order, so that what
// the machine does meanwhile meets all rows alike.

/** Adds `rounds`, a list of {sample, beside}, to each row of the section. `onRound(done)` is told. */
export async function measure(section, arena, onRound = () => {}) {
  for (const row of section.rows) row.rounds = [];
  for (let round = 0; round < section.rounds; ++round) {
    const order = round % 2 === 0 ? section.rows : [...section.rows].reverse();
    for (const row of order) {
      if (arena.absent.has(row.contender)) continue;
      const beside = row.beside && (await arena.sample({ contender: row.beside, work: row.besideWork ?? row.work }));
      const sample = await arena.sample(row);
      if (sample) row.rounds.push({ sample, beside });
    }
    onRound(round + 1);
  }
}
