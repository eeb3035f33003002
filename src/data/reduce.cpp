#include "data/reduce.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "data/collector.h"
#include "data/reservoir.h"
#include "data/text.h"

namespace hourglass {

void reduce(ImageSet& set, const DecodeOptions& options) {
  const bool sample = options.images > 0 && options.images < set.size();
  if (!sample && !options.drop_blank && !options.drop_duplicates) return;

  std::unordered_set<std::uint64_t> hashes;
  std::size_t blank = 0, duplicates = 0;
  Reservoir reservoir(options.images, options.balanced, options.seed);
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < set.size(); ++i) {
    if (options.drop_blank && is_blank(set.image(i))) {
      ++blank;
      continue;
    }
    if (options.drop_duplicates && !hashes.insert(image_hash(set.image(i))).second) {
      ++duplicates;
      continue;
    }
    const Reservoir::Decision decision = reservoir.propose(set.labelled() ? set.labels[i] : 0);
    reservoir.commit(decision);
    if (!decision.keep) continue;
    if (decision.fresh) {
      kept.push_back(i);
    } else {
      kept[decision.place] = i;
    }
  }
  std::sort(kept.begin(), kept.end());

  // Ascending, so each image moves towards the front and none is overwritten before it was moved.
  const auto reduced = [&](IndexRange range) {
    const auto before = [&](std::uint32_t end) {
      return static_cast<std::uint32_t>(std::lower_bound(kept.begin(), kept.end(), end) - kept.begin());
    };
    return IndexRange{before(range.begin), before(range.end)};
  };
  set.published = {reduced(set.published.train), reduced(set.published.validation), reduced(set.published.held_out)};
  for (std::size_t to = 0; to < kept.size(); ++to) {
    if (kept[to] == to) continue;
    std::copy_n(set.pixels.begin() + static_cast<std::ptrdiff_t>(kept[to]) * kImagePixels, kImagePixels,
                set.pixels.begin() + static_cast<std::ptrdiff_t>(to) * kImagePixels);
    if (set.labelled()) set.labels[to] = set.labels[kept[to]];
  }
  set.pixels.resize(kept.size() * kImagePixels);
  if (set.labelled()) set.labels.resize(kept.size());
  if (set.pixels.size() < set.pixels.capacity() / 2) set.pixels.shrink_to_fit();

  note_dropped(set.notes, blank, duplicates);
  if (reservoir.seen() > kept.size()) {
    set.notes.push_back(sample_note(kept.size(), reservoir.seen(), options.balanced && set.labelled()));
  }
}

void invert_if_asked(ImageSet& set, const DecodeOptions& options) {
  if (!options.invert) return;
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  set.notes.push_back("Black and white were exchanged.");
}

void note_dropped(std::vector<Sentence>& notes, std::size_t blank, std::size_t duplicates) {
  if (blank > 0)
    notes.push_back(plural(static_cast<std::int64_t>(blank), "{0} blank image dropped.", "{0} blank images dropped."));
  if (duplicates > 0)
    notes.push_back(
        plural(static_cast<std::int64_t>(duplicates), "{0} exact duplicate dropped.", "{0} exact duplicates dropped."));
}

Sentence sample_note(std::size_t kept, std::size_t of, bool balanced) {
  return balanced ? say("A random sample of {0} of {1} images was kept, as equal by class as they are.", kept, of)
                  : say("A random sample of {0} of {1} images was kept.", kept, of);
}

}  // namespace hourglass
