#include <cmath>
#include <memory>

#include "check.h"
#include "data/idx.h"
#include "engine/engine.h"
#include "model/safetensors.h"

using namespace hourglass;

namespace {

/// Eight images of two classes, in an engine whose clock stands still between two looks.
std::unique_ptr<Engine> engine_with_images() {
  ImageSet set;
  for (int i = 0; i < 8; ++i) {
    for (int p = 0; p < kImagePixels; ++p) set.pixels.push_back(static_cast<std::uint8_t>(i * 29 + p));
    set.labels.push_back(static_cast<std::uint8_t>(i % 2));
  }
  set.class_names = {"a", "b"};
  EngineOptions options;
  options.clock = [now = 0.0]() mutable { return now += 0.01; };
  options.memory_for = [](std::uint64_t bytes) { return bytes < (64u << 20); };
  auto engine = std::make_unique<Engine>(std::move(options));
  command::LoadFiles load;
  load.name = "set";
  load.file_names = {"images", "labels"};
  load.files = {encode_idx_images(set), encode_idx_labels(set)};
  engine->receive(std::move(load));
  while (engine->work()) {
  }
  return engine;
}

}  // namespace

// A model file is refused with a sentence, or the run that it holds can be trained and saved again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto engine = engine_with_images();
  engine->take_events();
  engine->receive(command::ImportModel{1, {data, data + size}});
  bool opened = false;
  for (const Event& event : engine->take_events()) {
    if (const auto* failed = std::get_if<event::Failed>(&event)) fuzz::check(Error{failed->message});
    opened = opened || std::holds_alternative<event::Done>(event);
  }
  if (!opened) return 0;
  engine->receive(command::Train{.ticket = 2, .steps = 3});
  for (int i = 0; i < 20 && engine->work(); ++i) {
  }
  engine->receive(command::ExportModel{3});
  for (const Event& event : engine->take_events()) {
    if (const auto* file = std::get_if<event::ModelFile>(&event))
      fuzz::require(read_safetensors(file->file).has_value());
    if (const auto* progress = std::get_if<event::Progress>(&event)) fuzz::require(std::isfinite(progress->epoch));
  }
  return 0;
}
