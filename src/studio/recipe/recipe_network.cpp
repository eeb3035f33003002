// The network as an hourglass: one bar a layer, as wide as the layer (on a logarithmic scale, or nothing but the pixels
// would be seen), widths typed beside them, layers added and taken away. The decoder is the mirror and only shown.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "studio/recipe/recipe_actions.h"
#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

float bar_width(int units, float full) {
  const float share = std::log2(1.0f + static_cast<float>(units)) / std::log2(1.0f + 2048.0f);
  return std::max(10.0f, full * std::clamp(share, 0.0f, 1.0f));
}

void draw_bar_of(Context& ui, const Rect& lane, int units, bool is_code, bool mirrored) {
  const Theme& t = ui.theme;
  const float w = std::round(bar_width(units, lane.w));
  const Rect bar{std::round(lane.x + (lane.w - w) / 2), lane.y, w, lane.h};
  const ImU32 color = is_code ? t.accent : mirrored ? mixed(t.card, t.muted, 0.28f) : mixed(t.card, t.muted, 0.5f);
  fill(ui, bar, color, 3);
}

/// A variational code is two layers side by side: the numbers' means, and, hollow, how far each spreads.
void draw_spreading_code(Context& ui, const Rect& lane, int units) {
  const float w = std::round(bar_width(units, lane.w)), gap = 2, x = std::round(lane.center().x);
  fill(ui, {x - gap - w, lane.y, w, lane.h}, ui.theme.accent, 3);
  outline(ui, {x + gap, lane.y, w, lane.h}, ui.theme.accent, 3, 1.5f);
}

/// The slope between two bars, so that the eye sees one shape.
void draw_slope(Context& ui, const Rect& from, int units, const Rect& to, int next) {
  const float a = bar_width(units, from.w) / 2, b = bar_width(next, to.w) / 2;
  const float x = from.center().x, top = from.bottom(), low = to.y;
  const ImVec2 corners[] = {{x - a, top}, {x + a, top}, {x + b, low}, {x - b, low}};
  ImGui::GetWindowDrawList()->AddConvexPolyFilled(corners, 4, faded(ui.theme.muted, 0.12f));
}

/// `widths`: of the network as this frame began; pressing a row's button changes the state's at once.
void draw_layer_row(Context& ui, const Rect& row, const std::vector<int>& widths, std::size_t i,
                    const Sentence& fixed) {
  const Theme& t = ui.theme;
  const bool is_code = i + 1 == widths.size();
  Rect controls = row;
  const Rect remove = cut_right(controls, t.control, 2);
  if (i == 0) {
    draw_text(ui, controls, "784 pixels", ui.fonts.small, t.muted, Align::right);
    return;
  }
  const std::string id = layer_field(i);
  const Sentence name = is_code ? say("Code width") : say("Layer {0} width", i);
  const Range range{1, is_code ? 256.0 : 2048.0, 1};
  const Refusals refusals = ui.state.refusals;  // copied: an entry changes it while the note is in use
  const Note note = refusals.noted(id, {.disabled = fixed,
                                        .term = !is_code                                  ? "layer"
                                                : ui.state.experiment.network.variational ? "variational-code-width"
                                                                                          : "code-width"});
  const std::string width = std::to_string(widths[i]);
  const auto entered = field(ui, id, name, width, controls, note, &range, is_code ? Words(say("code")) : Words());
  const bool removed = !is_code && icon_button(ui, id + "/remove", say("Take away layer {0}", i), Icon::minus, remove,
                                               {.disabled = fixed});
  if (entered) set_layer_width(ui, i, *entered);
  if (removed) remove_layer(ui, i);
}

/// Under the layers, why the width of one of them was refused; returns the height that it took.
float draw_refused_widths(Context& ui, const Rect& area, std::size_t layers) {
  float y = area.y;
  for (std::size_t i = 1; i < layers; ++i)
    if (const Refusal* refusal = ui.state.refusals.find(layer_field(i)))
      y += draw_paragraph(ui, {area.x, y, area.w, 0}, refusal->reason, ui.fonts.small, ui.theme.bad) + kGap1;
  return y - area.y;
}

}  // namespace

float draw_hourglass(Context& ui, const Field& field, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const Sentence fixed = why_fixed(state);
  const std::vector<int> widths = state.experiment.network.encoder;
  const std::size_t n = widths.size();

  const float row_height = t.control + kGap1, bar = 16;
  const float side = std::round(std::max(112.0f, area.w * 0.42f));
  const Rect lane_column{area.x, area.y, area.w - side - kGap3, 0};
  std::vector<Rect> lanes;
  float y = area.y;
  for (std::size_t i = 0; i < n; ++i, y += row_height)
    lanes.push_back({lane_column.x, y + (t.control - bar) / 2, lane_column.w, bar});
  const float decoder_gap = 6, decoder_bar = 10;
  float below = lanes.back().bottom() + decoder_gap + 4;
  for (std::size_t i = n - 1; i-- > 0; below += decoder_bar + decoder_gap)
    lanes.push_back({lane_column.x, below, lane_column.w, decoder_bar});
  const auto units = [&](std::size_t lane) { return lane < n ? widths[lane] : widths[2 * n - 2 - lane]; };
  for (std::size_t l = 0; l + 1 < lanes.size(); ++l) draw_slope(ui, lanes[l], units(l), lanes[l + 1], units(l + 1));
  for (std::size_t l = 0; l < lanes.size(); ++l) {
    if (l + 1 == n && state.experiment.network.variational)
      draw_spreading_code(ui, lanes[l], units(l));
    else
      draw_bar_of(ui, lanes[l], units(l), l + 1 == n, l >= n);
  }

  static constexpr std::array<std::string_view, 3> kHalves = {"autoencoder", "encoder", "decoder"};
  explained(ui, "recipe/drawing", {lane_column.x, area.y, lane_column.w, lanes.back().bottom() - area.y},
            say("The network: {0} and back", widths_text(widths)), {.terms = kHalves});

  const Rect column{area.right() - side, area.y, side, 0};
  for (std::size_t i = 0; i < n; ++i)
    draw_layer_row(ui, {column.x, area.y + static_cast<float>(i) * row_height, column.w, t.control}, widths, i, fixed);
  const float rows_end = area.y + static_cast<float>(n) * row_height;
  const bool full = n - 1 >= kMostLayers;
  const Sentence no_more = !fixed.empty() || !full ? fixed : say("Eight layers are the most.");
  const Rect add{column.x, rows_end, column.w, t.control};
  if (button(ui, "recipe/add-layer", "Add layer", add, Look::quiet, Icon::plus,
             {.help = "Another layer before the code", .disabled = no_more}))
    add_layer(ui);
  float bottom = std::max(add.bottom(), lanes.back().bottom()) + kGap2;
  bottom += draw_refused_widths(ui, {area.x, bottom, area.w, 0}, n);

  // The whole as the posts write it; also what a screen reader and a link take.
  const std::string id = "recipe/encoder";
  const Refusals refusals = state.refusals;  // copied: an entry changes it while the note is in use
  const Note note = refusals.noted(id, {.disabled = fixed, .term = term_of(field)});
  Rect line{area.x, bottom, area.w, t.control};
  const Rect place = cut_right(line, std::round(std::max(132.0f, area.w * 0.55f)), kGap2);
  name_of_control(ui, id + "/name", line, field.label, ui.fonts.body, fixed.empty() ? t.text : t.faint,
                  {.term = term_of(field)});
  if (const auto entered = hourglass::field(ui, id, field.label, widths_text(widths), place, note))
    (void)set_setting(ui, field.key, *entered);
  bottom += t.control + kGap2;
  if (const Refusal* refusal = state.refusals.find(id))
    bottom += kGap1 + draw_paragraph(ui, {area.x, bottom - kGap1, area.w, 0}, refusal->reason, ui.fonts.small, t.bad);
  return bottom - area.y;
}

float draw_classes(Context& ui, const Field& field, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  // Before the first images come, their place is kept: the sets that the page begins with have ten classes.
  const bool awaited = !state.dataset.loaded();
  const std::size_t named = state.dataset.class_names.size(), classes = awaited ? 10 : named;
  if (classes == 0 || classes > 64) return 0;
  const Sentence fixed = why_fixed(state);
  name_of_control(ui, "recipe/classes/name", {area.x, area.y, area.w, 22}, field.label, ui.fonts.body,
                  fixed.empty() ? t.text : t.faint, {.term = term_of(field)});
  const std::uint64_t all = classes == 64 ? kAllClasses : (1ull << classes) - 1;
  const std::uint64_t chosen = state.experiment.data.classes & all;
  // Digits and letters need little room; words are cut where they must be.
  const bool letters =
      std::ranges::all_of(state.dataset.class_names, [](const auto& name) { return name.size() == 1; });
  const std::size_t columns = std::min<std::size_t>(classes, letters && classes > 10 ? 8 : 5);
  const float height = ui.touch ? kTouch : 28.0f;
  const std::size_t rows = (classes + columns - 1) / columns;
  const Group group(ui, "recipe/classes", field.label,
                    {area.x, area.y + 24, area.w, static_cast<float>(rows) * (height + kGap1)});
  std::optional<std::size_t> pressed;
  for (std::size_t c = 0; c < named; ++c) {
    const Rect line{area.x, area.y + 24 + static_cast<float>(c / columns) * (height + kGap1), area.w, height};
    const Rect place = column(line, static_cast<int>(c % columns), static_cast<int>(columns), kGap1);
    bool on = chosen >> c & 1u;
    const std::string name = state.dataset.class_names[c];
    const bool last = on && (chosen & (chosen - 1)) == 0;
    if (chip(ui, "recipe/classes/" + std::to_string(c), Words::as_is(name), on, place,
             class_marker(ui.theme, static_cast<unsigned>(c), false),
             {.disabled = !fixed.empty() || !last ? fixed : say("One class at least must take part."),
              .read_as = say("Class {0} takes part", name),
              .term = term_of(field)}))
      pressed = c;
  }
  if (pressed) toggle_class(ui, *pressed, classes);
  return 24 + static_cast<float>(rows) * (height + kGap1) + kGap1;
}

}  // namespace hourglass
