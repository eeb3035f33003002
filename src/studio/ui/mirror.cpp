#include "studio/ui/mirror.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRoleNames[] = {
#define MIRROR_ROLE(name, role) role,
#include "platform/bridge.def"
};

double tenths(float v) { return std::round(static_cast<double>(v) * 10) / 10; }

// How a member crosses, by its type.
Json crossing(const std::string& text) { return text; }
Json crossing(const Said& said) { return said.text(); }
Json crossing(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }
Json crossing(const Rect& r) { return {tenths(r.x), tenths(r.y), tenths(r.w), tenths(r.h)}; }
Json crossing(bool flag) { return flag; }
Json crossing(int number) { return number; }
template <class T>
Json crossing(const std::optional<T>& value) {
  return *value;
}
Json crossing(const std::vector<MirrorOption>& options) {
  Json out = Json::array();
  for (const MirrorOption& option : options) out.push_back({{"key", option.key}, {"text", option.text.text()}});
  return out;
}

bool says_nothing(const std::string& text) { return text.empty(); }
bool says_nothing(const Said& said) { return said.empty(); }
bool says_nothing(bool flag) { return !flag; }
bool says_nothing(int number) { return number == 0; }
template <class T>
bool says_nothing(const std::optional<T>& value) {
  return !value;
}
bool says_nothing(const std::vector<MirrorOption>& options) { return options.empty(); }

Json to_json(const MirrorItem& item) {
  Json out = Json::object();
#define MIRROR_KEY(key, member, ...) out[#key] = crossing(item.member);
#define MIRROR_MORE(key, member, ...) \
  if (!says_nothing(item.member)) out[#key] = crossing(item.member);
#include "platform/bridge.def"
  return out;
}

/// What is pressed, and has no use of its own for arrow keys.
bool is_pressed(const MirrorItem& item) {
  return item.role == Role::button || item.role == Role::toggle || item.role == Role::tab;
}

/// What a run changes with every epoch, and a person only reads.
bool is_figure(const MirrorItem& item) {
  return (item.role == Role::text || item.role == Role::image || item.role == Role::progress) && !item.live;
}

bool in_strip(const MirrorItem& item, const MirrorItem& region) {
  return item.parent == region.id && region.strip.contains({item.rect.center().x, item.rect.center().y});
}

/// Left before right, and a row before the row below it.
bool reads_before(const MirrorItem& a, const MirrorItem& b) {
  const bool same_row = std::abs(a.rect.center().y - b.rect.center().y) < std::max(a.rect.h, b.rect.h) / 2;
  return same_row ? a.rect.x < b.rect.x : a.rect.y < b.rect.y;
}

Rect around(const Rect& a, const Rect& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

}  // namespace

void Mirror::begin_frame() {
  frame_.clear();
  seen_.clear();
  open_.clear();
  muted_ = false;
}

void Mirror::add(MirrorItem item) {
  if (muted_ || !seen_.insert(item.id).second) return;
  if (!open_.empty()) item.parent = open_.back();
  frame_.push_back(std::move(item));
}

void Mirror::open(MirrorItem item) {
  std::string id = item.id;
  add(std::move(item));
  open_.push_back(std::move(id));
}

void Mirror::close() {
  if (!open_.empty()) open_.pop_back();
}

void Mirror::close_to(std::size_t depth) {
  while (open_.size() > depth) close();
}

void Mirror::arrange_headers() {
  // Places in frame_ are put in order, and the items, which are large, moved once.
  std::vector<std::size_t> order(frame_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (frame_[order[at]].strip.w <= 0) continue;
    const MirrorItem region = frame_[order[at]];
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(at) + 1;
    const auto end =
        std::stable_partition(begin, order.end(), [&](std::size_t i) { return in_strip(frame_[i], region); });
    // Not a strict order where rows overlap in a chain: insertion keeps that harmless.
    for (auto one = begin; one != end; ++one) {
      const auto follows = [&](std::size_t i) { return reads_before(frame_[*one], frame_[i]); };
      std::rotate(std::find_if(begin, one, follows), one, one + 1);
    }
    if (region.role == Role::group) continue;
    std::vector<std::size_t> header;
    for (auto one = begin; one != end;) {
      const auto stop = std::find_if_not(one, end, [&](std::size_t i) { return is_pressed(frame_[i]); });
      if (stop - one > 1) {
        MirrorItem bar;
        bar.id = region.id + "/tools" + (header.empty() ? "" : "-" + std::to_string(header.size()));
        bar.role = Role::toolbar, bar.name = region.name, bar.parent = region.id, bar.rect = frame_[*one].rect;
        for (auto i = one; i != stop; ++i) {
          bar.rect = around(bar.rect, frame_[*i].rect);
          frame_[*i].parent = bar.id;
        }
        header.push_back(frame_.size());
        frame_.push_back(std::move(bar));
      }
      const auto next = stop == one ? one + 1 : stop;
      header.insert(header.end(), one, next);
      one = next;
    }
    const auto rest = order.erase(begin, end);
    order.insert(rest, header.begin(), header.end());
  }
  arranged_.clear();
  for (const std::size_t i : order) arranged_.push_back(std::move(frame_[i]));
  std::swap(frame_, arranged_);
}

void Mirror::hold_back_figures() {
  const auto same_id = [](const MirrorItem& a, const MirrorItem& b) { return a.id == b.id; };
  if (!std::ranges::equal(frame_, shown_, same_id)) return;
  for (std::size_t i = 0; i < frame_.size(); ++i) {
    if (frame_[i] == shown_[i] || !is_figure(frame_[i]) || !is_figure(shown_[i])) continue;
    frame_[i] = shown_[i];
    holds_back_ = true;
  }
}

std::string Mirror::end_frame(Figures figures) {
  // What nobody took is forgotten; what comes after something that was taken has the next frame.
  if (!taken_ && !actions_.empty()) actions_.pop_front();
  while (!actions_.empty() && !seen_.contains(actions_.front().id)) actions_.pop_front();
  taken_ = false;
  focus_moved_ = false;
  arrange_headers();
  holds_back_ = false;
  if (figures == Figures::as_told) hold_back_figures();
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

void Mirror::press(std::string_view id) { actions_.push_back({std::string(id), std::nullopt}); }

void Mirror::set(std::string_view id, std::string_view value) {
  // A slider that is drawn along tells many values in one frame: the last holds.
  if (!actions_.empty() && actions_.back().id == id && actions_.back().value)
    actions_.back().value = value;
  else
    actions_.push_back({std::string(id), std::string(value)});
}

void Mirror::focus(std::string_view id) {
  if (focused_ == id) return;
  focused_ = id;
  focus_moved_ = true;
}

bool Mirror::take_press(std::string_view id) {
  if (muted_ || actions_.empty() || actions_.front().id != id || actions_.front().value) return false;
  actions_.pop_front();
  return taken_ = true;
}

std::optional<std::string> Mirror::take_set(std::string_view id) {
  if (muted_ || actions_.empty() || actions_.front().id != id || !actions_.front().value) return std::nullopt;
  std::string value = std::move(*actions_.front().value);
  actions_.pop_front();
  taken_ = true;
  return value;
}

bool Mirror::take_focus_moved(std::string_view id) {
  if (!focus_moved_ || focused_ != id) return false;
  focus_moved_ = false;
  return true;
}

std::string_view Mirror::field_at(float x, float y, unsigned layer) const {
  for (const MirrorItem& item : shown_) {
    const bool field = item.role == Role::text_field || item.role == Role::number;
    if (field && !item.disabled && item.layer == layer && item.seen.contains({x, y})) return item.id;
  }
  return {};
}

bool Mirror::takes_drag(float x, float y, unsigned layer) const {
  return std::ranges::any_of(shown_, [&](const MirrorItem& item) {
    const bool moves = item.role == Role::slider || (item.role == Role::image && item.keys);
    return moves && !item.disabled && item.layer == layer && item.seen.contains({x, y});
  });
}

const MirrorItem* Mirror::find(std::string_view id) const {
  for (const MirrorItem& item : shown_)
    if (item.id == id) return &item;
  return nullptr;
}

}  // namespace hourglass
