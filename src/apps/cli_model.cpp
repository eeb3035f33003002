// hourglass eval, encode, sweep, reconstruct: what a trained network makes of images and codes.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

#include "apps/cli.h"
#include "data/budget.h"
#include "data/png.h"
#include "engine/dataset.h"
#include "explore/embed.h"
#include "explore/nearest.h"
#include "explore/sweep.h"
#include "text/number.h"
#include "training/evaluate.h"

namespace hourglass::cli {
namespace {

constexpr int kNeighbours = 5;

/// --model, --part and the data settings, which all but sweep take.
struct ModelFlags {
  std::string model;
  std::string part = "held-out";
  SettingFlags settings;
  UnsaidFlags unsaid;
  Surroundings surroundings;

  void add_to(CLI::App& command) {
    command.add_option("--model", model, kModelHelp)->required();
    command.add_option("--part", part, "Which images: held-out, training, or all.")
        ->check(CLI::IsMember({"held-out", "training", "all"}));
    surroundings.add_flags(command);
    settings.add_to(command, "data");
    unsaid.add_to(command, false);
  }

  std::vector<std::uint32_t> indices(const LoadedModel& loaded) const {
    if (part == "held-out") return loaded.split.held_out;
    if (part == "training") return loaded.split.train;
    std::vector<std::uint32_t> all(loaded.images->size());
    std::iota(all.begin(), all.end(), 0u);
    return all;
  }
};

/// Wrong data flags are wrong flags; all else that loading can meet is a failure.
int complain_of(const Error& error) { return complain(error.message, kFailed); }

struct EvalFlags : ModelFlags {
  bool json = false;
};

int eval(const EvalFlags& flags) {
  const auto model = load_model(flags.model, flags.settings, flags.unsaid, flags.surroundings);
  if (!model) return complain_of(model.error());
  const auto pool = flags.surroundings.make_pool();
  const Network& network = model->checkpoint.state.network;
  const std::vector<std::uint32_t> places = flags.indices(*model);
  const EvaluationResult figures = evaluate(network, *model->images, places, pool.get());
  nlohmann::json report{{"images", figures.images}, {"sse", figures.sse}, {"rmse", figures.rmse}};
  if (model->images->labelled() && flags.part == "held-out" && !model->split.train.empty()) {
    const auto known = embed(network, *model->images, model->split.train, pool.get());
    const auto codes = embed(network, *model->images, places, pool.get());
    const Index width = network.spec.code_width();
    report["neighbour_accuracy"] = neighbour_accuracy(
        view(known.data(), static_cast<Index>(model->split.train.size()), width),
        gather_labels(*model->images, model->split.train), view(codes.data(), static_cast<Index>(places.size()), width),
        gather_labels(*model->images, places), kNeighbours);
  }
  if (flags.json) {
    std::printf("%s\n", report.dump(-1, ' ', false, kReplace).c_str());
    return kDone;
  }
  std::printf("%zu images: SSE %.4f per image, RMSE %.6f, in [0,1] pixels\n", figures.images, figures.sse,
              figures.rmse);
  if (report.contains("neighbour_accuracy")) {
    std::printf("%.2f%% of the codes have the class of their %d nearest training codes\n",
                100.0 * report["neighbour_accuracy"].get<double>(), kNeighbours);
  }
  return kDone;
}

struct EncodeFlags : ModelFlags {
  std::string out;
};

int encode_images(const EncodeFlags& flags) {
  if (auto writable = check_outputs({flags.out}); !writable) return complain_of(writable.error());
  const auto model = load_model(flags.model, flags.settings, flags.unsaid, flags.surroundings);
  if (!model) return complain_of(model.error());
  const auto pool = flags.surroundings.make_pool();
  const std::vector<std::uint32_t> places = flags.indices(*model);
  const auto codes = embed(model->checkpoint.state.network, *model->images, places, pool.get());
  const auto width = static_cast<std::size_t>(model->checkpoint.state.network.spec.code_width());
  std::string text = "image,label";
  for (std::size_t c = 0; c < width; ++c) text += ",code_" + std::to_string(c);
  text += "\n";
  for (std::size_t i = 0; i < places.size(); ++i) {
    text += image_and_label(*model->images, places[i]);
    for (std::size_t c = 0; c < width; ++c) text += "," + number_text(codes[i * width + c]);
    text += "\n";
  }
  if (auto written = write_file(flags.out, text); !written) return complain_of(written.error());
  return kDone;
}

struct ReconstructFlags : ModelFlags {
  std::string out;
  int count = 14, scale = 2;
};

int reconstruct(const ReconstructFlags& flags) {
  if (auto writable = check_outputs({flags.out}); !writable) return complain_of(writable.error());
  const auto model = load_model(flags.model, flags.settings, flags.unsaid, flags.surroundings);
  if (!model) return complain_of(model.error());
  std::vector<std::uint32_t> places = flags.indices(*model);
  places.resize(std::min(places.size(), static_cast<std::size_t>(flags.count)));
  const Network& network = model->checkpoint.state.network;
  std::vector<std::uint8_t> tiles = gather_pixels(*model->images, places);
  const auto rebuilt = decode_to_bytes(network, embed(network, *model->images, places));
  tiles.insert(tiles.end(), rebuilt.begin(), rebuilt.end());
  const Picture picture = sweep_picture(tiles, static_cast<int>(places.size()), 2, flags.scale, 1);
  if (auto written = write_file(flags.out, encode_png(picture)); !written) return complain_of(written.error());
  return kDone;
}

struct SweepFlags {
  std::string model, x = "-1:1:0.2", y = "-1:1:0.2", out;
  UnsaidFlags unsaid;
  std::vector<int> axes = {0, 1};
  bool include_end = false;
  int quantiles = 0;
  int scale = 1, gap = 0;
};

/// An error where the grid would take more memory than a program of this kind should.
std::expected<void, Error> room_for_sweep(std::size_t columns, std::size_t rows, const SweepFlags& flags) {
  constexpr std::uint64_t kMost = 1u << 30;
  const auto side = static_cast<std::uint64_t>(kImageSide * flags.scale + flags.gap);
  const std::uint64_t width = columns * side, height = rows * side;
  // Tiles, their picture, and the picture packed as PNG.
  const std::uint64_t bytes = std::uint64_t{columns} * rows * kImagePixels + 2 * width * height;
  if (bytes <= kMost && memory_for(bytes)) return {};
  return fail("This sweep would be a picture of {0} by {1} pixels and need {2} of memory; at most {3} are taken.",
              width, height, in_bytes(bytes), in_bytes(kMost));
}

int sweep(const SweepFlags& flags) {
  const auto x = parse_sweep_range(flags.x, flags.include_end), y = parse_sweep_range(flags.y, flags.include_end);
  if (!x) return complain(say("{0}: {1}", std::string_view("--x"), x.error().message), kWrongFlags);
  if (!y) return complain(say("{0}: {1}", std::string_view("--y"), y.error().message), kWrongFlags);
  const auto model = open_model(flags.model, flags.unsaid.settings.values());
  if (!model) return complain_of(model.error());
  const Network& network = model->checkpoint.state.network;
  const int width = network.spec.code_width();
  const bool on_axes = flags.axes.size() == 2 && flags.axes[0] != flags.axes[1] &&
                       std::all_of(flags.axes.begin(), flags.axes.end(), [&](int a) { return a >= 0 && a < width; });
  if (width > 1 && !on_axes) {
    return complain(say("--axes takes two different numbers from 0 to {0}.", width - 1), kWrongFlags);
  }
  if (flags.quantiles > 0 && !network.spec.variational) {
    return complain("--quantiles is for variational codes, which are drawn to the unit normal.", kWrongFlags);
  }
  const auto values = [&](const SweepRange& range) {
    return flags.quantiles > 0 ? normal_quantiles(flags.quantiles) : sweep_values(range);
  };
  const std::vector<float> xs = values(*x), ys = values(*y);
  if (auto room = room_for_sweep(xs.size(), width == 1 ? 1 : ys.size(), flags); !room)
    return complain(room.error().message, kWrongFlags);
  if (auto writable = check_outputs({flags.out}); !writable) return complain_of(writable.error());
  const int across = width > 1 ? flags.axes[0] : 0, up = width > 1 ? flags.axes[1] : 0;
  const std::vector<std::uint8_t> tiles = decode_to_bytes(network, sweep_codes(network.spec, across, up, xs, ys));
  const Picture picture = sweep_picture(tiles, static_cast<int>(xs.size()),
                                        width == 1 ? 1 : static_cast<int>(ys.size()), flags.scale, flags.gap);
  if (auto written = write_file(flags.out, encode_png(picture)); !written) return complain_of(written.error());
  return kDone;
}

}  // namespace

void add_eval(CLI::App& app, int& status) {
  const auto flags = std::make_shared<EvalFlags>();
  CLI::App* command = app.add_subcommand("eval", "Measures a trained network: error, and how well its codes separate.");
  flags->add_to(*command);
  command->add_flag("--json", flags->json, "Print JSON.");
  command->callback([flags, &status] { status = eval(*flags); });
}

void add_encode(CLI::App& app, int& status) {
  const auto flags = std::make_shared<EncodeFlags>();
  CLI::App* command = app.add_subcommand("encode", "Writes the codes of images as CSV.");
  flags->add_to(*command);
  command->add_option("--out", flags->out, "The CSV file to write.")->required();
  command->callback([flags, &status] { status = encode_images(*flags); });
}

void add_reconstruct(CLI::App& app, int& status) {
  const auto flags = std::make_shared<ReconstructFlags>();
  CLI::App* command = app.add_subcommand("reconstruct", "Draws images above their reconstructions as a PNG.");
  flags->add_to(*command);
  command->add_option("--count", flags->count, "How many.")->check(CLI::Range(1, 1000));
  command->add_option("--scale", flags->scale, "How large a pixel is drawn.")->check(CLI::Range(1, 16));
  command->add_option("--out", flags->out, "The PNG file to write.")->required();
  command->callback([flags, &status] { status = reconstruct(*flags); });
}

void add_sweep(CLI::App& app, int& status) {
  const auto flags = std::make_shared<SweepFlags>();
  CLI::App* command = app.add_subcommand("sweep", "Draws a grid of decoded codes as a PNG.");
  command->add_option("--model", flags->model, kModelHelp)->required();
  flags->unsaid.add_to(*command);
  command->add_option("--x", flags->x, "FROM:TO:STEP of the first number, the end left out.")->type_name("F:T:S");
  command->add_option("--y", flags->y, "The same for the second.")->type_name("F:T:S");
  command->add_flag("--include-end", flags->include_end, "Take the ends in.");
  command
      ->add_option("--quantiles", flags->quantiles, "So many quantiles of the unit normal a side, in place of ranges.")
      ->check(CLI::Range(1, kLargestSweep));
  command->add_option("--axes", flags->axes, "Which two numbers of a wider code (default 0 1).")->expected(2);
  command->add_option("--scale", flags->scale, "How large a pixel is drawn.")->check(CLI::Range(1, 16));
  command->add_option("--gap", flags->gap, "Grey pixels between images.")->check(CLI::Range(0, 16));
  command->add_option("--out", flags->out, "The PNG file to write.")->required();
  command->callback([flags, &status] { status = sweep(*flags); });
}

}  // namespace hourglass::cli
