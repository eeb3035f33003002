#include "studio/map/map_images.h"

#include <algorithm>
#include <utility>

#include "studio/state/events.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr int kAlike = 4;

/// What is known of the images of another set, or of another part of it, is about other images.
void forget_other_images(Context& ui) {
  MapProbe& probe = ui.state.explore.map.probe;
  const command::Subset subset = ui.state.explore.map.subset;
  const bool other_set = probe.near_of_dataset != ui.state.dataset.version;
  if (!other_set && probe.alike_subset == subset) return;
  ui.state.answers.abandon(probe.alike_ticket);
  probe.alike_ticket = 0;
  probe.alike_asked = probe.alike_known = -1;
  probe.alike_subset = subset;
  if (!other_set) return;
  ui.state.answers.abandon(probe.near_ticket);
  probe.near_ticket = 0;
  probe.near_asked = probe.near_known = -1;
  probe.near_of_dataset = ui.state.dataset.version;
}

}  // namespace

std::span<const std::uint8_t> held_out_image(const State& state, int place) {
  const int trained = state.explore.map.subset == command::Subset::held_out ? 0 : state.dataset.training;
  const int at = place - trained;
  if (at < 0 || at >= state.dataset.held_out) return {};
  return {state.dataset.image(at), kImagePixels};
}

unsigned map_label(const State& state, int place) {
  const Bytes& labels = state.dataset.labels(state.explore.map.subset);
  const auto at = static_cast<std::size_t>(place);
  return place >= 0 && at < labels.size() ? labels[at] : 255u;
}

void ask_for_near(Context& ui) {
  forget_other_images(ui);
  MapProbe& probe = ui.state.explore.map.probe;
  if (auto found = ui.take<event::Images>(probe.near_ticket)) {
    probe.near_known = found->pixels.size() == kImagePixels ? probe.near_asked : -1;
    probe.near_pixels = std::move(found->pixels);
    probe.near_ticket = 0;
  } else if (ui.take<event::Failed>(probe.near_ticket)) {
    probe.near_ticket = 0;
  }
  const bool trains = probe.near >= 0 && held_out_image(ui.state, probe.near).empty();
  if (!trains || probe.near_ticket != 0 || probe.near == probe.near_asked) return;
  probe.near_asked = probe.near;
  ui.ask(probe.near_ticket,
         command::GetImages{
             .ticket = 0, .subset = command::Subset::training, .places = {static_cast<std::uint32_t>(probe.near)}});
}

std::span<const std::uint8_t> near_image(const State& state) {
  const MapProbe& probe = state.explore.map.probe;
  if (probe.near < 0) return {};
  if (const auto image = held_out_image(state, probe.near); !image.empty()) return image;
  return probe.near == probe.near_known ? std::span<const std::uint8_t>(probe.near_pixels)
                                        : std::span<const std::uint8_t>();
}

void ask_for_alike(Context& ui) {
  forget_other_images(ui);
  const MapMemory& map = ui.state.explore.map;
  MapProbe& probe = ui.state.explore.map.probe;
  if (auto found = ui.take<event::Images>(probe.alike_ticket)) {
    probe.alike = std::move(*found);
    probe.alike_known = probe.alike_asked;
    probe.alike_ticket = 0;
    ++probe.alike_version;
  } else if (ui.take<event::Failed>(probe.alike_ticket)) {
    probe.alike_ticket = 0;
  }
  if (probe.near < 0 || probe.alike_ticket != 0 || probe.near == probe.alike_asked) return;
  probe.alike_asked = probe.near;
  ui.ask(probe.alike_ticket,
         command::FindAlike{
             .ticket = 0, .subset = map.subset, .place = static_cast<std::uint32_t>(probe.near), .count = kAlike});
}

const event::Images* alike_images(const State& state) {
  const MapProbe& probe = state.explore.map.probe;
  const bool known = probe.near >= 0 && probe.near == probe.alike_known;
  return known && probe.alike_subset == state.explore.map.subset ? &probe.alike : nullptr;
}

}  // namespace hourglass
