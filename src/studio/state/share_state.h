// What the sheet that makes a link remembers: what the link says, and what the page told for it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "studio/state/shown.h"

namespace hourglass {

/// What the page begins with that the link opens.
enum class ShareStart : int { settings, preset, lesson };
inline constexpr std::array<std::string_view, 3> kShareStartKeys = {"settings", "preset", "lesson"};
/// The whole page, or panels of it for an article.
enum class ShareForm : int { page, panels };
inline constexpr std::array<std::string_view, 2> kShareFormKeys = {"page", "panels"};

/// A lesson of the site, in the person's language.
struct OfferedLesson {
  std::string key, title;
};

/// The largest of the standard's forty sizes.
inline constexpr int kMostModules = 177;

/// A QR code: `side` times `side` modules row by row, 1 for dark.
struct QrCode {
  std::string text;
  int side = 0;  ///< 0: the text is too long for one
  std::vector<std::uint8_t> modules;
};

struct ShareState {
  ShareStart start = ShareStart::settings;
  std::string preset, lesson;                                     ///< keys
  bool data = true, seed = true, language = true, theme = false;  ///< whether the link fixes it
  PageParts hidden;
  bool read_only = false;
  ShareForm form = ShareForm::page;
  PageParts panels = 0b11;  ///< of the form for an article
  std::string origin;       ///< a site whose pages may speak with them

  // Told by the page.
  std::vector<OfferedLesson> lessons;
  QrCode code;
  std::string code_asked;  ///< the text that the page was last asked to make one of
};

}  // namespace hourglass
