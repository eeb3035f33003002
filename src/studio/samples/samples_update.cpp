#include "studio/samples/samples_update.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "studio/state/images_in_turn.h"
#include "studio/state/samples_memory.h"

namespace hourglass {
namespace {

void show_nothing(SamplesMemory& panel) {
  panel.places.clear();
  panel.labels.clear();
  panel.list.set_images({});
}

void choose_held_out(State& state, int count) {
  SamplesMemory& panel = state.explore.samples;
  const DatasetState& data = state.dataset;
  panel.picked_count = count;
  panel.picked_first = panel.first;
  panel.places = held_out_in_turn(data, count, panel.first);
  panel.labels.clear();
  std::vector<std::uint8_t> images;
  for (const std::uint32_t place : panel.places) {
    const std::uint8_t* image = data.image(static_cast<int>(place));
    images.insert(images.end(), image, image + kImagePixels);
    panel.labels.push_back(static_cast<std::uint8_t>(data.label(static_cast<int>(place))));
  }
  panel.list.set_images(std::move(images));
}

/// An answer of another set, which was on its way when the data changed, is let go.
void take_worst(Context& ui) {
  SamplesMemory& panel = ui.state.explore.samples;
  auto found = ui.take<event::Images>(panel.worst_ticket);
  if (!found) {
    if (ui.take<event::Failed>(panel.worst_ticket)) panel.worst_ticket = 0;
    return;
  }
  panel.worst_ticket = 0;
  if (panel.worst_of_dataset != ui.state.dataset.version) return;
  const std::size_t n = found->count();
  found->places.resize(n);
  found->pixels.resize(n * event::Images::kPixels);
  panel.places = std::move(found->places);
  panel.labels = std::move(found->labels);
  panel.list.set_images(std::move(found->pixels));
}

void ask_for_worst(Context& ui) {
  SamplesMemory& panel = ui.state.explore.samples;
  if (!panel.worst_wanted || panel.worst_ticket != 0) return;
  panel.worst_wanted = false;
  panel.worst_of_weights = ui.state.weights.version;
  panel.worst_of_dataset = ui.state.dataset.version;
  ui.ask(panel.worst_ticket, command::FindWorst{.ticket = 0, .count = kMostWorst});
}

void rebuild(Context& ui) {
  const auto& network = ui.state.weights.network;
  if (!network) return;
  SamplesMemory& panel = ui.state.explore.samples;
  panel.list.set_weights(ui.state.weights.version, ui.state.weights.epoch);
  ui.infer([&](double seconds) { return panel.list.work(*network, ui.host.seconds, seconds); });
  if (panel.list.busy()) ui.animate();
}

}  // namespace

void show_samples_view(Context& ui, int view) {
  ui.state.explore.samples.view = view;
  ui.animate();
}

void leaf_on(State& state, int count) { state.explore.samples.first += static_cast<std::uint64_t>(count); }

void look_for_worst(State& state) { state.explore.samples.worst_wanted = true; }

void leaf_filters(State& state, int page) { state.explore.samples.filters_page = page; }

void scale_filters_alike(State& state, bool alike) { state.explore.samples.filters_alike = alike; }

void update_samples(Context& ui, int count) {
  SamplesMemory& panel = ui.state.explore.samples;
  const std::uint32_t version = ui.state.dataset.version;
  const bool others = panel.of_dataset != version || panel.of_view != panel.view;
  panel.of_dataset = version;
  panel.of_view = panel.view;
  if (others) {
    show_nothing(panel);
    panel.worst_wanted = panel.view == SamplesMemory::worst;
  }
  if (panel.view == SamplesMemory::held_out) {
    if (others || panel.picked_count != count || panel.picked_first != panel.first) choose_held_out(ui.state, count);
  } else {
    take_worst(ui);
    ask_for_worst(ui);
  }
  rebuild(ui);
}

unsigned sample_label(const SamplesMemory& panel, int i) {
  const auto at = static_cast<std::size_t>(i);
  return at < panel.labels.size() ? panel.labels[at] : 255u;
}

}  // namespace hourglass
