// The code map's panel: its tools, the legend, the surface, the path's row, and the row that says which images these
// are and winds the training back. The sweep is its second view.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/map/map.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_compare.h"
#include "studio/map/map_figures.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_legend.h"
#include "studio/map/map_probe.h"
#include "studio/map/map_save.h"
#include "studio/map/map_surface.h"
#include "studio/map/map_trail.h"
#include "studio/map/map_update.h"
#include "studio/map/sweep.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 2> kMapViews = {"Map", "Sweep"};
constexpr std::array<std::string_view, 2> kMapViewTerms = {"map", "sweep"};
constexpr std::array<std::string_view, 3> kMapKindTerms = {"map", "pca", "tsne"};
constexpr float kShortMap = 400;    // height of the panel
constexpr float kWideMap = 480;     // the three maps' names stand in a row of their own
constexpr float kLowSurface = 200;  // height below which the surface comes first and the rows around it are scrolled to

void draw_fit(Context& ui, const Rect& place) {
  if (!icon_button(ui, "map/fit", "Fit the map", Icon::fit, place, {.help = "Key F"})) return;
  fit_map(ui.state);
  ui.animate();
}
void draw_manifold_button(Context& ui, const Rect& place) {
  const MapMemory& map = ui.state.explore.map;
  const Note note = map.kind == MapKind::tsne ? Note{.help = "The image nearest to each place, under the points"}
                                              : Note{.term = "manifold"};
  if (icon_button(ui, "map/manifold", "Manifold", Icon::grid, place, note, map.manifold)) toggle_manifold(ui);
}
void draw_shapes_button(Context& ui, const Rect& place) {
  const Note note{.help = "A shape for each class, beside its colour",
                  .disabled = map_has_labels(ui.state) ? Sentence() : say("These images have no labels.")};
  if (icon_button(ui, "map/shapes", "Shapes", Icon::shapes, place, note, ui.state.explore.map.shapes))
    toggle_shapes(ui);
}
void draw_path_button(Context& ui, const Rect& place) {
  const MapMemory& map = ui.state.explore.map;
  const Note note{.help = "Or click two places on the map",
                  .disabled = map.kind == MapKind::tsne ? why_no_way_back() : Sentence(),
                  .term = "path"};
  if (icon_button(ui, "map/path", "Path from A to B", Icon::path, place, note, map.path.open)) toggle_path(ui);
}
void draw_compare_button(Context& ui, const Rect& place) {
  const Note note{.help = "Autoencoder, PCA and t-SNE of the same images, with figures"};
  if (icon_button(ui, "map/compare", "Compare the three maps", Icon::compare, place, note,
                  ui.state.explore.map.compare_open))
    toggle_compare(ui);
}
void draw_numbers_button(Context& ui, const Rect& place) {
  if (icon_button(ui, "map/numbers", "Axes and numbers", Icon::sliders, place, {.term = "axes"},
                  ui.state.explore.map.numbers_open))
    toggle_numbers(ui);
}

using MapTool = void (*)(Context&, const Rect&);

/// The map's buttons, those first that are wanted most.
std::vector<MapTool> map_tools(const Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  if (map.view_shown == MapMemory::sweep) return {};
  std::vector<MapTool> tools = {draw_fit};
  if (map.plane.width > 1) tools.push_back(draw_manifold_button);
  tools.push_back(draw_shapes_button);
  tools.push_back(draw_path_button);
  if (ui.state.shown.shows(PagePart::maps)) tools.push_back(draw_compare_button);
  if (map.plane.width > 2) tools.push_back(draw_numbers_button);
  return tools;
}

float views_width(Context& ui) { return std::max(84.0f, segmented_width(ui, kMapViews)); }

/// How much room all of the header's tools want.
float tools_width(Context& ui) {
  const float side = ui.touch ? kTouch : 28.0f;
  return views_width(ui) + static_cast<float>(map_tools(ui).size()) * (side + kGap1);
}

/// The views, and as many of the buttons as have room; those that have none are left in `list`.
void draw_map_tools(Context& ui, Rect tools, std::vector<MapTool>& list) {
  const MapMemory& map = ui.state.explore.map;
  const auto count = static_cast<float>(list.size());
  const float side = tools.h, buttons = count * (side + kGap1);
  const float least = views_width(ui);
  const Rect views = cut_left(tools, std::clamp(tools.w - buttons, least, std::max(least, 128.0f)), kGap1);
  int view = map.view_shown;
  if (segmented(ui, "map/view", "View", kMapViews, view, views, {.terms = kMapViewTerms}))
    show_view(ui, static_cast<MapMemory::View>(view));
  // Rather shoulder to shoulder than in another place.
  const float gap = tools.w >= buttons - kGap1 || tools.w < count * side ? kGap1 : 0;
  while (!list.empty() && tools.w >= side) {
    const MapTool draw = list.front();
    list.erase(list.begin());
    draw(ui, cut_right(tools, side, gap));
  }
}

/// Which two numbers span the map.
void draw_axes(Context& ui, Rect& rest) {
  const CodePlane& plane = ui.state.explore.map.plane;
  const Theme& t = ui.theme;
  std::vector<Sentence> options;
  for (int i = 1; i <= plane.width; ++i) options.push_back(say("Number {0}", i));
  int x = plane.axis_x, y = plane.axis_y;
  draw_text(ui, cut_top(rest, 18), "Across", ui.fonts.small, t.muted);
  const bool x_set = combo(ui, "map/axis-x", "Across", options, x, cut_top(rest, t.control, kGap2));
  draw_text(ui, cut_top(rest, 18), "Up", ui.fonts.small, t.muted);
  const bool y_set = combo(ui, "map/axis-y", "Up", options, y, cut_top(rest, t.control, kGap3));
  if (x_set) choose_axis(ui, true, x);
  if (y_set) choose_axis(ui, false, y);
}

/// Where the numbers stand that are not on the axes.
void draw_rest(Context& ui, Rect& rest) {
  const MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  draw_text(ui, cut_top(rest, 18), "The other numbers", ui.fonts.small, t.muted);
  for (int i = 0; i < map.plane.width; ++i) {
    if (i == map.plane.axis_x || i == map.plane.axis_y) continue;
    const auto at = static_cast<std::size_t>(i);
    double value = map.plane.rest[at];
    const double low = at < map.low.size() ? map.low[at] : -1.0, high = at < map.high.size() ? map.high[at] : 1.0;
    Rect line = cut_top(rest, ui.touch ? kTouch : 26.0f);
    draw_text(ui, cut_left(line, 22), Words::as_is(std::to_string(i + 1)), ui.fonts.small, t.muted);
    if (slider(ui, "map/number/" + std::to_string(i + 1), say("Number {0}", i + 1), value,
               {std::min(low, value), std::max({high, value, low + 1e-3}), 0}, line, Words::as_is(figure(value, 2)))) {
      set_number(ui, i, static_cast<float>(value));
    }
  }
}

/// Axes of a wide code and where its other numbers stand.
void draw_numbers(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  const Scroll scroll = begin_scroll(ui, "map/numbers-scroll", area);
  Rect rest{scroll.content.x, scroll.content.y, scroll.content.w, 1e6f};
  constexpr std::array<Key, 2> kKinds = {"Principal", "Two numbers"};
  int kind = map.principal ? 0 : 1;
  if (segmented(ui, "map/axes", "Axes", kKinds, kind, cut_top(rest, ui.theme.control, kGap2)))
    choose_axes(ui, kind == 0);
  if (map.principal) {
    const float height =
        draw_paragraph(ui, rest, "The two directions in which the codes spread most, found anew as they move.",
                       ui.fonts.small, ui.theme.muted);
    cut_top(rest, height);
  } else {
    draw_axes(ui, rest);
    draw_rest(ui, rest);
  }
  end_scroll(ui, scroll, rest.y - scroll.content.y);
}

/// The map as a picture, its codes as a table.
void draw_saving(Context& ui, const Rect& area) {
  const Sentence none = ui.state.explore.map.points.size() > 0 ? Sentence() : say("There are no codes yet.");
  constexpr std::array<Key, 3> kNames = {"Picture (PNG)", "Picture (SVG)", "Codes (CSV)"},
                               kShort = {"PNG", "SVG", "CSV"};
  const Rect part = column(area, 0, 3, kGap2);
  const bool room = std::ranges::all_of(kNames, [&](Key name) { return button_width(ui, name) <= part.w; });
  const auto save = [&](int i, std::string_view id, Key help) {
    const auto which = static_cast<std::size_t>(i);
    return button(ui, id, room ? kNames[which] : kShort[which], column(area, i, 3, kGap2), Look::normal, Icon::none,
                  {.help = help, .disabled = none, .read_as = kNames[which]});
  };
  if (save(0, "map/save-png", "The map with title, axes and legend, as large as a slide")) save_map_picture(ui, false);
  if (save(1, "map/save-svg", "The same as lines and text, for print and for drawing on")) save_map_picture(ui, true);
  if (save(2, "map/save-csv", "A table with the label and the code of each image")) save_codes(ui);
}

constexpr std::array<std::string_view, 3> kPartTerms = {"held-out", "images-of-training", "split"};

/// Which images the map may show, with or without their numbers.
std::array<Sentence, 3> subset_names(const State& state, bool counts) {
  const auto images = [&](command::Subset subset) { return state.dataset.size(subset); };
  using enum command::Subset;
  if (!counts) return {"Held-out", "Training", "All"};
  return {say("Held-out {0}", images(held_out)), say("Training {0}", images(training)), say("All {0}", images(all))};
}

void choose_subset(Context& ui, const Rect& area) {
  const DatasetState& data = ui.state.dataset;
  const bool room = combo_width(ui, subset_names(ui.state, true)) <= area.w;
  const std::array<Sentence, 3> options = subset_names(ui.state, room);
  int subset = static_cast<int>(ui.state.explore.map.subset);
  if (combo(ui, "map/part", "Images on the map", options, subset, area,
            {.disabled = data.loaded() ? Sentence() : say("No images yet."), .terms = kPartTerms}))
    show_subset(ui, static_cast<command::Subset>(subset));
}

/// The trail of the network's codes, and the epoch that is shown.
void draw_trail(Context& ui, Rect area) {
  const MapMemory& map = ui.state.explore.map;
  const int n = static_cast<int>(map.trail.size());
  const Sentence epoch = say("Epoch {0}", in_epochs(map_epoch(ui.state)));
  const float wanted = text_width(ui, ui.fonts.small, epoch) + 4;
  // Where there is no room for both, the bar says how far the run is.
  const float room = n < 2 ? area.w : area.w - area.h - kGap1 - kGap2;
  if (room >= wanted) {
    const Rect words = n < 2 ? area : cut_right(area, std::max(std::min(64.0f, room), wanted), kGap2);
    label(ui, "map/epoch", words, epoch, ui.fonts.small, ui.theme.muted, n < 2 ? Align::left : Align::right,
          {.term = "epoch"});
  }
  if (n < 2 || area.w < area.h) return;
  const bool playing = map.replay_from >= 0;
  if (icon_button(ui, "map/replay", playing ? say("Stop the replay") : say("Replay the training"),
                  playing ? Icon::pause : Icon::play, cut_left(area, area.h, kGap1),
                  {.disabled = ui.state.training() ? say("Training is still going on.") : Sentence()})) {
    replay_or_stop(ui);
  }
  double entry = map.wound_back < 0 ? n - 1 : map.wound_back;
  if (area.w > 40 && slider(ui, "map/trail", "Epochs so far", entry, {0, static_cast<double>(n - 1), 1}, area, {},
                            {.help = "Winds the points back to an earlier epoch", .term = "trail"})) {
    stop_replay(ui);
    wind_back(ui, static_cast<int>(std::lround(entry)));
  }
}

constexpr Key kKindsHelp = "The same images on another map (M)";

/// The switch between the three maps, and how good the one that is shown is.
void draw_kinds(Context& ui, Rect row) {
  const MapMemory& map = ui.state.explore.map;
  const bool beside = compare_width(ui, row.w) > 0;  // where the figures of all three stand
  int kind = static_cast<int>(map.kind);
  const float wanted = std::max(270.0f, segmented_width(ui, kMapKindNames));
  if (segmented(ui, "map/kind", "Map of the images", kMapKindNames, kind, cut_left(row, std::min(wanted, row.w), kGap3),
                {.help = kKindsHelp, .terms = kMapKindTerms}, kMapKindKeys))
    show_map(ui, static_cast<MapKind>(kind));
  if (!beside) draw_map_figures(ui, map.kind, row);
}

void choose_kind(Context& ui, const Rect& area) {
  int kind = static_cast<int>(ui.state.explore.map.kind);
  if (combo(ui, "map/kind", "Map of the images", kMapKindNames, kind, area,
            {.help = kKindsHelp, .terms = kMapKindTerms}, kMapKindKeys))
    show_map(ui, static_cast<MapKind>(kind));
}

/// How far a t-SNE is, or what came out; its perplexity, and the way to stop or draw it anew.
void draw_tsne_row(Context& ui, Rect row) {
  MapMemory& map = ui.state.explore.map;
  const ImageMap& one = image_map(map, MapKind::tsne);
  const Rect press = cut_right(row, std::max(button_width(ui, "Draw again"), button_width(ui, "Stop")), kGap2);
  if (one.under_way()) {
    if (button(ui, "map/tsne/stop", "Stop", press)) stop_tsne(ui);
  } else if (button(ui, "map/tsne/draw", "Draw again", press, Look::normal, Icon::none,
                    {.disabled = ui.state.dataset.loaded() ? Sentence() : say("No images yet.")})) {
    draw_tsne(ui);
  }
  constexpr std::array<double, 6> kPerplexities = {5, 10, 20, 30, 50, 100};
  std::vector<Sentence> options;
  int chosen = 3;
  for (std::size_t i = 0; i < kPerplexities.size(); ++i) {
    options.push_back(say("Perplexity {0}", in_number(kPerplexities[i])));
    if (kPerplexities[i] == map.perplexity) chosen = static_cast<int>(i);
  }
  if (combo(ui, "map/tsne/perplexity", "Perplexity", options, chosen,
            cut_right(row, std::min(126.0f, row.w / 2), kGap3), {.term = "perplexity"})) {
    map.perplexity = kPerplexities[static_cast<std::size_t>(chosen)];
    draw_tsne(ui);
  }
  if (!one.failed.empty()) return label(ui, "map/tsne/failed", row, one.failed, ui.fonts.small, ui.theme.bad);
  if (one.under_way()) {
    const bool prepares = one.places.empty() || one.prepared < 1;
    const double share = prepares ? 0.0 : static_cast<double>(one.iteration) / std::max(1, one.iterations);
    const Rect bar = cut_bottom(row, 5);
    const Sentence words = prepares ? say("Looking for each image's neighbours")
                                    : say("Iteration {0} of {1}", one.iteration, one.iterations);
    progress_bar(ui, "map/tsne/progress", words, share, bar);
    return draw_text(ui, row, words, ui.fonts.small, ui.theme.muted);
  }
  const Sentence what = one.done ? say("Divergence {0}", figure(one.divergence, 3)) : say("Stopped");
  const bool placed = !painting_code(ui.state).empty();
  const Rect first = placed ? cut_top(row, row.h / 2) : row;
  label(ui, "map/tsne/told", first, what, ui.fonts.small, ui.theme.muted, Align::left, {.term = "tsne-divergence"});
  if (!placed) return;
  const Sentence whole = "The drawing stands amid the images most like it";
  const bool room = text_width(ui, ui.fonts.small, whole) <= row.w;
  label(ui, "map/tsne/painting", row, room ? whole : say("Drawing amid its like"), ui.fonts.small, ui.theme.muted);
}

/// Where the three maps have no row above: the list of them stands beside that of the images, or, where these have no
/// room beside each other, in a row of its own, with what the header has no room for.
struct Foot {
  bool lists_kinds = false, two_rows = false;
};

Foot foot_for(Context& ui, float width, bool wide, bool tools_left) {
  if (wide) return {.lists_kinds = false, .two_rows = tools_left};
  const float side = ui.theme.control + kGap2;
  const float wanted = combo_width(ui, kMapKindNames) + kGap2 + combo_width(ui, subset_names(ui.state, false));
  return {.lists_kinds = true, .two_rows = tools_left || wanted > width - side};
}

void draw_upper_foot(Context& ui, Rect row, const Foot& foot, std::vector<MapTool>& tools) {
  for (const MapTool draw : tools)
    if (row.w >= row.h) draw(ui, cut_right(row, row.h, kGap1));
  cut_right(row, kGap1);
  if (foot.lists_kinds) choose_kind(ui, cut_left(row, std::max(158.0f, combo_width(ui, kMapKindNames))));
}

/// Which images, what the shown map is of, and what can be saved.
void draw_foot(Context& ui, Rect area, const Foot& foot) {
  const MapMemory& map = ui.state.explore.map;
  const float control = area.h;
  const Group group(ui, "map/foot", "Images, replay and saving", area);
  if (icon_button(ui, "map/save", "Save", Icon::download, cut_right(area, control, kGap2),
                  {.help = "A picture of the map, or the codes"}, map.saving_open))
    toggle_saving(ui);
  if (foot.lists_kinds && !foot.two_rows) choose_kind(ui, cut_left(area, combo_width(ui, kMapKindNames), kGap2));
  const float subset = combo_width(ui, subset_names(ui.state, false));
  choose_subset(ui, cut_left(area, std::clamp(area.w * 0.5f, subset, std::max(subset, 158.0f)), kGap3));
  if (map.points.size() > 0 && map.kind == MapKind::autoencoder) draw_trail(ui, area);
}

/// The surface, and below it what is said and chosen of it; tools that the header has no room for are in `left`.
void draw_surface_and_rows(Context& ui, Rect inside, const Foot& foot, std::vector<MapTool>& left) {
  const MapMemory& map = ui.state.explore.map;
  const Rect lower = cut_bottom(inside, ui.theme.control, kGap2);
  const Rect upper = foot.two_rows ? cut_bottom(inside, ui.theme.control, kGap2) : Rect{};
  if (map.saving_open) draw_saving(ui, cut_bottom(inside, ui.theme.control, kGap2));
  if (const float row = path_row_height(ui, inside.w); row > 0) {
    draw_path_row(ui, cut_bottom(inside, row, kGap2));
  }
  if (map.kind == MapKind::tsne) draw_tsne_row(ui, cut_bottom(inside, ui.theme.control, kGap2));
  if (const float height = compare_height(ui, inside.w); height > 0)
    draw_compare(ui, cut_bottom(inside, height, kGap2));
  if (const float width = compare_width(ui, inside.w); width > 0) draw_compare(ui, cut_right(inside, width, kGap3));
  if (map.numbers_open && map.plane.width > 2) {
    const float width = std::min(200.0f, inside.w * 0.45f);
    draw_numbers(ui, cut_right(inside, width, kGap3));
  }
  draw_map_surface(ui, inside);
  if (foot.two_rows) draw_upper_foot(ui, upper, foot, left);
  draw_foot(ui, lower, foot);
}

/// How much height the rows below the surface take.
float rows_height(Context& ui, float width, const Foot& foot) {
  const MapMemory& map = ui.state.explore.map;
  const int rows = 1 + (foot.two_rows ? 1 : 0) + (map.saving_open ? 1 : 0) + (map.kind == MapKind::tsne ? 1 : 0);
  float height = static_cast<float>(rows) * (ui.theme.control + kGap2);
  for (const float more : {path_row_height(ui, width), compare_height(ui, width)})
    if (more > 0) height += more + kGap2;
  return height;
}

/// On a low card of a phone, as beside a lesson's text: the surface has all but a row of it, a path's strip included,
/// and the rest is scrolled to.
void draw_low_map(Context& ui, const Rect& inside, const Foot& foot, std::vector<MapTool>& left) {
  const Scroll scroll = begin_scroll(ui, "map/scroll", inside);
  const float row = std::max(ui.theme.control, path_strip_height(ui)) + kGap2;
  Rect rest{scroll.content.x, scroll.content.y, scroll.content.w, std::max(inside.h - row, 120.0f)};
  rest.h += rows_height(ui, rest.w, foot);
  const float height = rest.h;
  draw_surface_and_rows(ui, rest, foot, left);
  const float legend = draw_legend(ui, "map", {rest.x, rest.bottom() + kGap2, rest.w, ui.theme.control});
  end_scroll(ui, scroll, height + (legend > 0 ? kGap2 + legend : 0));
}

}  // namespace

void draw_map(Context& ui, const Rect& area) {
  const MapMemory& map = ui.state.explore.map;
  update_map(ui);
  update_map_figures(ui);
  update_pad(ui);
  Rect tools;
  Rect inside =
      card(ui, "map", ui.narrow && area.w < 400 ? say("Map") : say("Code map"), area, &tools, tools_width(ui));
  std::vector<MapTool> left = map_tools(ui);
  draw_map_tools(ui, tools, left);
  const bool kinds = ui.state.shown.shows(PagePart::maps);
  const bool wide = !kinds || (inside.w >= kWideMap && area.h >= kShortMap);
  if (wide && kinds) draw_kinds(ui, cut_top(inside, ui.theme.control, kGap2));
  if (map.view_shown == MapMemory::sweep) return draw_sweep(ui, inside);

  const Foot foot = foot_for(ui, inside.w, wide, !left.empty());
  const bool beside = ui.low && inside.w > 480;
  const float legend_row = !beside && legend_entries(ui.state) > 0 ? ui.theme.control + kGap2 : 0;
  if (ui.narrow && !beside && inside.h - legend_row - rows_height(ui, inside.w, foot) < kLowSurface)
    return draw_low_map(ui, inside, foot, left);
  if (beside) {
    if (legend_entries(ui.state) > 0) draw_legend(ui, "map", cut_left(inside, legend_column(ui, inside.h), kGap2));
  } else {
    const float legend = draw_legend(ui, "map", inside);
    cut_top(inside, legend, legend > 0 ? kGap2 : 0);
  }
  draw_surface_and_rows(ui, inside, foot, left);
}

}  // namespace hourglass
