#include "engine/dataset.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "data/statistics.h"

namespace hourglass {

SubsetOptions subset_options(const Experiment& experiment) {
  SubsetOptions options;
  options.images = static_cast<std::size_t>(std::max(experiment.data.images, 0));
  options.classes = experiment.data.classes;
  options.held_out_share = experiment.data.held_out_share;
  options.seed = experiment.seed;
  return options;
}

std::vector<std::uint32_t> thinned(const Dataset& dataset, command::Subset subset, int every) {
  const auto stride = static_cast<std::size_t>(std::max(every, 1));
  const std::size_t size = dataset.size(subset);
  std::vector<std::uint32_t> kept;
  kept.reserve((size + stride - 1) / stride);
  for (std::size_t place = 0; place < size; place += stride) kept.push_back(dataset.at(subset, place));
  return kept;
}

Bytes gather_pixels(const ImageSet& set, std::span<const std::uint32_t> indices) {
  Bytes pixels;
  pixels.reserve(indices.size() * kImagePixels);
  for (const std::uint32_t index : indices) {
    const auto image = set.image(index);
    pixels.insert(pixels.end(), image.begin(), image.end());
  }
  return pixels;
}

Bytes gather_labels(const ImageSet& set, std::span<const std::uint32_t> indices) {
  Bytes labels;
  if (!set.labelled()) return labels;
  labels.reserve(indices.size());
  for (const std::uint32_t index : indices) labels.push_back(set.labels[index]);
  return labels;
}

event::DatasetReady describe(const Dataset& dataset) {
  event::DatasetReady ready;
  ready.name = dataset.name;
  ready.title = dataset.images->name;
  ready.checksum = dataset.images->checksum;
  ready.class_names = dataset.images->class_names;
  ready.notes = dataset.images->notes;
  ready.guesses = dataset.images->guesses;
  ready.training = static_cast<int>(dataset.split.train.size());
  ready.validation = static_cast<int>(dataset.split.validation.size());
  ready.held_out = static_cast<int>(dataset.split.held_out.size());
  ready.held_out_pixels = gather_pixels(*dataset.images, dataset.split.held_out);
  ready.held_out_labels = gather_labels(*dataset.images, dataset.split.held_out);
  ready.training_labels = gather_labels(*dataset.images, dataset.split.train);
  return ready;
}

event::DataSheet data_sheet(const Dataset& dataset, std::uint32_t seed) {
  constexpr int kSamplesEach = 12;
  const Split& split = dataset.split;
  std::vector<std::uint32_t> all = split.train;
  all.insert(all.end(), split.validation.begin(), split.validation.end());
  all.insert(all.end(), split.held_out.begin(), split.held_out.end());
  DataStatistics statistics = look_at(*dataset.images, all);
  event::DataSheet sheet;
  for (std::size_t c = 0; c < statistics.counts.size(); ++c) {
    sheet.counts.push_back({dataset.images->class_names[c], static_cast<int>(statistics.counts[c])});
  }
  sheet.warnings = std::move(statistics.warnings);
  const std::size_t shared = shared_images(*dataset.images, split.train, split.held_out);
  if (shared > 0) {
    sheet.warnings.push_back(plural(static_cast<std::int64_t>(shared),
                                    "{0} held-out image is also among the training images, pixel by pixel.",
                                    "{0} held-out images are also among the training images, pixel by pixel."));
  }
  sheet.means = std::move(statistics.means);
  sheet.samples = sample_sheet(*dataset.images, all, kSamplesEach, seed);
  sheet.samples_each = kSamplesEach;
  return sheet;
}

}  // namespace hourglass
