// Short runs whose figures are fixed in tests/golden/: see the README there. The browser's tests read the same files.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "data/decode.h"
#include "data/idx.h"
#include "data/split.h"
#include "synthetic.h"
#include "training/experiment_fields.h"
#include "training/trainer.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path kFolder = fs::path(HOURGLASS_SOURCE_DIR) / "tests" / "golden";

std::vector<std::uint8_t> slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> golden_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  return files;
}

std::shared_ptr<const ImageSet> golden_images() {
  const auto bytes = slurp(kFolder / "strokes-images-idx3-ubyte");
  auto set = decode(bytes, "strokes-images-idx3-ubyte");
  return set ? std::make_shared<const ImageSet>(*std::move(set)) : nullptr;
}

/// The run that a golden file describes; its history, whole epochs only.
History run(const Json& golden, const std::shared_ptr<const ImageSet>& images) {
  const auto experiment = from_settings(golden["settings"].get<Settings>()).value();
  const SubsetOptions subset{.held_out_share = experiment.data.held_out_share, .seed = experiment.seed};
  Trainer trainer(experiment, images, make_split(*images, subset).value());
  while (!trainer.finished() && !trainer.diverged()) trainer.step();
  History whole;
  for (const HistoryPoint& point : trainer.history()) {
    if (point.epoch == std::floor(point.epoch)) whole.push_back(point);
  }
  return whole;
}

TEST(Golden, TheImagesAreThoseOfTheGenerator) {
  const auto drawn = testing::strokes(600);
  if (std::getenv("HOURGLASS_WRITE_GOLDEN")) {
    const auto bytes = encode_idx_images(*drawn);
    std::ofstream(kFolder / "strokes-images-idx3-ubyte", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  const auto images = golden_images();
  ASSERT_NE(images, nullptr);
  EXPECT_EQ(images->pixels, drawn->pixels);
}

TEST(Golden, EachRunGivesItsFixedFigures) {
  const auto images = golden_images();
  ASSERT_NE(images, nullptr);
  ASSERT_GE(golden_files().size(), 5u);
  for (const fs::path& path : golden_files()) {
    SCOPED_TRACE(path.filename().string());
    const auto bytes = slurp(path);
    Json golden = Json::parse(bytes);
    const History history = run(golden, images);
    if (std::getenv("HOURGLASS_WRITE_GOLDEN")) {
      auto points = Json::array();
      for (const HistoryPoint& p : history) {
        points.push_back(
            {{"epoch", p.epoch}, {"step", p.step}, {"train_loss", p.train_loss}, {"heldout_sse", p.heldout_sse}});
      }
      golden["points"] = points;
      std::ofstream(path) << golden.dump(1) << "\n";
    }
    const double tolerance = golden["tolerance"].get<double>();
    ASSERT_EQ(history.size(), golden["points"].size());
    for (std::size_t i = 0; i < history.size(); ++i) {
      const Json& point = golden["points"][i];
      const double loss = point["train_loss"].get<double>(), sse = point["heldout_sse"].get<double>();
      EXPECT_EQ(history[i].step, point["step"].get<std::int64_t>());
      EXPECT_NEAR(history[i].train_loss, loss, tolerance * loss);
      EXPECT_NEAR(history[i].heldout_sse, sse, tolerance * sse);
    }
  }
}

}  // namespace
}  // namespace hourglass
