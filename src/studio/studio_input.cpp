// What a person does: pointers, presses in the DOM mirror, keys; and what the page asks of a place before it takes a
// press.
#include <imgui_internal.h>

#include <string>

#include "studio/compare/compare_update.h"
#include "studio/explore_keys.h"
#include "studio/map/map_actions.h"
#include "studio/pad/pad_update.h"
#include "studio/pad/picture_actions.h"
#include "studio/state/actions.h"
#include "studio/state/run_control.h"
#include "studio/state/share.h"
#include "studio/state/shelf_actions.h"
#include "studio/studio_impl.h"
#include "studio/ui/widgets.h"
#include "studio/welcome.h"

namespace hourglass {
namespace {

/// Dear ImGui's window that lies on top at this place.
const ImGuiWindow* window_at(float x, float y) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  for (int i = g.Windows.Size - 1; i >= 0; --i) {
    const ImGuiWindow& window = *g.Windows[i];
    if (window.WasActive && !window.Hidden && window.OuterRectClipped.Contains(ImVec2(x, y))) return &window;
  }
  return nullptr;
}

bool can_move(float at, float most, float by) { return by < 0 ? at > 0 : by > 0 && at < most; }

}  // namespace

void Studio::pointer(std::span<const PointerSample> samples) {
  impl_->ui.pointer.assign(samples.begin(), samples.end());
}
void Studio::pinch(const Pinch& pinch) { impl_->ui.pinch = pinch; }

void Studio::mirror_press(std::string_view id) {
  person_acts(impl_->state, impl_->ui.time);
  if (!of_welcome(id)) leave_welcome(impl_->state);
  impl_->mirror.press(id);
}
void Studio::mirror_set(std::string_view id, std::string_view value) {
  person_acts(impl_->state, impl_->ui.time);
  leave_welcome(impl_->state);
  impl_->mirror.set(id, value);
}
void Studio::mirror_focus(std::string_view id) { impl_->mirror.focus(id); }

std::string Studio::field_at(float x, float y) const {
  // A press beside an open list closes it, and means nothing else.
  if (!ImGui::GetCurrentContext()->OpenPopupStack.empty()) return {};
  const ImGuiWindow* window = window_at(x, y);
  return window ? std::string(impl_->mirror.field_at(x, y, window->ID)) : std::string();
}

bool Studio::scrolls(float x, float y, float dx, float dy) const {
  const ImGuiWindow* window = window_at(x, y);
  for (; window; window = window->Flags & ImGuiWindowFlags_ChildWindow ? window->ParentWindow : nullptr) {
    if (window->Flags & ImGuiWindowFlags_NoScrollWithMouse) continue;
    if (can_move(window->Scroll.x, window->ScrollMax.x, dx) || can_move(window->Scroll.y, window->ScrollMax.y, dy))
      return true;
  }
  return false;
}

bool Studio::takes_drag(float x, float y) const {
  const ImGuiWindow* window = window_at(x, y);
  return window && impl_->mirror.takes_drag(x, y, window->ID);
}

bool Studio::key(std::string_view key, bool shift) {
  Impl& s = *impl_;
  State& state = s.state;
  Context& ui = s.ui;
  s.changed = true;
  person_acts(state, ui.time);
  if (state.welcome && is_deed(key)) {
    leave_welcome(state);
    if (key == "Escape") return true;
  }
  if (key == "Escape" && !ImGui::GetCurrentContext()->OpenPopupStack.empty()) {
    ImGui::ClosePopupToLevel(0, false);
    return true;
  }
  if (key == "Escape" && put_tip_away(ui)) return true;
  if (state.sheet == Sheet::none && explore_key(ui, key, shift)) return true;
  if (state.sheet == Sheet::compare && compare_key(ui, key, shift)) return true;
  if (state.sheet == Sheet::picture && picture_key(ui, key, shift)) return true;
  if (key == "undo" || key == "redo") {
    if (state.sheet != Sheet::none) return false;
    // Of a new run and a drawing the later one is undone; on the pad itself only what was drawn.
    const bool runs = key == "undo" && !s.mirror.focused("paint/pad");
    return (runs && undo_new_run(ui, true)) || pad_history_key(state, key) || (runs && undo_new_run(ui, false));
  }
  if (key == "Escape") {
    if (state.sheet == Sheet::none) {
      if (!state.shown.projector) return false;
      set_projector(ui, false);
      return true;
    }
    open_sheet(state, state.sheet == Sheet::code ? Sheet::share : Sheet::none);
    return true;
  }
  if (key == "h") {
    open_sheet(state, state.sheet == Sheet::help ? Sheet::none : Sheet::help);
    return true;
  }
  if (key == "b") {
    open_sheet(state, state.sheet == Sheet::shelf ? Sheet::none : Sheet::shelf);
    return true;
  }
  if (key == "c") {
    if (state.sheet == Sheet::compare)
      close_sheet(state);
    else
      open_compare(ui);
    return true;
  }
  if (state.sheet != Sheet::none) return false;
  if (key == "p" && state.shown.embedded.empty()) {
    set_projector(ui, !state.shown.projector);
    return true;
  }
  // A presenter's keys; the page has asked a lesson before.
  if (state.shown.projector && (key == "PageDown" || key == "PageUp")) {
    show_view(ui, state.explore.map.view_shown == MapMemory::sweep ? MapMemory::map : MapMemory::sweep);
    return true;
  }
  const bool of_run = key == " " || key == "s" || key == "r" || key == "n";
  if (of_run && !state.shown.shows(PagePart::train)) return false;
  if (key == " ")
    train_or_pause(ui);
  else if (key == "s")
    shift ? step_epoch(ui) : step_batch(ui);
  else if (key == "r") {
    if (why_no_run(state).empty()) reset_run(ui);
  } else if (key == "n") {
    if (why_fixed(state).empty()) new_seed(ui);
  } else if (key == "l")
    show_log_scale(state, !state.loss.logarithmic);
  else if (key == "f")
    state.fit_map = true;
  else if (key == "m" && state.shown.shows(PagePart::maps))
    show_map(ui, static_cast<MapKind>((static_cast<int>(state.explore.map.kind) + 1) % kMapKinds));
  else
    return false;
  return true;
}

}  // namespace hourglass
