// The first visit: one sentence that says what this is, the way into the first lesson, and the way out. A quiet card
// over the studio, which stays usable under it: the first deed (a press, a stroke, a key, a file, a script) puts it
// away for good.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// The lesson that a newcomer is shown (assets/lessons).
inline constexpr std::string_view kFirstLesson = "squeezed";

void leave_welcome(State& state);
/// Whether the mirror's item is one of the card's own, whose press is no deed yet.
bool of_welcome(std::string_view id);
/// Whether a key by its DOM name does something: to walk with Tab is no deed.
bool is_deed(std::string_view key);
/// Drawn after the panels, before the sheets.
void draw_welcome(Context& ui);

}  // namespace hourglass
