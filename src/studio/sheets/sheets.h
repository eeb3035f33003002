// Sheets: what lies over the whole page for a while (help, about, presets, data sets, kept runs, two of them
// side by side, another program's network, a picture for the pad, a link for a class). One at a time;
// Escape, the close button or a press beside it puts it away.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// The sheet that state.sheet names, over everything.
void draw_sheets(Context& ui);

/// Each draws into `content` (its left upper corner and width) and returns its height.
float draw_help(Context& ui, const Rect& content);
/// The list of languages, each by its own name, in help and about; nothing, 0 high, where there is but one.
float draw_language_choice(Context& ui, const Rect& area);
float draw_about(Context& ui, const Rect& content);
float draw_presets(Context& ui, const Rect& content);
float draw_datasets(Context& ui, const Rect& content);
/// The part of that sheet that is about the person's own files.
float draw_own_images(Context& ui, const Rect& area);
float draw_shelf(Context& ui, const Rect& content);
float draw_data_look(Context& ui, const Rect& content);
float draw_asked_images(Context& ui, const Rect& content);
/// A model file that was brought: which array is taken for what, and the choices that the file leaves.
float draw_foreign(Context& ui, const Rect& content);
/// A link for a class, and its QR code as large as the window.
float draw_share(Context& ui, const Rect& content);
float draw_code_sheet(Context& ui, const Rect& content);
float draw_picture_sheet(Context& ui, const Rect& content);

}  // namespace hourglass
