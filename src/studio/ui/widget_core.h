// The common part of all widgets: hit-testing, focus ring, tip, and the mirror's entry. For the widgets' own files
// only.
#pragma once

#include <string_view>

#include "studio/ui/widgets.h"

namespace hourglass {

struct Behaviour {
  bool hovered = false;
  bool held = false;
  bool clicked = false;  ///< by pointer or mirror
  bool clicked_by_pointer = false;
  bool disabled = false;
  bool seen = true;  ///< inside the clip rectangle: worth drawing
};

/// Hit-tests `area` as item `id` and takes a press from the mirror.
Behaviour behave(Ui& ui, std::string_view id, const Rect& area, const Note& note, bool press_on_down = false);

/// A mirror entry with id, role, name, rectangle, help or reason, and whether it is scrolled away.
MirrorItem mirror_item(Ui& ui, std::string_view id, Role role, const Words& name, const Rect& area,
                       const Note& note = {});

/// The ring round the item that has the keyboard.
void draw_focus(Ui& ui, std::string_view id, const Rect& area, float radius = kRadius);

/// The frame of a control: background, border, both by state.
void draw_frame(Ui& ui, const Rect& area, const Behaviour& behaviour, bool refused = false);

bool visible(const Rect& area);

}  // namespace hourglass
