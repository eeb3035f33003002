#include "data/statistics.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "data/collector.h"
#include "data/text.h"
#include "math/random.h"

namespace hourglass {
namespace {

std::size_t class_count(const ImageSet& set) { return set.labelled() ? set.class_names.size() : 0; }

Sentence share_text(std::size_t part, std::size_t whole) {
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return share < 0.01 ? say("under 1%") : say("{0}", in_percent(share));
}

// Means over the pixels of the outermost ring and of all: ink on paper has a light rim and is light throughout.
bool looks_dark_on_light(std::span<const std::uint8_t> mean) {
  double rim = 0, all = 0;
  int rim_pixels = 0;
  for (int y = 0; y < kImageSide; ++y) {
    for (int x = 0; x < kImageSide; ++x) {
      const double value = mean[static_cast<std::size_t>(y * kImageSide + x)];
      all += value;
      if (x > 0 && y > 0 && x < kImageSide - 1 && y < kImageSide - 1) continue;
      rim += value;
      ++rim_pixels;
    }
  }
  return rim / rim_pixels > 200 && all / kImagePixels > 150;
}

void warn(DataStatistics& s, const ImageSet& set, std::span<const std::size_t> blank_by_class) {
  const auto name = [&](std::size_t c) { return in_quotes(set.class_names[c]); };
  if (s.images == 0) {
    s.warnings.push_back("There are no images.");
    return;
  }
  if (s.blank == s.images) s.warnings.push_back("All images are blank.");
  const bool told = std::find(set.notes.begin(), set.notes.end(), Sentence(kDarkOnLight)) != set.notes.end();
  if (!told && looks_dark_on_light(std::span(s.means).first(kImagePixels))) s.warnings.push_back(kDarkOnLight);
  if (s.counts.empty()) {
    s.warnings.push_back("The images have no labels: the code map cannot colour them by class.");
  } else {
    const auto present = std::count_if(s.counts.begin(), s.counts.end(), [](std::size_t n) { return n > 0; });
    const auto most = std::max_element(s.counts.begin(), s.counts.end());
    if (present == 1) {
      s.warnings.push_back(
          say("All images carry one label, {0}.", name(static_cast<std::size_t>(most - s.counts.begin()))));
    } else {
      std::vector<Sentence> missing;
      std::size_t least = *most, least_class = 0;
      for (std::size_t c = 0; c < s.counts.size(); ++c) {
        if (s.counts[c] == 0) {
          missing.push_back(say("{0}", name(c)));
        } else if (s.counts[c] < least) {
          least = s.counts[c];
          least_class = c;
        }
      }
      constexpr std::size_t kMostNamed = 20;
      if (missing.size() > kMostNamed) {
        s.warnings.push_back(say("{0} of the classes have no images.", missing.size()));
      } else if (!missing.empty()) {
        s.warnings.push_back(plural(static_cast<std::int64_t>(missing.size()), "No image is labelled {1}.",
                                    "No images are labelled {1}.", list_of(missing)));
      }
      if (*most > 4 * least) {
        s.warnings.push_back(say("The classes are uneven: {0} of {1}, {2} of {3}.", images_text(*most),
                                 name(static_cast<std::size_t>(most - s.counts.begin())), least, name(least_class)));
      }
    }
  }
  if (s.contradictions > 0) {
    s.warnings.push_back(plural(static_cast<std::int64_t>(s.contradictions),
                                "{0} image equals another one that carries a different label.",
                                "{0} images equal another one that carries a different label."));
  }
  if (s.duplicates > 0) {
    s.warnings.push_back(
        plural(static_cast<std::int64_t>(s.duplicates), "{0} image is an exact duplicate of others ({1}).",
               "{0} images are exact duplicates of others ({1}).", share_text(s.duplicates, s.images)));
  }
  if (s.blank > 0 && s.blank < s.images) {
    const auto blank = static_cast<std::int64_t>(s.blank);
    const auto all_in = std::find(blank_by_class.begin(), blank_by_class.end(), s.blank);
    s.warnings.push_back(all_in == blank_by_class.end()
                             ? plural(blank, "{0} image is blank.", "{0} images are blank.")
                             : plural(blank, "{0} image is blank, a {1}.", "{0} images are blank, all of them {1}.",
                                      name(static_cast<std::size_t>(all_in - blank_by_class.begin()))));
  }
}

}  // namespace

bool seems_dark_on_light(const ImageSet& set) {
  // Of a large set some images will do.
  constexpr std::size_t kEnough = 2000;
  const std::size_t step = std::max<std::size_t>(1, set.size() / kEnough);
  std::array<std::uint64_t, kImagePixels> sums{};
  std::size_t images = 0;
  for (std::size_t i = 0; i < set.size(); i += step, ++images) {
    for (std::size_t p = 0; p < sums.size(); ++p) sums[p] += set.image(i)[p];
  }
  if (images == 0) return false;
  std::array<std::uint8_t, kImagePixels> mean;
  std::ranges::transform(sums, mean.begin(),
                         [&](std::uint64_t sum) { return static_cast<std::uint8_t>(sum / images); });
  return looks_dark_on_light(mean);
}

DataStatistics look_at(const ImageSet& set, std::span<const std::uint32_t> indices) {
  DataStatistics s;
  s.images = indices.size();
  const std::size_t classes = class_count(set);
  s.counts.assign(classes, 0);
  std::vector<std::size_t> blank_by_class(classes, 0);
  std::vector<std::uint64_t> sums((1 + classes) * kImagePixels, 0);
  std::unordered_map<std::uint64_t, std::uint32_t> first_with;  // by hash; equal hashes are compared
  first_with.reserve(indices.size());
  for (std::uint32_t i : indices) {
    const auto image = set.image(i);
    const std::size_t label = classes > 0 ? set.labels[i] : 0;
    for (int p = 0; p < kImagePixels; ++p) sums[p] += image[p];
    if (classes > 0) {
      ++s.counts[label];
      std::uint64_t* of_class = sums.data() + (1 + label) * kImagePixels;
      for (int p = 0; p < kImagePixels; ++p) of_class[p] += image[p];
    }
    if (is_blank(image)) {
      ++s.blank;
      if (classes > 0) ++blank_by_class[label];
    }
    const auto [known, fresh] = first_with.emplace(image_hash(image), i);
    if (!fresh && std::ranges::equal(image, set.image(known->second))) {
      ++s.duplicates;
      if (classes > 0 && set.labels[known->second] != label) ++s.contradictions;
    }
  }
  s.means.resize(sums.size());
  for (std::size_t row = 0; row <= classes; ++row) {
    const std::size_t count = row == 0 ? s.images : s.counts[row - 1];
    for (std::size_t p = row * kImagePixels; count > 0 && p < (row + 1) * kImagePixels; ++p) {
      s.means[p] = static_cast<std::uint8_t>((sums[p] + count / 2) / count);
    }
  }
  warn(s, set, blank_by_class);
  return s;
}

std::size_t shared_images(const ImageSet& set, std::span<const std::uint32_t> train,
                          std::span<const std::uint32_t> held_out) {
  std::unordered_set<std::uint64_t> hashes;
  hashes.reserve(train.size());
  for (std::uint32_t i : train) hashes.insert(image_hash(set.image(i)));
  return static_cast<std::size_t>(std::count_if(
      held_out.begin(), held_out.end(), [&](std::uint32_t i) { return hashes.contains(image_hash(set.image(i))); }));
}

std::vector<std::uint8_t> sample_sheet(const ImageSet& set, std::span<const std::uint32_t> indices, int each,
                                       std::uint64_t seed) {
  const std::size_t rows = std::max<std::size_t>(1, class_count(set));
  std::vector<std::uint8_t> sheet(rows * static_cast<std::size_t>(std::max(0, each)) * kImagePixels, 0);
  std::vector<std::uint32_t> order(indices.begin(), indices.end());
  Random random(seed, 0x5EE7);
  random.shuffle(order);
  std::vector<int> filled(rows, 0);
  for (std::uint32_t i : order) {
    const std::size_t row = set.labelled() ? set.labels[i] : 0;
    if (filled[row] >= each) continue;
    const auto image = set.image(i);
    std::copy(image.begin(), image.end(),
              sheet.begin() + static_cast<std::ptrdiff_t>((row * each + filled[row]++) * kImagePixels));
  }
  return sheet;
}

}  // namespace hourglass
