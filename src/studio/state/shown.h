// Shown: what of the page is to be seen, as the link says it (docs/embedding.md): parts and controls that are hidden,
// settings that stay as they are, single panels without the bar for an article. Who was given such a link may ask for
// all of it.
#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

/// What a link can hide. The panels come first, in the order of the tabs.
enum class PagePart : int { map, paint, loss, samples, recipe, data, train, maps, lessons };
inline constexpr std::size_t kParts = 9, kPanels = 5;

struct PagePartName {
  std::string_view key;  ///< in a link
  Key name;
};
const std::array<PagePartName, kParts>& part_names();
std::optional<PagePart> part_of(std::string_view key);

using PageParts = std::bitset<kParts>;
constexpr std::size_t place_of(PagePart part) { return static_cast<std::size_t>(part); }
/// "map,paint": those of them that are set, in order.
std::string list_of_parts(const PageParts& parts);

struct Shown {
  PageParts hidden;
  bool read_only = false;          ///< the settings stay as the link has them
  std::vector<PagePart> embedded;  ///< these panels alone, without the bar; empty: the whole page
  std::string origins;             ///< sites whose pages may speak with this one (web/src/bridge/embedder.ts)
  bool all = false;                ///< the person asked for all of it
  bool projector = false;          ///< large, the map or the sweep alone
  std::optional<bool> dark;        ///< the theme that the link names

  bool shows(PagePart part) const { return all || !hidden[place_of(part)]; }
  /// The link leaves something out.
  bool restricts() const { return hidden.any() || read_only; }
  bool settings_stay() const { return read_only && !all; }
};

/// What a query says by show, hide, readonly, embed, origin and theme. Names that are no part are passed over, and so
/// is a list that would leave no panel.
Shown shown_of(std::string_view query);

}  // namespace hourglass
