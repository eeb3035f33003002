#include "studio/map/map_kinds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "model/pixels.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_places.h"
#include "studio/pad/pad_update.h"
#include "studio/state/events.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr std::uint64_t kPcaVersions = 1ull << 32;  // those of the network are 32 bits
constexpr int kPlacedAmid = 5;                      // images that say where a painting stands
constexpr double kBetweenPictures = 0.12;           // seconds: those of a t-SNE in the making follow each other so

void forget(Context& ui, ImageMap& one) {
  if (one.under_way()) {
    ui.engine.send(Command(command::StopMap{one.ticket}));
    ui.state.answers.abandon(one.ticket);
  }
  const ImageMap before = std::exchange(one, {});
  one.version = before.version + 1;
  one.drawn = before.drawn + 1;
}

void hear_of_kind(Context& ui, MapKind kind) {
  State& state = ui.state;
  ImageMap& one = image_map(state.explore.map, kind);
  if (one.of_dataset != 0 && one.of_dataset != state.dataset.version) {
    forget(ui, one);
    if (state.explore.map.kind == kind) state.explore.map.points.clear();
  }
  if (auto failed = ui.take<event::Failed>(one.ticket)) {
    one.failed = std::move(failed->message);
    one.ticket = 0;
    return;
  }
  auto drawn = ui.take<event::MapDrawn>(one.ticket);
  if (!drawn) return;
  if (drawn->done) one.ticket = 0;
  // Drawn of images that took the place of these in the meantime: those are on their way.
  if (drawn->places.size() != 2 * static_cast<std::size_t>(state.dataset.size(one.subset))) return;
  one.places = std::move(drawn->places);
  ++one.version;
  one.done = drawn->done;
  one.prepared = drawn->prepared;
  one.iteration = drawn->iteration, one.iterations = drawn->iterations;
  one.perplexity = drawn->perplexity, one.divergence = drawn->divergence;
  if (kind != MapKind::pca) return;
  one.decoder = linear_network(drawn->mean, drawn->axes);
  one.errors = drawn->errors;
  if (one.subset == command::Subset::held_out) state.pca_errors = {state.dataset.version, std::move(drawn->errors)};
}

/// What the loss chart's line needs is asked for as soon as there is a curve, while the engine has nothing else to do.
bool kind_wanted(const State& state, MapKind kind) {
  const MapMemory& map = state.explore.map;
  if (!state.engine.ready || !state.dataset.loaded()) return false;
  if (map.kind == kind) return true;
  if (kind == MapKind::tsne) return false;
  const bool no_errors = state.pca_errors.of_dataset != state.dataset.version;
  return map.compare_open || (no_errors && !state.run.history.empty() && !state.training());
}

void ask_for(Context& ui, MapKind kind, command::Subset subset) {
  State& state = ui.state;
  ImageMap& one = image_map(state.explore.map, kind);
  forget(ui, one);
  one.of_dataset = state.dataset.version;
  one.subset = subset;
  command::MakeMap question;
  question.method = kind == MapKind::pca ? command::MapMethod::pca : command::MapMethod::tsne;
  question.subset = subset;
  question.perplexity = state.explore.map.perplexity;
  question.seed = state.run.experiment.seed;
  ui.ask(one.ticket, question);
}

void ask_if_wanted(Context& ui, MapKind kind) {
  const State& state = ui.state;
  const ImageMap& one = image_map(state.explore.map, kind);
  if (!kind_wanted(state, kind)) return;
  // PCA of the held-out images comes first: its errors are the chart's.
  const bool first = kind == MapKind::pca && state.pca_errors.of_dataset != state.dataset.version;
  const command::Subset subset = first ? command::Subset::held_out : state.explore.map.subset;
  if (one.of_dataset != state.dataset.version || one.subset != subset) ask_for(ui, kind, subset);
}

/// Asks which images look like the painting, as long as t-SNE's map is seen.
void place_painting(Context& ui) {
  State& state = ui.state;
  MapMemory& map = state.explore.map;
  PlacedPainting& placed = map.painting;
  const PadMemory& pad = state.explore.pad;
  if (placed.of_dataset != state.dataset.version || placed.subset != map.subset) {
    state.answers.abandon(placed.ticket);
    placed = {};
    placed.of_dataset = state.dataset.version;
    placed.subset = map.subset;
  }
  if (auto found = ui.take<event::Images>(placed.ticket)) {
    placed.near = std::move(found->places);
    placed.distances = std::move(found->values);
    placed.ticket = 0;
  } else if (ui.take<event::Failed>(placed.ticket)) {
    placed.ticket = 0;
  }
  if (map.kind != MapKind::tsne || !state.dataset.loaded() || placed.ticket != 0) return;
  if (pad.reading == placed.asked_of || pad.reading == 0 || pad.reader.reading().blank) return;
  const Image& seen = pad.reader.reading().seen;
  placed.asked_of = pad.reading;
  ui.ask(placed.ticket,
         command::FindAlike{
             .ticket = 0, .subset = map.subset, .pixels = {seen.begin(), seen.end()}, .count = kPlacedAmid});
}

void lay_out_shown(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  if (map.kind == MapKind::autoencoder) return;
  const ImageMap& one = image_map(map, map.kind);
  if (one.places.empty() || one.subset != map.subset) return;
  if (laid_out(map) && map.laid_out_version == one.version) return;
  const bool first = !laid_out(map) || map.laid_out_map != one.drawn;
  map.laid_out_version = one.version;
  map.laid_out_map = one.drawn;
  lay_out(ui, true, one.under_way() ? kBetweenPictures : MapPoints::kGlide);
  follow_points(map, first);
  move_path(ui.state);
}

}  // namespace

ImageMap& image_map(MapMemory& map, MapKind kind) { return map.image_maps[kind == MapKind::pca ? 0 : 1]; }
const ImageMap& image_map(const MapMemory& map, MapKind kind) { return map.image_maps[kind == MapKind::pca ? 0 : 1]; }

CodePlane& code_plane(MapMemory& map) { return map.kind == MapKind::autoencoder ? map.plane : map.code_plane_kept; }

bool laid_out(const MapMemory& map) { return map.laid_out == map.kind; }

MapDecoder map_decoder(const State& state) {
  const MapMemory& map = state.explore.map;
  if (map.kind == MapKind::autoencoder && state.weights.network)
    return {&*state.weights.network, state.weights.version};
  const ImageMap& pca = image_map(map, MapKind::pca);
  if (map.kind == MapKind::pca && laid_out(map) && pca.decoder) return {&*pca.decoder, kPcaVersions + pca.version};
  return {};
}

Network linear_network(std::span<const float> mean, std::span<const float> axes) {
  Network network;
  network.spec.encoder = {static_cast<int>(kImagePixels), 2};
  network.layout = make_layout(network.spec);
  network.parameters.assign(network.layout.size, 0.0f);
  const LayerLayout &in = network.layout.encoder.front(), &out = network.layout.decoder.front();
  for (std::size_t axis = 0; axis < 2; ++axis) {
    double along = 0;  // of the mean
    for (std::size_t p = 0; p < kImagePixels; ++p) {
      const float weight = axes[axis * kImagePixels + p];
      network.parameters[in.weights + p * 2 + axis] = weight;
      along += static_cast<double>(weight) * static_cast<double>(mean[p]);
    }
    network.parameters[in.bias + axis] = static_cast<float>(-along);
  }
  std::ranges::copy(mean, network.parameters.begin() + static_cast<std::ptrdiff_t>(out.bias));
  return network;
}

Sentence why_no_way_back() { return "t-SNE places images and knows no way back: no place of its map can be decoded."; }

std::vector<float> painting_code(const State& state) {
  const MapMemory& map = state.explore.map;
  const auto code = pad_code(state);
  if (code.empty() || !laid_out(map)) return {};
  if (map.kind == MapKind::autoencoder) return {code.begin(), code.end()};
  const Image& seen = state.explore.pad.reader.reading().seen;
  if (map.kind == MapKind::pca) {
    const MapDecoder pca = map_decoder(state);
    if (!pca) return {};
    std::vector<float> pixels(kImagePixels), place(2);
    to_pixels(seen, pca.network->spec.pixels, pixels);
    InferenceScratch scratch;
    encode(*pca.network, view(std::as_const(pixels).data(), 1, kImagePixels), view(place.data(), 1, 2), scratch);
    return place;
  }
  // Amid the images that look most like it, the nearer the more: an image of the map stands on its own dot.
  const PlacedPainting& placed = map.painting;
  const std::span<const float> places = image_map(map, MapKind::tsne).places;
  double x = 0, y = 0, all = 0;
  for (std::size_t i = 0; i < placed.near.size() && i < placed.distances.size(); ++i) {
    const std::size_t at = 2 * static_cast<std::size_t>(placed.near[i]);
    if (at + 1 >= places.size()) return {};
    const double share = 1 / std::max(1e-6, std::pow(static_cast<double>(placed.distances[i]), 4));
    x += share * static_cast<double>(places[at]), y += share * static_cast<double>(places[at + 1]), all += share;
  }
  if (!(all > 0)) return {};
  return {static_cast<float>(x / all), static_cast<float>(y / all)};
}

bool maps_under_way(const State& state) {
  return std::ranges::any_of(state.explore.map.image_maps, [&](const ImageMap& one) {
    if (!one.under_way()) return false;
    const auto* drawn = state.answers.see<event::MapDrawn>(one.ticket);
    return !state.answers.see<event::Failed>(one.ticket) && (drawn == nullptr || !drawn->done);
  });
}

void update_image_maps(Context& ui) {
  for (const MapKind kind : {MapKind::pca, MapKind::tsne}) {
    hear_of_kind(ui, kind);
    ask_if_wanted(ui, kind);
  }
  place_painting(ui);
  lay_out_shown(ui);
}

void draw_tsne(Context& ui) { ask_for(ui, MapKind::tsne, ui.state.explore.map.subset); }

void stop_tsne(Context& ui) {
  ImageMap& one = image_map(ui.state.explore.map, MapKind::tsne);
  if (!one.under_way()) return;
  ui.engine.send(Command(command::StopMap{one.ticket}));
  ui.state.answers.abandon(one.ticket);
  one.ticket = 0;
  ui.animate();
}

}  // namespace hourglass
