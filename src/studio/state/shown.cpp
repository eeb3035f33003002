#include "studio/state/shown.h"

#include <algorithm>

#include "exchange/link.h"

namespace hourglass {
namespace {

constexpr std::array<PagePartName, kParts> kPartNames = {{{"map", "Map"},
                                                          {"paint", "Paint"},
                                                          {"loss", "Loss"},
                                                          {"samples", "Samples"},
                                                          {"recipe", "Recipe"},
                                                          {"data", "Data set and preset"},
                                                          {"train", "Train and its neighbours"},
                                                          {"maps", "PCA and t-SNE"},
                                                          {"lessons", "Lessons"}}};

/// The parts that a list names, each once, in its order.
std::vector<PagePart> parts_of(std::string_view list) {
  std::vector<PagePart> parts;
  while (!list.empty()) {
    const std::string_view key = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), key.size() + 1));
    if (const auto part = part_of(key); part && std::ranges::find(parts, *part) == parts.end()) parts.push_back(*part);
  }
  return parts;
}

bool is_panel(PagePart part) { return place_of(part) < kPanels; }

bool leaves_a_panel(const PageParts& hidden) {
  for (std::size_t i = 0; i < kPanels; ++i)
    if (!hidden[i]) return true;
  return false;
}

bool says_yes(std::string_view query, std::string_view key) {
  const auto value = parameter_of(query, key);
  return value && *value != "0" && *value != "off";
}

}  // namespace

const std::array<PagePartName, kParts>& part_names() { return kPartNames; }

std::optional<PagePart> part_of(std::string_view key) {
  for (std::size_t i = 0; i < kParts; ++i)
    if (kPartNames[i].key == key) return static_cast<PagePart>(i);
  return std::nullopt;
}

std::string list_of_parts(const PageParts& parts) {
  std::string list;
  for (std::size_t i = 0; i < kParts; ++i) {
    if (!parts[i]) continue;
    if (!list.empty()) list += ',';
    list += kPartNames[i].key;
  }
  return list;
}

Shown shown_of(std::string_view query) {
  Shown shown;
  PageParts hidden;
  // A list of panels says nothing of the controls, and one of controls nothing of the panels.
  if (const std::vector<PagePart> wanted = parts_of(parameter_of(query, "show").value_or("")); !wanted.empty()) {
    const bool panels = std::ranges::any_of(wanted, is_panel);
    const bool controls = !std::ranges::all_of(wanted, is_panel);
    for (std::size_t i = 0; i < kParts; ++i) hidden[i] = i < kPanels ? panels : controls;
    for (const PagePart part : wanted) hidden.reset(place_of(part));
  }
  for (const PagePart part : parts_of(parameter_of(query, "hide").value_or(""))) hidden.set(place_of(part));
  if (leaves_a_panel(hidden)) shown.hidden = hidden;
  shown.read_only = says_yes(query, "readonly");
  for (const PagePart part : parts_of(parameter_of(query, "embed").value_or("")))
    if (is_panel(part)) shown.embedded.push_back(part);
  shown.origins = parameter_of(query, "origin").value_or("");
  if (const auto theme = parameter_of(query, "theme"); theme == "dark" || theme == "light")
    shown.dark = theme == "dark";
  return shown;
}

}  // namespace hourglass
