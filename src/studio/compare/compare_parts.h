// The parts of the sheet, from above. Each draws into a column that begins at the rectangle's left upper corner and is
// as wide, and returns the height that it used.
#pragma once

#include <string>
#include <string_view>

#include "studio/state/compare.h"
#include "studio/state/context.h"

namespace hourglass {

/// Beside each other where there is room for it, otherwise one above the other.
inline bool side_by_side(float width) { return width >= 560; }

/// What the two are called, in ids and on the screen, and their colours.
inline std::string compare_id(std::size_t which, std::string_view part) {
  return (which == 0 ? "compare/a/" : "compare/b/") + std::string(part);
}
inline Key compare_name(std::size_t which) { return which == 0 ? Key("A") : Key("B"); }
inline ImU32 compare_color(const Theme& t, std::size_t which) { return which == 0 ? t.chart_train : t.chart_heldout; }

/// A title of a part.
float draw_part_title(Context& ui, std::string_view id, const Rect& area, Key title);

float draw_compared_maps(Context& ui, const Rect& area);
/// The image that is pointed at and the painting, each beside what both make of it.
float draw_compared_images(Context& ui, const Rect& area);
float draw_compared_samples(Context& ui, const Rect& area);
float draw_compared_sweeps(Context& ui, const Rect& area);
float draw_compared_curves(Context& ui, const Rect& area);
float draw_compared_recipes(Context& ui, const Rect& area);
float draw_compared_figures(Context& ui, const Rect& area);

}  // namespace hourglass
