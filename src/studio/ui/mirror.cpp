#include "studio/ui/mirror.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;

const char* role_name(Role role) {
  switch (role) {
    case Role::button: return "button";
    case Role::toggle: return "switch";
    case Role::slider: return "slider";
    case Role::number: return "spinbutton";
    case Role::text_field: return "textbox";
    case Role::combo: return "combobox";
    case Role::radio: return "radiogroup";
    case Role::tab: return "tab";
    case Role::progress: return "progressbar";
    case Role::status: return "status";
    case Role::image: return "img";
    case Role::heading: return "heading";
    case Role::text: return "text";
    case Role::region: return "region";
    case Role::dialog: return "dialog";
  }
  return "text";
}

double tenths(float v) { return std::round(static_cast<double>(v) * 10) / 10; }

Json to_json(const MirrorItem& item) {
  Json out = {{"id", item.id}, {"role", role_name(item.role)}, {"name", item.name}};
  out["rect"] = {tenths(item.rect.x), tenths(item.rect.y), tenths(item.rect.w), tenths(item.rect.h)};
  if (!item.value.empty()) out["value"] = item.value;
  if (item.checked) out["checked"] = *item.checked;
  if (item.selected) out["selected"] = *item.selected;
  if (item.minimum) out["min"] = *item.minimum;
  if (item.maximum) out["max"] = *item.maximum;
  if (item.step) out["step"] = *item.step;
  if (item.number) out["number"] = *item.number;
  if (!item.options.empty()) out["options"] = item.options;
  if (item.disabled) out["disabled"] = true;
  if (!item.description.empty()) out["description"] = item.description;
  if (item.invalid) out["invalid"] = true;
  if (item.hidden) out["hidden"] = true;
  if (item.keys) out["keys"] = true;
  if (item.live) out["live"] = true;
  if (item.level) out["level"] = item.level;
  return out;
}

}  // namespace

void Mirror::begin_frame() {
  frame_.clear();
  seen_.clear();
  muted_ = false;
}

void Mirror::add(MirrorItem item) {
  if (!muted_ && seen_.insert(item.id).second) frame_.push_back(std::move(item));
}

std::string Mirror::end_frame() {
  presses_.clear();
  sets_.clear();
  focus_moved_ = false;
  if (frame_ == shown_) return {};

  std::unordered_map<std::string_view, const MirrorItem*> before;
  for (const MirrorItem& item : shown_) before.emplace(item.id, &item);
  std::unordered_set<std::string_view> now;
  Json items = Json::array(), removed = Json::array(), order = Json::array();
  for (const MirrorItem& item : frame_) {
    now.insert(item.id);
    const auto found = before.find(item.id);
    if (found == before.end() || *found->second != item) items.push_back(to_json(item));
  }
  for (const MirrorItem& item : shown_)
    if (!now.contains(item.id)) removed.push_back(item.id);
  bool same_order = frame_.size() == shown_.size();
  for (std::size_t i = 0; same_order && i < frame_.size(); ++i) same_order = frame_[i].id == shown_[i].id;
  if (!same_order)
    for (const MirrorItem& item : frame_) order.push_back(item.id);

  Json out = Json::object();
  if (!items.empty()) out["items"] = std::move(items);
  if (!removed.empty()) out["removed"] = std::move(removed);
  if (!order.empty()) out["order"] = std::move(order);
  std::swap(shown_, frame_);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Mirror::press(std::string_view id) { presses_.emplace_back(id); }

void Mirror::set(std::string_view id, std::string_view value) {
  sets_.insert_or_assign(std::string(id), std::string(value));
}

void Mirror::focus(std::string_view id) {
  if (focused_ == id) return;
  focused_ = id;
  focus_moved_ = true;
}

bool Mirror::take_press(std::string_view id) {
  const auto found = std::find(presses_.begin(), presses_.end(), id);
  if (muted_ || found == presses_.end()) return false;
  presses_.erase(found);
  return true;
}

std::optional<std::string> Mirror::take_set(std::string_view id) {
  const auto found = sets_.find(id);
  if (muted_ || found == sets_.end()) return std::nullopt;
  std::string value = std::move(found->second);
  sets_.erase(found);
  return value;
}

bool Mirror::take_focus_moved(std::string_view id) {
  if (!focus_moved_ || focused_ != id) return false;
  focus_moved_ = false;
  return true;
}

const MirrorItem* Mirror::find(std::string_view id) const {
  for (const MirrorItem& item : shown_)
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace hourglass
