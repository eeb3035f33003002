// Text in a given width: cut with an ellipsis, or broken into lines at words and, in Chinese and its neighbours,
// between characters. The measure says how wide a piece of text is; the widths of pieces add up, as those of our fonts
// do.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hourglass {

using Measure = std::function<float(std::string_view)>;

/// `text`, or its longest beginning that leaves room for "…" after it; never within a character. Only the ellipsis
/// where nothing else fits.
std::string cut(std::string_view text, float width, const Measure& measure);

/// The lines of `text`, each a part of it without the blanks at its end; "\n" always ends one. A word that is wider
/// than a line by itself is broken between characters, one of them at least to a line. Numbers ("55,000") and names of
/// files stay whole.
std::vector<std::string_view> break_lines(std::string_view text, float width, const Measure& measure);

}  // namespace hourglass
