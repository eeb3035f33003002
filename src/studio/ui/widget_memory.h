// What the widgets remember between frames: the text being typed, eased positions, how long the pointer has rested.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "studio/ui/rect.h"

namespace hourglass {

struct WidgetMemory {
  std::string editing;  ///< id of the field being typed into
  std::string edit_text;
  bool edit_begins = false;

  std::string hovered;  ///< id under the pointer in this frame
  std::string hovered_before;
  double hovered_since = 0;
  Rect tip_rect;                       ///< of the item whose tip is wanted
  std::string tip_text;                ///< empty: none in this frame
  std::vector<std::string> tip_terms;  ///< keys of the glossary that the tip explains
  bool tip_beside = false;             ///< it stands at the item's side
  Rect whole_rect;                     ///< of the text that was cut and is under the pointer
  std::string whole_text;              ///< that text; empty: none in this frame

  std::string told;        ///< id of what was tapped to be explained: its tip stays until the next press
  bool told_seen = false;  ///< that was drawn in this frame
  std::string focused;     ///< id that has the keyboard, and words to say
  double focused_since = 0;
  std::string put_away;    ///< id whose tip the person has put away while it has the keyboard
  bool focus_due = false;  ///< its tip is due in this frame, unless the pointer rests somewhere
  bool focus_shown = false;
  Rect focus_rect;
  std::string focus_text;
  std::vector<std::string> focus_terms;

  std::unordered_map<std::string, float> eased;  ///< by id

  bool drag_taken = false;  ///< what is held wants the drag itself (slider, surface): the part does not scroll
  std::string scrolling;    ///< id of the part that a finger scrolls
  float scroll_speed = 0;   ///< CSS pixels a second, after the finger left
  std::unordered_map<std::string, float> scroll_height;  ///< content of each scrolling part, as of the last frame
};

}  // namespace hourglass
