#include "data/split.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "math/random.h"

namespace hourglass {
namespace {

constexpr float kDefaultShare = 1.0f / 6.0f;

// Streams of the one seed, so that another number of images does not change which are held out.
enum Stream : std::uint64_t { kHoldOut = 0x401D, kChoose = 0xC400 };

std::size_t class_of(const ImageSet& set, std::uint32_t index) { return set.labelled() ? set.labels[index] : 0; }

std::vector<std::uint32_t> taking_part(const ImageSet& set, IndexRange range, std::uint64_t classes) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = range.begin; i < range.end && i < set.size(); ++i) {
    const std::size_t label = class_of(set, i);
    if (!set.labelled() || label >= 64 || (classes >> label & 1)) indices.push_back(i);
  }
  return indices;
}

// Of every class the same share, so that small classes are not left without held-out images by chance.
void hold_out(const ImageSet& set, std::vector<std::uint32_t> shuffled, float share, Split& split) {
  std::array<std::uint32_t, 256> total{}, held{};
  for (std::uint32_t i : shuffled) ++total[class_of(set, i)];
  for (std::uint32_t i : shuffled) {
    const std::size_t label = class_of(set, i);
    const auto quota = static_cast<std::uint32_t>(std::lround(share * static_cast<float>(total[label])));
    if (held[label] < quota) {
      ++held[label];
      split.held_out.push_back(i);
    } else {
      split.train.push_back(i);
    }
  }
}

std::vector<std::uint32_t> choose(const ImageSet& set, std::vector<std::uint32_t> train, const SubsetOptions& options) {
  Random random(options.seed, kChoose);
  random.shuffle(train);
  if (!options.balanced || !set.labelled()) {
    train.resize(options.images);
    return train;
  }
  // Round by round, one of each class that has any left.
  std::array<std::vector<std::uint32_t>, 256> by_class;
  for (std::uint32_t i : train) by_class[class_of(set, i)].push_back(i);
  std::vector<std::uint32_t> chosen;
  for (std::size_t round = 0; chosen.size() < options.images; ++round) {
    for (const auto& members : by_class) {
      if (round < members.size() && chosen.size() < options.images) chosen.push_back(members[round]);
    }
  }
  random.shuffle(chosen);
  return chosen;
}

}  // namespace

std::expected<Split, Error> make_split(const ImageSet& set, const SubsetOptions& options) {
  if (!(options.held_out_share >= 0.0f) || options.held_out_share > 0.9f) {
    return fail("The held-out share must lie between 0 and 0.9.");
  }
  Split split;
  if (set.published.present()) {
    split.train = taking_part(set, set.published.train, options.classes);
    split.validation = taking_part(set, set.published.validation, options.classes);
    split.held_out = taking_part(set, set.published.held_out, options.classes);
  } else {
    std::vector<std::uint32_t> all = taking_part(set, {0, static_cast<std::uint32_t>(set.size())}, options.classes);
    Random random(options.seed, kHoldOut);
    random.shuffle(all);
    hold_out(set, std::move(all), options.held_out_share > 0 ? options.held_out_share : kDefaultShare, split);
  }
  if (split.train.empty() && split.held_out.empty()) return fail("No images are left: all their classes are left out.");
  if (split.train.empty()) return fail("No images are left to train on: choose more classes or hold out fewer.");
  if (split.held_out.empty()) {
    return fail("There are too few images to hold some out: at least 4 of some class are needed.");
  }
  if (options.images > 0 && options.images < split.train.size())
    split.train = choose(set, std::move(split.train), options);
  return split;
}

ImageSet select(const ImageSet& set, const std::vector<std::uint32_t>& indices) {
  ImageSet chosen;
  chosen.name = set.name;
  chosen.class_names = set.class_names;
  chosen.notes = set.notes;
  chosen.pixels.reserve(indices.size() * kImagePixels);
  for (std::uint32_t i : indices) {
    const auto image = set.image(i);
    chosen.pixels.insert(chosen.pixels.end(), image.begin(), image.end());
    if (set.labelled()) chosen.labels.push_back(set.labels[i]);
  }
  return chosen;
}

}  // namespace hourglass
