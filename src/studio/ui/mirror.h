// The mirror: every widget of the canvas as data, so that the page can lay an invisible DOM element over it. Recorded
// by our widget wrappers, which know role, value and range; what people press in the DOM comes back as pending actions
// that the wrapper of that id takes in the next frame.
//
// Roles, the keys of an item and what Host::mirror receives stand in platform/bridge.def. For a combobox or a
// radiogroup the page sets the key of an option; a slider, spinbutton or textbox takes the value as text; switch,
// button, tab, option and img (when pressable) are pressed.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "studio/ui/rect.h"
#include "studio/ui/words.h"

namespace hourglass {

enum class Role {
#define MIRROR_ROLE(name, role) name,
#include "platform/bridge.def"
};

/// One of a combobox's or radiogroup's: the key is the same in every language.
struct MirrorOption {
  std::string key;
  Said text;
  bool operator==(const MirrorOption&) const = default;
};

struct MirrorItem {
  std::string id;  ///< stable and readable: "bar/train", "recipe/learning-rate"
  Role role = Role::button;
  Said name;
  Rect rect;
  std::string parent;  ///< set by Mirror
  Said value;
  std::optional<bool> checked;   ///< of a switch, or of a button that stays pressed
  std::optional<bool> selected;  ///< of a tab or of an image in a list
  std::optional<double> minimum, maximum, step;
  std::optional<double> number;  ///< the value where it is a number; `value` is how it is read out
  std::vector<MirrorOption> options;
  bool disabled = false;
  Said description;  ///< help, or why it is disabled or refused
  bool invalid = false;
  bool hidden = false;
  bool keys = false;  ///< takes keys of its own (arrows, Space, Enter): can have the keyboard
  bool live = false;
  int level = 0;

  // Not told to the page:
  Rect seen = {};      ///< the part of `rect` that is not clipped away
  unsigned layer = 0;  ///< Dear ImGui's id of the window that it is drawn in
  Rect strip = {};     ///< what it holds in here is read from left to right; of a region it is the header, a toolbar
  bool operator==(const MirrorItem&) const = default;
};

class Mirror {
 public:
  void begin_frame();
  /// Later items with an id already seen in this frame are dropped, and all while muted.
  void add(MirrorItem item);
  /// The same for an item that holds those added until close().
  void open(MirrorItem item);
  void close();
  /// Closes what was opened since depth() was so much.
  std::size_t depth() const { return open_.size(); }
  void close_to(std::size_t depth);
  /// What lies behind an open sheet is neither told nor reachable.
  void mute(bool muted) { muted_ = muted; }
  /// What the page is told of texts, pictures and progress bars that it has already, while nothing comes or goes: what
  /// they say in this frame, or still what they said when it was told last.
  enum class Figures { of_this_frame, as_told };
  /// Ends the frame: actions that nobody took are forgotten. Returns the changes as JSON, empty when there are none.
  std::string end_frame(Figures figures = Figures::of_this_frame);
  /// The last frame had figures that the page has not been told.
  bool holds_back() const { return holds_back_; }

  void press(std::string_view id);
  void set(std::string_view id, std::string_view value);
  /// The DOM element of this item has the keyboard; empty: none has.
  void focus(std::string_view id);

  /// Taken by the wrapper of that id; an action is taken once, and not before those that were made earlier.
  bool take_press(std::string_view id);
  std::optional<std::string> take_set(std::string_view id);
  /// The wrapper shall draw a ring round itself.
  bool focused(std::string_view id) const { return !focused_.empty() && focused_ == id; }
  /// True once after the focus moved here: the wrapper scrolls itself into sight.
  bool take_focus_moved(std::string_view id);

  bool pending() const { return !actions_.empty() || focus_moved_; }
  /// The items as of the last finished frame, in order.
  const std::vector<MirrorItem>& items() const { return shown_; }
  const MirrorItem* find(std::string_view id) const;
  /// The text field that can be typed into at this place of the window `layer`; empty where there is none.
  std::string_view field_at(float x, float y, unsigned layer) const;
  /// Whether a slider, or a surface with keys of its own (map, pad, chart), lies there.
  bool takes_drag(float x, float y, unsigned layer) const;

 private:
  /// Puts what stands in the strip of a region or a group after it, from left to right; in a region's header neighbours
  /// that are pressed become a toolbar.
  void arrange_headers();
  /// Puts what the page knows of them in place of this frame's figures.
  void hold_back_figures();

  std::vector<MirrorItem> frame_, shown_;
  std::vector<MirrorItem> arranged_;      ///< by arrange_headers(): kept for its room
  std::vector<std::string> open_;         ///< ids of those that hold what is added now
  std::unordered_set<std::string> seen_;  ///< ids of this frame
  /// A press, or a value that was entered.
  struct Action {
    std::string id;
    std::optional<std::string> value;
  };
  /// Taken in the order in which they were made, whatever order their widgets are drawn in: only the first can be
  /// taken.
  std::deque<Action> actions_;
  bool taken_ = false;  ///< one was, in this frame
  std::string focused_;
  bool focus_moved_ = false;
  bool muted_ = false;
  bool holds_back_ = false;
};

}  // namespace hourglass
