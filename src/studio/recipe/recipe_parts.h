// The recipe's pieces: one row for a setting, whatever its kind, and the drawing of the network.
#pragma once

#include "studio/state/context.h"
#include "training/experiment_fields.h"

namespace hourglass {

/// Each draws from area's top, as wide as area, and returns the height that it took, with the gap below.
float draw_setting(Context& ui, const Field& field, const Rect& area);
float draw_hourglass(Context& ui, const Field& field, const Rect& area);
float draw_classes(Context& ui, const Field& field, const Rect& area);
float draw_corruption_preview(Context& ui, const Rect& area);
float draw_preset_line(Context& ui, const Rect& area);

/// A line with a chevron that opens and folds what follows; true when pressed.
bool disclosure(Context& ui, std::string_view id, Key title, bool open, const Rect& area, bool strong,
                const Words& read_as = {});

}  // namespace hourglass
