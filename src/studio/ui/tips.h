// Tips: what is said beside a widget while the pointer rests on it, while it has the keyboard, or after a tap: its
// help, why it is disabled, and the glossary's words (text/glossary.h) that its Note names. For the widgets' own files
// only; others give a Note, or call tip().
#pragma once

#include <string_view>

#include "studio/ui/widgets.h"

namespace hourglass {

/// The pointer rests on what `id` names, in this frame; and whether it has done so long enough for a tip (if not, a
/// frame is asked for when it has).
void rest_on(Ui& ui, std::string_view id);
bool tip_is_due(Ui& ui);

/// The pointer is over `id`: its tip is shown when that is due.
void consider_tip(Ui& ui, std::string_view id, const Rect& area, const Note& note);
/// `id` has the keyboard: the same, as long as the pointer rests nowhere; of a Note that names no term nothing is
/// shown.
void tell_focused(Ui& ui, std::string_view id, const Rect& area, const Note& note);
/// Shows the tip of `note` in this frame.
void tell(Ui& ui, const Rect& area, const Note& note);

/// What assistive technology says about the widget: why it cannot be used or was refused, else help and terms.
Said description_of(Ui& ui, const Note& note);

}  // namespace hourglass
