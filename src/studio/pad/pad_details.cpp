#include "studio/pad/pad_details.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "studio/pad/pad_actions.h"
#include "studio/pad/pad_images.h"
#include "studio/pad/pad_update.h"
#include "studio/state/pad_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kReading = kPadCaption + 26;  // height of code and error

constexpr std::array<Key, 4> kNoises = {"No noise", "Masking", "Gaussian", "Salt and pepper"};
constexpr std::array<CorruptionKind, 4> kNoiseKinds = {CorruptionKind::none, CorruptionKind::masking,
                                                       CorruptionKind::gaussian, CorruptionKind::salt_pepper};

constexpr std::array<std::string_view, 4> kNoiseTerms = {"", "corruption/masking", "corruption/gaussian",
                                                         "corruption/salt-pepper"};
constexpr std::array<std::string_view, 2> kCodeAndBars = {"code", "bars"};
constexpr std::array<std::string_view, 1> kRmse = {"rmse"};

void draw_reading(Context& ui, Rect area) {
  const Theme& t = ui.theme;
  const PadMemory& pad = ui.state.explore.pad;
  const auto code = pad_code(ui.state);
  const Group group(ui, "paint/figures", "What the network makes of the painting", area);
  Rect left = cut_left(area, std::round(area.w * 0.5f), kGap3);
  const bool bars = code.size() > 3;
  label(ui, "paint/code/name", cut_top(left, kPadCaption), "Code", ui.fonts.small, t.muted, Align::left,
        bars ? Note{.terms = kCodeAndBars} : Note{.term = "code"});
  label(ui, "paint/error/name", cut_top(area, kPadCaption), "Error", ui.fonts.small, t.muted, Align::left,
        {.term = "reconstruction-error", .terms = kRmse});
  if (code.empty()) {
    draw_text(ui, left, verbatim("\u2013"), ui.fonts.strong, t.faint);
    draw_text(ui, area, verbatim("\u2013"), ui.fonts.strong, t.faint);
    return;
  }
  draw_code(ui, "paint/code", left, code);
  const PadReading& reading = pad.reader.reading();
  const std::string text = figure(reading.error, 3);
  // With noise, what there was to undo says more than the same error in another unit.
  const bool noisy = pad.noise.kind != CorruptionKind::none;
  const std::string other = figure(noisy ? reading.noise_error : std::sqrt(reading.error / kImagePixels), 3);
  const Sentence name = noisy ? say("Reconstruction error {0}, noise {1}", text, other)
                              : say("Reconstruction error {0}, RMSE {1}", text, other);
  MirrorItem item;
  item.id = "paint/error", item.role = Role::text, item.rect = area, item.name = ui.say(name);
  ui.mirror.add(std::move(item));
  draw_text(ui, cut_left(area, text_width(ui.fonts.strong, text) + 2, kGap2), verbatim(text), ui.fonts.strong, t.text);
  draw_text(ui, area, noisy ? say("noise {0}", other) : say("RMSE {0}", other), ui.fonts.small, t.muted);
}

void draw_nearest(Context& ui, Rect area) {
  PadMemory& pad = ui.state.explore.pad;
  const Theme& t = ui.theme;
  const Group group(ui, "paint/nearest", "Nearest training images", area);
  label(ui, "paint/nearest/name", cut_top(area, kPadCaption), "Nearest training images", ui.fonts.small, t.muted,
        Align::left, {.term = "nearest"});
  constexpr int kCount = 5;
  const float side = tile_side(ui, std::min(area.h, (area.w - (kCount - 1) * kGap2) / kCount));
  const event::Images& found = pad.nearest;
  const std::size_t known = pad_code(ui.state).empty() ? 0 : std::min<std::size_t>(found.count(), kCount);
  const TextureId texture =
      pad.nearest_images.get(ui.graphics, kCount * kImageSide, kImageSide, pad.nearest_version + 1,
                             wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                               for (std::size_t i = 0; i < std::min<std::size_t>(found.count(), kCount); ++i)
                                 paint_tile(rgba, kCount, static_cast<int>(i), 0, found.image(i));
                             });
  for (std::size_t i = 0; i < kCount; ++i) {
    Rect cell = cut_left(area, side, kGap2);
    cell.h = side;
    if (i >= known) {
      fill(ui, cell, t.sunken, 2);
      continue;
    }
    const unsigned label = found.label(i);
    const Sentence name = label == 255u
                              ? say("Training image {0}", found.places[i])
                              : say("Training image {0}, {1}", found.places[i], ui.state.dataset.class_name(label));
    if (tile_button(ui, "paint/nearest/" + std::to_string(i), name, {texture, kCount, 1, static_cast<int>(i), 0}, cell,
                    false, {.help = "A press puts it on the pad"})) {
      send_to_pad(ui, found.image(i));
    }
    if (label != 255u) fill(ui, {cell.x, cell.bottom() + 2, side, 3}, class_marker(ui.theme, label, false).edge, 1.5f);
  }
}

void draw_noise(Context& ui, Rect area) {
  const PadMemory& pad = ui.state.explore.pad;
  int kind = 0;
  for (std::size_t i = 0; i < kNoiseKinds.size(); ++i) {
    if (kNoiseKinds[i] == pad.noise.kind) kind = static_cast<int>(i);
  }
  const float width = kind == 0 ? area.w : std::round(area.w * 0.46f);
  if (combo(ui, "paint/noise", "Noise on the painting", kNoises, kind, cut_left(area, width, kGap2),
            {.help = "Corrupts what the network sees, to watch it denoise", .terms = kNoiseTerms})) {
    choose_noise(ui, kNoiseKinds[static_cast<std::size_t>(kind)]);
  }
  if (kind == 0) return;
  if (icon_button(ui, "paint/noise-again", "Other noise", Icon::dice, cut_right(area, area.h, kGap1))) {
    renew_noise(ui);
  }
  double amount = pad.noise.amount;
  if (slider(ui, "paint/noise-amount", "Amount of noise", amount, {0.05, 0.9, 0.05}, area,
             verbatim(figure(amount, 2)))) {
    choose_noise_amount(ui, amount);
  }
}

/// A button for each class: another image of it on the pad, to be drawn over.
float draw_samples_row(Context& ui, Rect area) {
  const DatasetState& data = ui.state.dataset;
  draw_text(ui, {area.x, area.y, area.w, kPadCaption}, "Put a sample on the pad", ui.fonts.small, ui.theme.muted);
  if (!data.loaded()) return kPadCaption;
  std::vector<unsigned> classes = data.classes;
  classes.resize(std::min<std::size_t>(classes.size(), 36));
  const bool labelled = !classes.empty();
  if (!labelled) classes = {0};
  const auto name_of = [&](unsigned c) { return labelled ? verbatim(data.class_name(c)) : say("Any"); };
  const int n = static_cast<int>(classes.size());
  float widest = ui.touch ? kTouch : 24.0f;
  for (const unsigned c : classes) widest = std::max(widest, text_width(ui, ui.fonts.strong, name_of(c)) + 14);
  const int columns = std::clamp(static_cast<int>((area.w + kGap1) / (widest + kGap1)), 1, n);
  const float height = ui.touch ? kTouch : 28.0f;
  const int rows = (n + columns - 1) / columns;
  const float whole = kPadCaption + 2 + static_cast<float>(rows) * (height + kGap1);
  const Group group(ui, "paint/samples", "Put a sample on the pad", {area.x, area.y, area.w, whole});
  for (int i = 0; i < n; ++i) {
    const unsigned c = classes[static_cast<std::size_t>(i)];
    const Rect line{area.x, area.y + kPadCaption + 2 + static_cast<float>(i / columns) * (height + kGap1), area.w,
                    height};
    const Sentence name = name_of(c), read_as = say("Sample of {0}", name);
    if (button(ui, "paint/sample/" + std::to_string(c), name, column(line, i % columns, columns, kGap1), Look::normal,
               Icon::none, {.help = "Another one with each press", .read_as = read_as})) {
      sample_to_pad(ui, c);
    }
  }
  return whole;
}

float nearest_height(const Context& ui, float width) {
  return kPadCaption + tile_side(ui, std::min(width > 480 ? 84.0f : 56.0f, (width - 4 * kGap2) / 5)) + 6;
}

}  // namespace

float first_details_height(const Context& ui, float width) { return kReading + kGap3 + nearest_height(ui, width); }

float draw_details(Context& ui, Rect rest) {
  PadMemory& pad = ui.state.explore.pad;
  const float top = rest.y, control = ui.theme.control;
  draw_reading(ui, cut_top(rest, kReading, kGap3));
  draw_nearest(ui, cut_top(rest, nearest_height(ui, rest.w), kGap3));
  const Rect frame = cut_top(rest, control, kGap2);
  const int side = ui.state.dataset.framed;
  const bool as_mnist = side == 20;
  const Sentence help =
      as_mnist ? say("Fits the painting into {0} x {0} pixels and centres its mass, as every MNIST digit is", side)
               : say("Fits the painting into {0} x {0} pixels and centres its mass, as these images are", side);
  bool framed = pad.framing.as_mnist;
  if (toggle(ui, "paint/framing", as_mnist ? say("Frame as MNIST does") : say("Frame as these images are"), framed,
             frame, {.help = help}))
    frame_painting(pad, framed);
  draw_noise(ui, cut_top(rest, control, kGap3));
  return rest.y - top + draw_samples_row(ui, rest);
}

}  // namespace hourglass
