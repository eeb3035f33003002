#include "text/lines.h"

#include "text/characters.h"

namespace hourglass {
namespace {

constexpr std::string_view kEllipsis = "\u2026";
/// Rounding in the fonts' widths shall not cut a text that was measured to fit.
constexpr float kSlack = 0.5f;

bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == 0x3000; }

/// Where the piece that begins at `at` ends, so that no line may break within it: a word, or one ideograph with the
/// punctuation that clings to it. Blanks belong to the piece before them.
std::size_t next_piece(std::string_view text, std::size_t at) {
  char32_t before = 0;
  bool blanks = false;
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    const char32_t c = point.value;
    if (before != 0) {
      if (is_blank(c)) {
        blanks = true;
      } else if (blanks) {
        return at;
      } else if ((is_ideograph(before) || is_ideograph(c)) && !never_begins_line(c) && !never_ends_line(before)) {
        return at;
      }
    }
    before = c;
    at = next_character(text, at);
  }
  return at;
}

std::string_view without_blanks(std::string_view line) {
  while (!line.empty()) {
    if (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')
      line.remove_suffix(1);
    else if (line.ends_with("\u3000"))
      line.remove_suffix(3);
    else
      break;
  }
  return line;
}

/// The longest beginning of `text` that fits, of whole characters, at least one. What cannot fit is not measured to its
/// end: a name of fifty thousand letters is broken into lines in as many steps.
std::size_t fitting(std::string_view text, float width, const Measure& measure) {
  constexpr std::size_t kShort = 64;
  if (text.size() <= kShort && measure(text) <= width + kSlack) return text.size();
  std::size_t end = next_character(text, 0);
  float used = measure(text.substr(0, end));
  while (end < text.size()) {
    const std::size_t next = next_character(text, end);
    used += measure(text.substr(end, next - end));
    if (used > width + kSlack) break;
    end = next;
  }
  return end;
}

void break_paragraph(std::string_view text, float width, const Measure& measure, std::vector<std::string_view>& lines) {
  std::size_t begin = 0, end = 0;
  float used = 0;
  const auto finish = [&] {
    lines.push_back(without_blanks(text.substr(begin, end - begin)));
    begin = end;
    used = 0;
  };
  while (end < text.size()) {
    const std::size_t next = next_piece(text, end);
    std::string_view word = without_blanks(text.substr(end, next - end));
    if (begin < end && used + measure(word) > width + kSlack) finish();
    while (begin == end) {
      const std::size_t fits = fitting(word, width, measure);
      if (fits >= word.size()) break;
      word.remove_prefix(fits);
      end += fits;
      finish();
    }
    used += measure(text.substr(end, next - end));
    end = next;
  }
  finish();
}

}  // namespace

std::string cut(std::string_view text, float width, const Measure& measure) {
  if (measure(text) <= width + kSlack) return std::string(text);
  const float room = width - measure(kEllipsis);
  std::size_t keep = 0;
  float used = 0;
  while (keep < text.size()) {
    const std::size_t next = next_character(text, keep);
    used += measure(text.substr(keep, next - keep));
    if (used > room) break;
    keep = next;
  }
  return std::string(text.substr(0, keep)).append(kEllipsis);
}

std::vector<std::string_view> break_lines(std::string_view text, float width, const Measure& measure) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t newline = text.find('\n');
    break_paragraph(text.substr(0, newline), width, measure, lines);
    if (newline == std::string_view::npos) return lines;
    text.remove_prefix(newline + 1);
  }
}

}  // namespace hourglass
