// The paint panel: where the pad, its tools and all that is said of the painting stand.
#include "studio/pad/pad.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "studio/pad/pad_actions.h"
#include "studio/pad/pad_details.h"
#include "studio/pad/pad_images.h"
#include "studio/pad/pad_surface.h"
#include "studio/pad/pad_update.h"
#include "studio/state/pad_memory.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 2> kTools = {"Pen", "Eraser"};
constexpr float kLeastPad = 180;

void draw_brush(Context& ui, Rect area) {
  PadMemory& pad = ui.state.explore.pad;
  int tool = pad.erase ? 1 : 0;
  if (segmented(ui, "paint/tool", "Tool", kTools, tool, cut_left(area, std::min(132.0f, area.w * 0.45f), kGap2))) {
    choose_eraser(pad, tool == 1);
  }
  const Sentence shown = say("{0} px", figure(pad.brush / 10, 2));
  double width = pad.brush;
  if (slider(ui, "paint/brush", "Brush width", width, {10, 60, 1}, area, shown,
             {.help = "In pixels of the 28 x 28 image; MNIST's pen is about 2.8 wide"}))
    choose_brush(pad, width);
}

void draw_pad_tools(Context& ui, Rect tools) {
  PadMemory& pad = ui.state.explore.pad;
  const float side = tools.h;
  const auto why = [](bool possible, Key reason) { return Note{.disabled = possible ? Key() : reason}; };
  const bool any = !pad_code(ui.state).empty();
  if (icon_button(ui, "paint/save", "Save the painting and its reconstruction as PNG", Icon::download,
                  cut_right(tools, side, kGap1), why(any, "There is nothing to save yet."))) {
    save_reading(ui);
  }
  if (icon_button(ui, "paint/clear", "Clear the pad", Icon::clear, cut_right(tools, side, kGap1),
                  why(!pad.canvas.blank(), "The pad is clear already."))) {
    pad.canvas.clear();
  }
  if (icon_button(ui, "paint/redo", "Redo", Icon::redo, cut_right(tools, side, kGap1),
                  why(pad.canvas.can_redo(), "Nothing was undone."))) {
    pad.canvas.redo();
  }
  if (icon_button(ui, "paint/undo", "Undo", Icon::undo, cut_right(tools, side, kGap1),
                  why(pad.canvas.can_undo(), "Nothing to undo yet."))) {
    pad.canvas.undo();
  }
}

/// On a low and wide place: the pad as high as fits, its images beside it, the rest scrolls at the right.
void draw_side_by_side(Context& ui, Rect rest) {
  const float control = ui.theme.control;
  const float side = std::max(96.0f, std::min(rest.h - control - kGap2, rest.w * 0.45f));
  Rect left = cut_left(rest, side, kGap3);
  draw_pad(ui, cut_top(left, side, kGap2));
  update_pad(ui);
  draw_brush(ui, cut_top(left, control));
  const float most = std::min(rest.w * 0.3f, image_in_column_side(rest.h, images_shown(ui.state.explore.pad)));
  images_in_column(ui, cut_left(rest, tile_side(ui, most), kGap4));
  const Scroll scroll = begin_scroll(ui, "paint/scroll", rest);
  const float used = draw_details(ui, {scroll.content.x, scroll.content.y, scroll.content.w, 1e6f});
  end_scroll(ui, scroll, used);
}

}  // namespace

void draw_paint(Context& ui, const Rect& area) {
  const float control = ui.theme.control;
  Rect tools;
  const Rect inside = card(ui, "paint", "Paint", area, &tools);
  draw_pad_tools(ui, tools);
  if (inside.w >= 440 && inside.h < 0.65f * inside.w) return draw_side_by_side(ui, inside);
  const Scroll scroll = begin_scroll(ui, "paint/scroll", inside);
  Rect rest{scroll.content.x, scroll.content.y, scroll.content.w, 1e6f};

  float& details = ui.memory.scroll_height["paint/details"];  // as of the last frame: what the pad leaves room for
  // Images stand beside the pad where the panel is wide for its height, below it where it is tall.
  const bool beside = inside.h < 1.55f * rest.w;
  const float most = inside.h > 1200 ? 224.0f : inside.h > 500 ? 112.0f : 84.0f;  // side of an image in a row
  if (beside) {
    const float highest = std::max(150.0f, inside.h - 3 * control - 2 * kGap3 - 24);
    const float tile = tile_beside(ui, rest.w, highest);
    const float side = std::min({rest.w - tile - kGap3, highest, 560.0f});
    Rect row = cut_top(rest, side, kGap2);
    draw_pad(ui, cut_left(row, side, kGap3));
    update_pad(ui);
    images_in_column(ui, row);
  } else {
    // All is in sight where that leaves a pad worth painting on; otherwise the details scroll.
    const float needed = images_in_row_height(ui, rest.w, 2, most) + control + kGap2 + 2 * kGap3;
    const float whole = inside.h - needed - details;
    float side = std::min({rest.w, whole >= 220 ? whole : std::max(200.0f, inside.h - needed), 640.0f});
    // What would be cut through at the edge is wholly in sight, where that costs the pad little.
    const float missing = first_details_height(ui, rest.w) - (inside.h - needed - side);
    if (whole < 220 && missing > 0 && missing <= side / 4) side = std::max(side - missing, kLeastPad);
    Rect row = cut_top(rest, side, kGap2);
    draw_pad(ui, centered(row, side, side));
    update_pad(ui);
  }
  draw_brush(ui, cut_top(rest, control, kGap3));
  if (!beside) {
    const int n = images_shown(ui.state.explore.pad);
    images_in_row(ui, cut_top(rest, images_in_row_height(ui, rest.w, n, most), kGap3));
  }
  const float drawn = draw_details(ui, rest);
  if (std::exchange(details, drawn) != drawn) ui.animate();
  end_scroll(ui, scroll, rest.y + drawn - scroll.content.y);
}

}  // namespace hourglass
