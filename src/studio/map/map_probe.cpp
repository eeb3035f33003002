#include "studio/map/map_probe.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/state/map_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kImage = 84;
constexpr float kPad = 8;

void decode_probe(Context& ui) {
  MapProbe& probe = ui.state.explore.map.probe;
  const auto& network = ui.state.weights.network;
  if (!network || static_cast<int>(probe.code.size()) != network->spec.code_width()) {
    probe.image.clear();
    return;
  }
  if (probe.decoded_weights == ui.state.weights.version && probe.decoded_code == probe.code && !probe.image.empty()) {
    return;
  }
  probe.decoded_weights = ui.state.weights.version;
  probe.decoded_code = probe.code;
  DecodeGrid one;
  one.set_codes(1, 1, static_cast<int>(probe.code.size()), probe.code);
  one.work(*network, ui.host.seconds, 1);
  const auto tile = one.tile(0, 0);
  probe.image.assign(tile.begin(), tile.end());
  ++probe.version;
}

/// The place, among the held-out images, of the image whose point is at the probe; -1 when that image is one of those
/// that train. The studio has the held-out images alone.
int held_out_place(const State& state) {
  const MapMemory& map = state.explore.map;
  const int trained = map.subset == command::Subset::held_out ? 0 : state.dataset.training;
  const int place = map.probe.near - trained;
  return place < state.dataset.held_out ? std::max(place, -1) : -1;
}

/// Asks the engine for the training image whose point is at the probe; the next one is asked for when that has come.
void ask_for_near(Context& ui) {
  MapProbe& probe = ui.state.explore.map.probe;
  if (probe.near_of_dataset != ui.state.dataset.version) {
    probe.near_of_dataset = ui.state.dataset.version;
    probe.near_asked = probe.near_known = -1;
    probe.near_ticket = 0;
  }
  if (auto found = ui.take<event::Images>(probe.near_ticket)) {
    probe.near_known = found->pixels.size() == kImagePixels ? probe.near_asked : -1;
    probe.near_pixels = std::move(found->pixels);
    probe.near_ticket = 0;
  } else if (ui.take<event::Failed>(probe.near_ticket)) {
    probe.near_ticket = 0;
  }
  const bool trains = probe.near >= 0 && held_out_place(ui.state) < 0;
  if (!trains || probe.near_ticket != 0 || probe.near == probe.near_asked) return;
  probe.near_asked = probe.near;
  probe.near_ticket = ui.ask(command::GetImages{
      .ticket = 0, .subset = command::Subset::training, .places = {static_cast<std::uint32_t>(probe.near)}});
}

/// Pixels of the image whose point is at the probe; none while the engine has not sent them.
const std::uint8_t* near_image(const State& state) {
  const MapMemory& map = state.explore.map;
  const MapProbe& probe = map.probe;
  if (probe.near < 0) return nullptr;
  if (const int place = held_out_place(state); place >= 0) return state.dataset.image(place);
  return probe.near == probe.near_known ? probe.near_pixels.data() : nullptr;
}

unsigned near_label(const State& state) {
  const Bytes& labels = state.dataset.labels(state.explore.map.subset);
  const auto at = static_cast<std::size_t>(state.explore.map.probe.near);
  return at < labels.size() ? labels[at] : 255u;
}

TextureId single(Context& ui, TileTexture& texture, std::uint64_t version, std::span<const std::uint8_t> image) {
  return texture.get(ui.graphics, kImageSide, kImageSide, version, wants_smooth(ui, kImage),
                     [&](std::span<std::uint32_t> rgba) { paint_tile(rgba, 1, 0, 0, image); });
}

/// What stands on the card, and how large that is.
struct ProbeCard {
  const std::uint8_t* near = nullptr;  ///< the image whose point is at the probe
  float side = 0;                      ///< of an image
  bool beside = false;                 ///< the words stand beside the images, otherwise under them
  std::string place;
  Sentence age, other;
  float words = 0, width = 0, height = 0;  ///< of the widest line; of all without the padding
};

ProbeCard lay_out_card(Context& ui, const Rect& area) {
  constexpr float kWordsUnder = 36, kCaption = 18;
  ProbeCard card;
  card.near = near_image(ui.state);
  card.side = tile_side(ui, kImage);
  card.place = code_text(ui.state.explore.map.probe.code);
  card.age = say("Weights from epoch {0}", in_epochs(ui.state.weights.epoch));
  if (card.near) {
    const unsigned label = near_label(ui.state);
    card.other = label == 255u ? say("Image") : say("Image: {0}", ui.state.dataset.class_name(label));
  }
  card.words = std::max(text_width(ui.fonts.strong, card.place), text_width(ui, ui.fonts.small, card.age)) + 2;
  const float images = card.near ? 2 * card.side + kGap2 : card.side;
  const float caption = card.near ? kCaption : 0;
  // One image with its words under it would leave half of the card empty, and a low map has no height for them.
  const float under = caption + card.side + kGap1 + kWordsUnder;
  card.beside = card.words > 1.3f * images || under + 2 * kPad + 8 > area.h;
  card.width = card.beside ? images + kGap2 + card.words : std::max(images, card.words);
  card.height = card.beside ? caption + card.side : under;
  return card;
}

Rect place_card(const Context& ui, const ProbeCard& card, ImVec2 at, const Rect& area) {
  // A finger covers what is under it.
  const float away = ui.finger ? 34.0f : 18.0f;
  Rect box{at.x + away, at.y - card.height - 2 * kPad - away / 2, card.width + 2 * kPad, card.height + 2 * kPad};
  if (ui.finger) box.x = at.x - box.w / 2;
  if (box.right() > area.right() - 4) box.x = ui.finger ? area.right() - 4 - box.w : at.x - away - box.w;
  box.x = std::max(box.x, area.x + 4);
  if (box.y < area.y + 4) box.y = ui.finger && at.y + away + box.h > area.bottom() ? area.y + 4 : at.y + away;
  box.y = std::min(box.y, area.bottom() - 4 - box.h);
  return box;
}

void draw_card(Context& ui, const ProbeCard& card, const Rect& box) {
  MapMemory& map = ui.state.explore.map;
  MapProbe& probe = map.probe;
  const Theme& t = ui.theme;
  fill(ui, {box.x - 1, box.y + 2, box.w + 2, box.h + 1}, t.shadow, kCardRadius);
  fill(ui, box, t.card, kCardRadius);
  outline(ui, box, t.border, kCardRadius);
  Rect inside = box.inset(kPad);
  Rect pictures = card.beside ? cut_left(inside, inside.w - card.words, 0) : inside;
  if (card.near) {
    Rect captions = cut_top(pictures, 18);
    draw_text(ui, cut_left(captions, card.side, kGap2), "Decoded", ui.fonts.small, t.muted);
    draw_text(ui, captions, card.other, ui.fonts.small, t.muted);
  }
  Rect images = cut_top(pictures, card.side, kGap1);
  draw_tile(ui, {single(ui, probe.texture, probe.version, probe.image), 1, 1, 0, 0},
            cut_left(images, card.side, kGap2));
  if (card.near) {
    const std::uint64_t version = (static_cast<std::uint64_t>(probe.near) << 1) +
                                  (map.subset == command::Subset::held_out ? 0u : 1u) +
                                  (static_cast<std::uint64_t>(ui.state.dataset.version) << 33) + 1;
    const TextureId texture = single(ui, probe.near_texture, version, {card.near, kImagePixels});
    images.w = card.side;
    draw_tile(ui, {texture, 1, 1, 0, 0}, images);
  }
  Rect words = card.beside ? centered(inside, inside.w, 36) : pictures;
  draw_text(ui, cut_top(words, 20), Words::as_is(card.place), ui.fonts.strong, t.text);
  draw_text(ui, cut_top(words, 16), card.age, ui.fonts.small, t.muted);
}

}  // namespace

void draw_probe(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  MapProbe& probe = map.probe;
  if (!probe.on) return;
  decode_probe(ui);
  if (probe.image.empty()) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const PlanePoint screen = map.view.to_screen(probe.at);
  const ImVec2 at{std::clamp(screen.x, area.x, area.right()), std::clamp(screen.y, area.y, area.bottom())};
  if (probe.pinned || ui.finger) {
    list.AddCircle(at, 6, ui.theme.card, 0, 4);
    list.AddCircle(at, 6, ui.theme.text, 0, 1.75f);
  }
  ask_for_near(ui);
  const ProbeCard card = lay_out_card(ui, area);
  draw_card(ui, card, place_card(ui, card, at, area));
}

}  // namespace hourglass
