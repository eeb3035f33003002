// hourglass map: images as points on a plane, by t-SNE, by PCA or by the code of an autoencoder, with figures that say
// how good each is.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/cli.h"
#include "data/png.h"
#include "data/text.h"
#include "engine/dataset.h"
#include "explore/embed.h"
#include "explore/leading_axes.h"
#include "explore/map_picture.h"
#include "explore/map_quality.h"
#include "explore/tsne.h"
#include "training/number_text.h"

namespace hourglass::cli {
namespace {

/// Images that a map is measured on: each is ranked against all others.
constexpr std::size_t kMostMeasured = 10'000;
constexpr int kPictureSide = 1200;

struct MapFlags {
  std::string method = "tsne", model, part = "training", out, png;
  double perplexity = 30;
  int iterations = 1000;
  std::uint32_t seed = 1;
  bool json = false;
  SettingFlags settings;
  Surroundings surroundings;
};

/// Images, and where they lie on the map.
struct Mapped {
  std::vector<float> x, y;
  std::optional<double> divergence;  ///< of t-SNE
};

const std::function<bool()> kToTheEnd = [] { return false; };

Mapped by_tsne(const MapFlags& flags, Matrix coordinates, ThreadPool* pool) {
  Tsne tsne(std::move(coordinates),
            {.perplexity = flags.perplexity, .iterations = flags.iterations, .seed = flags.seed}, pool);
  const bool shows = isatty(STDERR_FILENO);
  int shown = -1;
  while (!tsne.work([&] { return shows && tsne.iteration() >= shown + 10; })) {
    shown = tsne.iteration();
    std::fprintf(stderr, "\r%d of %d iterations \033[K", shown, tsne.iterations());
  }
  if (shows) std::fputs("\r\033[K", stderr);
  return {{tsne.x().begin(), tsne.x().end()}, {tsne.y().begin(), tsne.y().end()}, tsne.divergence()};
}

Mapped by_columns(std::span<const float> rows, std::size_t width) {
  Mapped mapped;
  for (std::size_t i = 0; i + width <= rows.size(); i += width) {
    mapped.x.push_back(rows[i]);
    mapped.y.push_back(width > 1 ? rows[i + 1] : 0);
  }
  return mapped;
}

MapQuality measure(const Matrix& coordinates, const Mapped& mapped, std::span<const std::uint8_t> labels,
                   ThreadPool* pool) {
  const std::size_t n = mapped.x.size(), count = std::min(n, kMostMeasured);
  Matrix images(static_cast<Index>(count), coordinates.cols()), map(static_cast<Index>(count), 2);
  std::vector<std::uint8_t> classes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * n / count;
    const auto row = static_cast<Index>(i);
    images.row(row) = coordinates.row(static_cast<Index>(from));
    map(row, 0) = mapped.x[from], map(row, 1) = mapped.y[from];
    if (!labels.empty()) classes.push_back(labels[from]);
  }
  MapQualityJob job(view(std::as_const(images)), view(std::as_const(map)), classes, pool);
  job.work(kToTheEnd);
  return job.result();
}

std::string to_csv(const ImageSet& set, const std::vector<std::uint32_t>& places, const Mapped& mapped) {
  std::string text = "image,label,x,y\n";
  for (std::size_t i = 0; i < places.size(); ++i) {
    text += std::to_string(places[i]) + ",";
    if (set.labelled()) {
      const std::size_t label = set.labels[places[i]];
      text += label < set.class_names.size() ? csv_field(set.class_names[label]) : std::to_string(label);
    }
    text += "," + number_text(mapped.x[i]) + "," + number_text(mapped.y[i]) + "\n";
  }
  return text;
}

int draw_map(const MapFlags& flags) {
  const auto pool = flags.surroundings.make_pool();
  std::shared_ptr<const ImageSet> set;
  Split split;
  std::optional<Network> network;
  if (flags.method == "autoencoder") {
    if (flags.model.empty())
      return complain("A map by an autoencoder needs one: --model FILE, as hourglass train --save writes it.",
                      kWrongFlags);
    auto model = load_model(flags.model, flags.settings, flags.surroundings);
    if (!model) return complain(model.error().message, kFailed);
    set = model->images, split = std::move(model->split);
    network = std::move(model->checkpoint.state.network);
  } else {
    if (!flags.settings.given("data")) return complain("Say which images: --data NAME or PATH.", kWrongFlags);
    Experiment start;
    start.seed = flags.seed;
    const auto experiment = flags.settings.apply(start);
    if (!experiment) return complain(experiment.error().message, kWrongFlags);
    auto images = load_data(experiment->data.dataset, flags.surroundings);
    if (!images) return complain(images.error().message, kFailed);
    auto parts = make_split(*images, subset_options(*experiment));
    if (!parts) return complain(parts.error().message, kWrongFlags);
    set = std::make_shared<const ImageSet>(*std::move(images)), split = *std::move(parts);
  }
  std::vector<std::uint32_t> places = flags.part == "held-out" ? split.held_out : split.train;
  if (flags.part == "all") places.insert(places.end(), split.held_out.begin(), split.held_out.end());

  const auto begin = std::chrono::steady_clock::now();
  LeadingAxes axes(*set, places, pool.get());
  axes.work(kToTheEnd);
  const Matrix coordinates = axes.take();
  Mapped mapped;
  if (flags.method == "tsne") {
    mapped = by_tsne(flags, coordinates, pool.get());
  } else if (flags.method == "pca") {
    mapped = by_columns({coordinates.data(), static_cast<std::size_t>(coordinates.size())}, LeadingAxes::kComponents);
  } else {
    const auto codes = embed(*network, *set, places, pool.get());
    mapped = by_columns(codes, static_cast<std::size_t>(network->spec.code_width()));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const std::vector<std::uint8_t> labels = gather_labels(*set, places);
  const MapQuality quality = measure(coordinates, mapped, labels, pool.get());

  if (auto written = write_file(flags.out, to_csv(*set, places, mapped)); !written)
    return complain(written.error().message, kFailed);
  if (!flags.png.empty()) {
    const auto picture =
        encode_png_rgb(map_picture(mapped.x, mapped.y, labels, kPictureSide), kPictureSide, kPictureSide);
    if (auto written = write_file(flags.png, picture); !written) return complain(written.error().message, kFailed);
  }
  nlohmann::ordered_json report{{"method", flags.method}, {"images", places.size()}, {"seconds", seconds}};
  if (mapped.divergence) report["kl"] = *mapped.divergence;
  if (!labels.empty()) report["knn5"] = quality.neighbour_accuracy;
  report["trustworthiness"] = quality.trustworthiness;
  report["continuity"] = quality.continuity;
  if (flags.json) {
    std::printf("%s\n", report.dump().c_str());
    return kDone;
  }
  std::printf("%zu images in %.2f s", places.size(), seconds);
  if (mapped.divergence) std::printf(", divergence %.4f", *mapped.divergence);
  if (!labels.empty()) std::printf(", %.2f%% of the class of their 5 neighbours", 100 * quality.neighbour_accuracy);
  std::printf("; trustworthiness %.4f, continuity %.4f\n", quality.trustworthiness, quality.continuity);
  return kDone;
}

}  // namespace

void add_map(CLI::App& app, int& status) {
  const auto flags = std::make_shared<MapFlags>();
  CLI::App* command = app.add_subcommand("map", "Lays images out on a plane: t-SNE, PCA or an autoencoder's code.");
  command->add_option("--method", flags->method, "tsne, pca or autoencoder (default tsne).")
      ->check(CLI::IsMember({"tsne", "pca", "autoencoder"}));
  command->add_option("--model", flags->model, "For autoencoder: a checkpoint written by hourglass train --save.");
  command->add_option("--part", flags->part, "Which images: training (default), held-out, or all.")
      ->check(CLI::IsMember({"training", "held-out", "all"}));
  command->add_option("--perplexity", flags->perplexity, "Of t-SNE: about how many neighbours count (default 30).")
      ->check(CLI::Range(5.0, 100.0));
  command->add_option("--iterations", flags->iterations, "Of t-SNE (default 1000).")->check(CLI::Range(1, 100000));
  command->add_option("--seed", flags->seed, "Which images are chosen where not all are (default 1).");
  command->add_option("--out", flags->out, "The CSV file to write: image, label, x, y.")->required();
  command->add_option("--png", flags->png, "A picture of the map.");
  command->add_flag("--json", flags->json, "Print JSON.");
  flags->surroundings.add_flags(*command);
  flags->settings.add_to(*command, "data");
  command->callback([flags, &status] { status = draw_map(*flags); });
}

}  // namespace hourglass::cli
