#include "studio/map/map_probe.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "model/pixels.h"
#include "studio/map/map_images.h"
#include "studio/map/map_kinds.h"
#include "studio/state/map_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kImage = 84, kSmallImage = 56;
constexpr float kPad = 8;

void decode_probe(Context& ui) {
  MapProbe& probe = ui.state.explore.map.probe;
  const MapDecoder decoder = map_decoder(ui.state);
  if (!decoder || static_cast<int>(probe.code.size()) != decoder.network->spec.code_width()) {
    probe.image.clear();
    return;
  }
  if (probe.decoded_weights == decoder.version && probe.decoded_code == probe.code && !probe.image.empty()) {
    return;
  }
  probe.decoded_weights = decoder.version;
  probe.decoded_code = probe.code;
  DecodeGrid one;
  one.set_codes(1, 1, static_cast<int>(probe.code.size()), probe.code);
  one.work(*decoder.network, ui.host.seconds, 1);
  const auto tile = one.tile(0, 0);
  probe.image.assign(tile.begin(), tile.end());
  ++probe.version;
}

/// What the encoder says of the image at the probe, whose mean is its point.
void find_deviations(Context& ui) {
  MapProbe& probe = ui.state.explore.map.probe;
  const MapDecoder decoder = map_decoder(ui.state);
  const auto image = near_image(ui.state);
  if (!decoder || !decoder.network->spec.variational || image.empty()) {
    probe.deviations.clear();
    return;
  }
  const NetworkSpec& spec = decoder.network->spec;
  std::vector<float> pixels(image.size()), means(static_cast<std::size_t>(spec.code_width()));
  probe.deviations.resize(means.size());
  to_pixels(image, spec.pixels, pixels);
  InferenceScratch scratch;
  encode_spread(*decoder.network, view(std::as_const(pixels).data(), 1, spec.pixel_count()),
                view(means.data(), 1, spec.code_width()), view(probe.deviations.data(), 1, spec.code_width()), scratch);
  for (float& value : probe.deviations) value = std::exp(0.5f * value);
}

/// The ellipses of one deviation and of two about the point.
void draw_spread(Context& ui) {
  constexpr int kCorners = 48;
  const MapMemory& map = ui.state.explore.map;
  const MapProbe& probe = map.probe;
  if (probe.deviations.empty()) return;
  const PlanePoint middle = map.points.place(static_cast<std::size_t>(probe.near), ui.time);
  const PlaneSpread spread = to_plane_spread(map.plane, probe.deviations);
  // The covariance's Cholesky factor takes the unit circle to the ellipse of one deviation.
  const float l11 = std::sqrt(spread.xx), l21 = l11 > 0 ? spread.xy / l11 : 0,
              l22 = std::sqrt(std::max(0.0f, spread.yy - l21 * l21));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  // Each upon a broader line in the ground's colour, so that it is seen among points.
  const auto draw = [&](float deviations, ImU32 color, float thickness) {
    for (int i = 0; i < kCorners; ++i) {
      const float turn = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kCorners;
      const float c = deviations * std::cos(turn), s = deviations * std::sin(turn);
      const PlanePoint at = map.view.to_screen({middle.x + l11 * c, middle.y + l21 * c + l22 * s});
      list.PathLineTo({at.x, at.y});
    }
    list.PathStroke(color, ImDrawFlags_Closed, thickness);
  };
  for (const float deviations : {2.0f, 1.0f}) {
    draw(deviations, ui.theme.card, 4);
    draw(deviations, deviations == 1 ? ui.theme.text : ui.theme.muted, 1.75f);
  }
}

TextureId single(Context& ui, TileTexture& texture, std::uint64_t version, std::span<const std::uint8_t> image) {
  return texture.get(ui.graphics, kImageSide, kImageSide, version, wants_smooth(ui, kImage),
                     [&](std::span<std::uint32_t> rgba) { paint_tile(rgba, 1, 0, 0, image); });
}

/// What stands on the card, and how large that is.
struct ProbeCard {
  std::span<const std::uint8_t> near;  ///< the image whose point is at the probe
  float side = 0;                      ///< of an image
  bool beside = false;                 ///< the words stand beside the images, otherwise under them
  std::string place;
  Sentence age, other, spread;
  float words = 0, width = 0, height = 0;  ///< of the widest line; of all without the padding
};

Sentence image_name(const State& state) {
  const unsigned label = map_label(state, state.explore.map.probe.near);
  return label == 255u ? say("Image") : say("Image: {0}", state.dataset.class_name(label));
}

ProbeCard lay_out_card(Context& ui, const Rect& area) {
  constexpr float kWordsUnder = 36, kCaption = 18;
  ProbeCard card;
  card.near = near_image(ui.state);
  card.side = tile_side(ui, small_surface(area) ? kSmallImage : kImage);
  card.place = code_text(ui.state.explore.map.probe.code);
  card.age = ui.state.explore.map.kind == MapKind::pca
                 ? say("The mean and two axes")
                 : say("Weights from epoch {0}", in_epochs(ui.state.weights.epoch));
  const bool near = !card.near.empty();
  if (near) card.other = image_name(ui.state);
  if (const auto& deviations = ui.state.explore.map.probe.deviations; !deviations.empty()) {
    card.spread = say("\u00b1 {0}", code_text(deviations));
  }
  if (small_surface(area)) card.age = Sentence();
  const float lines = (card.age.empty() ? kWordsUnder - 16 : kWordsUnder) + (card.spread.empty() ? 0.0f : 16.0f);
  card.words = std::max({text_width(ui, ui.fonts.small, card.spread), text_width(ui.fonts.strong, card.place),
                         text_width(ui, ui.fonts.small, card.age)}) +
               2;
  const float images = near ? 2 * card.side + kGap2 : card.side;
  const float caption = near ? kCaption : 0;
  // One image with its words under it would leave half of the card empty, and a low map has no height for them.
  const float under = caption + card.side + kGap1 + lines;
  card.beside = card.words > 1.3f * images || under + 2 * kPad + 8 > area.h;
  card.width = card.beside ? images + kGap2 + card.words : std::max(images, card.words);
  card.height = card.beside ? caption + card.side : under;
  return card;
}

Rect place_card(const Context& ui, const ProbeCard& card, ImVec2 at, const Rect& area) {
  // A finger covers what is under it.
  const float away = ui.finger ? 34.0f : 18.0f;
  Rect box{at.x + away, at.y - card.height - 2 * kPad - away / 2, card.width + 2 * kPad, card.height + 2 * kPad};
  if (ui.finger && small_surface(area))  // in the upper corner that the finger leaves free
    return {at.x > area.center().x ? area.x + 4 : area.right() - 4 - box.w, area.y + 4, box.w, box.h};
  if (ui.finger) box.x = at.x - box.w / 2;
  if (box.right() > area.right() - 4) box.x = ui.finger ? area.right() - 4 - box.w : at.x - away - box.w;
  box.x = std::max(box.x, area.x + 4);
  if (box.y < area.y + 4) box.y = ui.finger && at.y + away + box.h > area.bottom() ? area.y + 4 : at.y + away;
  box.y = std::min(box.y, area.bottom() - 4 - box.h);
  return box;
}

/// The card's ground; returns what is within its padding.
Rect draw_ground(Context& ui, const Rect& box) {
  fill(ui, {box.x - 1, box.y + 2, box.w + 2, box.h + 1}, ui.theme.shadow, kCardRadius);
  fill(ui, box, ui.theme.card, kCardRadius);
  outline(ui, box, ui.theme.border, kCardRadius);
  return box.inset(kPad);
}

void draw_near(Context& ui, std::span<const std::uint8_t> image, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const std::uint64_t version = (static_cast<std::uint64_t>(map.probe.near) << 1) +
                                (map.subset == command::Subset::held_out ? 0u : 1u) +
                                (static_cast<std::uint64_t>(ui.state.dataset.version) << 33) + 1;
  draw_tile(ui, {single(ui, ui.state.explore.map.probe.near_texture, version, image), 1, 1, 0, 0}, area);
}

void draw_card(Context& ui, const ProbeCard& card, const Rect& box) {
  MapProbe& probe = ui.state.explore.map.probe;
  const Theme& t = ui.theme;
  Rect inside = draw_ground(ui, box);
  Rect pictures = card.beside ? cut_left(inside, inside.w - card.words, 0) : inside;
  const bool near = !card.near.empty();
  if (near) {
    Rect captions = cut_top(pictures, 18);
    draw_text(ui, cut_left(captions, card.side, kGap2), "Decoded", ui.fonts.small, t.muted);
    draw_text(ui, captions, card.other, ui.fonts.small, t.muted);
  }
  Rect images = cut_top(pictures, card.side, kGap1);
  draw_tile(ui, {single(ui, probe.texture, probe.version, probe.image), 1, 1, 0, 0},
            cut_left(images, card.side, kGap2));
  if (near) {
    images.w = card.side;
    draw_near(ui, card.near, images);
  }
  Rect words = card.beside ? centered(inside, inside.w, card.spread.empty() ? 36.0f : 52.0f) : pictures;
  draw_text(ui, cut_top(words, 20), Words::as_is(card.place), ui.fonts.strong, t.text);
  if (!card.spread.empty()) draw_text(ui, cut_top(words, 16), card.spread, ui.fonts.small, t.text);
  if (!card.age.empty()) draw_text(ui, cut_top(words, 16), card.age, ui.fonts.small, t.muted);
}

/// Where nothing is decoded: the image at the probe, and four that look most like it, once they have come.
Rect draw_alike_card(Context& ui, ImVec2 at, const Rect& area) {
  constexpr float kCaption = 18;
  constexpr int kColumns = 2;
  MapProbe& probe = ui.state.explore.map.probe;
  const auto near = near_image(ui.state);
  if (near.empty()) return {};
  const Theme& t = ui.theme;
  ProbeCard card;
  card.side = tile_side(ui, small_surface(area) ? kSmallImage : kImage);
  card.width = 2 * card.side + kGap2;
  card.height = kCaption + card.side;
  const Rect box = place_card(ui, card, at, area);
  Rect inside = draw_ground(ui, box);
  Rect captions = cut_top(inside, kCaption);
  draw_text(ui, cut_left(captions, card.side, kGap2), image_name(ui.state), ui.fonts.small, t.muted);
  draw_text(ui, captions, "Most alike", ui.fonts.small, t.muted);
  draw_near(ui, near, cut_left(inside, card.side, kGap2));
  const event::Images* alike = alike_images(ui.state);
  if (!alike) return box;
  const int count = static_cast<int>(alike->pixels.size() / kImagePixels);
  const int rows = (count + kColumns - 1) / kColumns;
  const float side = card.side / kColumns - 1;
  const TextureId texture = probe.alike_texture.get(
      ui.graphics, kColumns * kImageSide, rows * kImageSide, probe.alike_version, wants_smooth(ui, side),
      [&](std::span<std::uint32_t> rgba) {
        for (int i = 0; i < count; ++i)
          paint_tile(rgba, kColumns, i % kColumns, i / kColumns,
                     std::span(alike->pixels).subspan(static_cast<std::size_t>(i) * kImagePixels, kImagePixels));
      });
  for (int i = 0; i < count; ++i) {
    const auto column = static_cast<float>(i % kColumns), row = static_cast<float>(i / kColumns);
    draw_tile(ui, {texture, kColumns, rows, i % kColumns, i / kColumns},
              {inside.x + column * (side + 2), inside.y + row * (side + 2), side, side});
  }
  return box;
}

}  // namespace

bool small_surface(const Rect& area) { return area.h < 260 && area.w < 420; }

Rect draw_probe(Context& ui, const Rect& area) {
  MapMemory& map = ui.state.explore.map;
  MapProbe& probe = map.probe;
  if (!probe.on || probe.hushed) return {};
  decode_probe(ui);
  const bool alike = map.kind == MapKind::tsne && laid_out(map);
  if (probe.image.empty() && !alike) return {};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const PlanePoint screen = map.view.to_screen(probe.at);
  const ImVec2 at{std::clamp(screen.x, area.x, area.right()), std::clamp(screen.y, area.y, area.bottom())};
  if (probe.pinned || ui.finger) {
    list.AddCircle(at, 6, ui.theme.card, 0, 4);
    list.AddCircle(at, 6, ui.theme.text, 0, 1.75f);
  }
  ask_for_near(ui);
  if (alike) {
    ask_for_alike(ui);
    return draw_alike_card(ui, at, area);
  }
  find_deviations(ui);
  draw_spread(ui);
  const ProbeCard card = lay_out_card(ui, area);
  const Rect box = place_card(ui, card, at, area);
  draw_card(ui, card, box);
  return box;
}

}  // namespace hourglass
