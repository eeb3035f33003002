// The small drawings of the glossary, for a tip on dark ground: a network as an hourglass, a code as bars, what is held
// out as a part of a strip. Lines and shapes, so that they are sharp at any scale and need no words.
#pragma once

#include <imgui.h>

#include <string_view>

#include "studio/ui/rect.h"

namespace hourglass {

/// Whether there is a drawing of this name (GlossaryEntry::picture).
bool has_term_picture(std::string_view name);
/// Into `area`, about 2 to 1; nothing for a name that has none. `ink` is what counts, `quiet` what stands around it.
void draw_term_picture(ImDrawList& list, std::string_view name, const Rect& area, ImU32 ink, ImU32 quiet);

}  // namespace hourglass
