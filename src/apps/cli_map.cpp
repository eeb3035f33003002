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
#include "engine/dataset.h"
#include "explore/embed.h"
#include "explore/leading_axes.h"
#include "explore/map_picture.h"
#include "explore/map_quality.h"
#include "explore/tsne.h"
#include "text/number.h"

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
  UnsaidFlags unsaid;
  Surroundings surroundings;
};

/// Images, and where they lie on the map.
struct Mapped {
  std::vector<float> x, y;
  std::optional<double> divergence = {};  ///< of t-SNE
  std::optional<double> error = {};       ///< of PCA: squared, per image
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
  return {{tsne.x().begin(), tsne.x().end()}, {tsne.y().begin(), tsne.y().end()}, tsne.divergence(), {}};
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

std::string map_as_csv(const ImageSet& set, const std::vector<std::uint32_t>& places, const Mapped& mapped) {
  std::string text = "image,label,x,y\n";
  for (std::size_t i = 0; i < places.size(); ++i) {
    text += image_and_label(set, places[i]) + "," + number_text(mapped.x[i]) + "," + number_text(mapped.y[i]) + "\n";
  }
  return text;
}

/// What is laid out, which images train, and by which network if by one.
struct Chosen {
  std::shared_ptr<const ImageSet> set;
  std::vector<std::uint32_t> places, training;
  std::optional<Network> network;
};

std::vector<std::uint32_t> places_of(const Split& split, const std::string& part) {
  std::vector<std::uint32_t> places = part == "held-out" ? split.held_out : split.train;
  if (part == "all") places.insert(places.end(), split.held_out.begin(), split.held_out.end());
  return places;
}

/// Where it fails, `status` says whether the flags are wrong or what they name.
std::expected<Chosen, Error> choose(const MapFlags& flags, int& status) {
  status = kWrongFlags;
  if (flags.method == "autoencoder") {
    if (flags.model.empty())
      return fail("A map by an autoencoder needs one: --model FILE, as hourglass train --save writes it.");
    status = kFailed;
    auto model = load_model(flags.model, flags.settings, flags.unsaid, flags.surroundings);
    if (!model) return std::unexpected(model.error());
    return Chosen{model->images, places_of(model->split, flags.part), {}, std::move(model->checkpoint.state.network)};
  }
  if (!flags.settings.given("data")) return fail("Say which images: --data NAME or PATH.");
  Experiment start;
  start.seed = flags.seed;
  const auto experiment = flags.settings.apply(start);
  if (!experiment) return std::unexpected(experiment.error());
  status = kFailed;
  auto images = load_data(experiment->data.dataset, flags.surroundings);
  if (!images) return std::unexpected(images.error());
  status = kWrongFlags;
  const auto split = make_split(*images, subset_options(*experiment));
  if (!split) return std::unexpected(split.error());
  return Chosen{std::make_shared<const ImageSet>(*std::move(images)), places_of(*split, flags.part), split->train, {}};
}

/// Along the principal axes of the images that train, as the page does it.
Mapped by_pca(const Chosen& chosen, ThreadPool* pool) {
  LeadingAxes axes(*chosen.set, chosen.training, chosen.places, pool);
  axes.work(kToTheEnd);
  const double error = axes.errors()[1];
  const Matrix places = axes.take();
  Mapped mapped = by_columns({places.data(), static_cast<std::size_t>(places.size())}, LeadingAxes::kComponents);
  mapped.error = error;
  return mapped;
}

Mapped lay_out_images(const MapFlags& flags, const Chosen& chosen, const Matrix& coordinates, ThreadPool* pool) {
  if (flags.method == "tsne") return by_tsne(flags, coordinates, pool);
  if (flags.method == "pca") return by_pca(chosen, pool);
  const auto codes = embed(*chosen.network, *chosen.set, chosen.places, pool);
  return by_columns(codes, static_cast<std::size_t>(chosen.network->spec.code_width()));
}

std::expected<void, Error> write_map(const MapFlags& flags, const Chosen& chosen, const Mapped& mapped,
                                     std::span<const std::uint8_t> labels) {
  if (auto written = write_file(flags.out, map_as_csv(*chosen.set, chosen.places, mapped));
      !written || flags.png.empty())
    return written;
  return write_file(flags.png,
                    encode_png_rgb(map_picture(mapped.x, mapped.y, labels, kPictureSide), kPictureSide, kPictureSide));
}

void print_figures(const MapFlags& flags, const Mapped& mapped, const MapQuality& quality, bool labelled,
                   double seconds) {
  const std::size_t images = mapped.x.size();
  if (flags.json) {
    nlohmann::ordered_json report{{"method", flags.method}, {"images", images}, {"seconds", seconds}};
    if (mapped.divergence) report["kl"] = *mapped.divergence;
    if (mapped.error) report["error"] = *mapped.error;
    if (labelled) report["knn5"] = quality.neighbour_accuracy;
    report["trustworthiness"] = quality.trustworthiness;
    report["continuity"] = quality.continuity;
    std::printf("%s\n", report.dump(-1, ' ', false, kReplace).c_str());
    return;
  }
  std::printf("%zu images in %.2f s", images, seconds);
  if (mapped.divergence) std::printf(", divergence %.4f", *mapped.divergence);
  if (mapped.error) std::printf(", error %.2f per image", *mapped.error);
  if (labelled) std::printf(", %.2f%% of the class of their 5 neighbours", 100 * quality.neighbour_accuracy);
  std::printf("; trustworthiness %.4f, continuity %.4f\n", quality.trustworthiness, quality.continuity);
}

int draw_map(const MapFlags& flags) {
  int status = kDone;
  if (auto writable = check_outputs({flags.out, flags.png}); !writable)
    return complain(writable.error().message, kFailed);
  const auto chosen = choose(flags, status);
  if (!chosen) return complain(chosen.error().message, status);
  const auto pool = flags.surroundings.make_pool();
  const auto begin = std::chrono::steady_clock::now();
  LeadingAxes axes(*chosen->set, chosen->places, pool.get());
  axes.work(kToTheEnd);
  const Matrix coordinates = axes.take();
  const Mapped mapped = lay_out_images(flags, *chosen, coordinates, pool.get());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const std::vector<std::uint8_t> labels = gather_labels(*chosen->set, chosen->places);
  const MapQuality quality = measure(coordinates, mapped, labels, pool.get());
  if (auto written = write_map(flags, *chosen, mapped, labels); !written)
    return complain(written.error().message, kFailed);
  print_figures(flags, mapped, quality, !labels.empty(), seconds);
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
  flags->unsaid.add_to(*command, false);
  command->callback([flags, &status] { status = draw_map(*flags); });
}

}  // namespace hourglass::cli
