// The mirror: every widget of the canvas as data, so that the page can lay an invisible DOM element over it. Recorded
// by our widget wrappers, which know role, value and range; what people press in the DOM comes back as pending actions
// that the wrapper of that id takes in the next frame.
//
// What Host::mirror receives, only when something changed (missing keys: the default in brackets):
//   {"items": [ {"id", "role", "name", "rect": [x, y, w, h], "value" [""], "checked" [absent], "selected" [absent],
//                "min", "max", "step", "number" [absent], "options": ["ReLU", ...] [absent], "disabled" [false],
//                "description" [""], "invalid" [false], "hidden" [false: true when scrolled out of sight],
//                "keys" [false: can have the keyboard and
//                takes keys of its own], "live" [false: announce changes], "level" [absent: heading's level]} ],   new
//                and changed items, whole
//    "removed": ["id"...], "order": ["id"...] (only when the order or the set changed; the order of reading)}
// Roles: button, switch, slider, spinbutton, textbox, combobox, radiogroup, tab, progressbar, status, img, heading,
// text, region, dialog. For combobox and radiogroup, `value` is one of `options` and mirror_set takes one of them. A
// slider, spinbutton or textbox takes the value as text. switch, button, tab and img (when pressable) take
// mirror_press.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "studio/ui/rect.h"

namespace hourglass {

enum class Role {
  button,
  toggle,
  slider,
  number,
  text_field,
  combo,
  radio,
  tab,
  progress,
  status,
  image,
  heading,
  text,
  region,
  dialog
};

struct MirrorItem {
  std::string id;  ///< stable and readable: "bar/train", "recipe/learning-rate"
  Role role = Role::button;
  std::string name;
  Rect rect;
  std::string value;
  std::optional<bool> checked;   ///< of a switch, or of a button that stays pressed
  std::optional<bool> selected;  ///< of a tab or of an image in a list
  std::optional<double> minimum, maximum, step;
  std::optional<double> number;  ///< the value where it is a number; `value` is how it is read out
  std::vector<std::string> options;
  bool disabled = false;
  std::string description;  ///< help, or why it is disabled or refused
  bool invalid = false;
  bool hidden = false;
  bool keys = false;  ///< takes keys of its own (arrows, Space, Enter): can have the keyboard
  bool live = false;
  int level = 0;
  bool operator==(const MirrorItem&) const = default;
};

class Mirror {
 public:
  void begin_frame();
  /// Later items with an id already seen in this frame are dropped, and all while muted.
  void add(MirrorItem item);
  /// What lies behind an open sheet is neither told nor reachable.
  void mute(bool muted) { muted_ = muted; }
  /// Ends the frame: actions that nobody took are forgotten. Returns the changes as JSON, empty when there are none.
  std::string end_frame();

  void press(std::string_view id);
  void set(std::string_view id, std::string_view value);
  /// The DOM element of this item has the keyboard; empty: none has.
  void focus(std::string_view id);

  /// Taken by the wrapper of that id; an action is taken once.
  bool take_press(std::string_view id);
  std::optional<std::string> take_set(std::string_view id);
  /// The wrapper shall draw a ring round itself.
  bool focused(std::string_view id) const { return !focused_.empty() && focused_ == id; }
  /// True once after the focus moved here: the wrapper scrolls itself into sight.
  bool take_focus_moved(std::string_view id);

  bool pending() const { return !presses_.empty() || !sets_.empty() || focus_moved_; }
  /// The items as of the last finished frame, in order.
  const std::vector<MirrorItem>& items() const { return shown_; }
  const MirrorItem* find(std::string_view id) const;
  /// Forget what the page was told, so that the next frame tells everything.
  void forget() { shown_.clear(); }

 private:
  std::vector<MirrorItem> frame_, shown_;
  std::unordered_set<std::string> seen_;  ///< ids of this frame
  std::vector<std::string> presses_;
  std::map<std::string, std::string, std::less<>> sets_;
  std::string focused_;
  bool focus_moved_ = false;
  bool muted_ = false;
};

}  // namespace hourglass
