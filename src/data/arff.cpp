#include "data/arff.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostAttributes = 70'000;  // 256 by 256 pixels, label and id

std::string_view without_space_before(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// What follows `keyword`, which may be written in any case; nothing where the line begins otherwise.
std::optional<std::string_view> after_keyword(std::string_view line, std::string_view keyword) {
  line = without_space_before(line);
  if (lower(line.substr(0, keyword.size())) != keyword) return std::nullopt;
  const std::string_view rest = line.substr(keyword.size());
  if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t') return std::nullopt;
  return without_space_before(rest);
}

/// Divides "'pixel 1' REAL" after the name, which may stand in quotation marks.
std::pair<std::string_view, std::string_view> name_and_kind(std::string_view text) {
  const char quote_mark = text.empty() ? ' ' : text.front();
  std::size_t end = std::string_view::npos;
  if (quote_mark == '\'' || quote_mark == '"') {
    end = text.find(quote_mark, 1);
    if (end != std::string_view::npos) ++end;
  } else {
    end = text.find_first_of(" \t{");
  }
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), without_space_before(text.substr(end))};
}

}  // namespace

bool looks_like_arff(std::span<const std::uint8_t> start) {
  const std::string text = text_of_start(start);
  if (has_control_characters(text)) return false;
  const StartLine first = first_line_of(text, '%');
  if (!first.text.empty()) return after_keyword(first.text, "@relation").has_value();
  // What OpenML's authors say of their data fills pages. Other formats whose first byte is the same say their name.
  constexpr std::size_t kLongComment = 500;
  return text.starts_with('%') && text.size() >= kLongComment && !text.starts_with("%PDF") && !text.starts_with("%!");
}

ArffReader::ArffReader(const std::string& name, Budget& budget, LabelColumn label)
    : name_(name), text_(name, '%'), rows_(name, budget, label) {}

std::expected<void, Error> ArffReader::feed(std::span<const std::uint8_t> bytes) {
  return text_.feed(bytes, [this](std::string_view text) { return line(text); });
}

std::expected<void, Error> ArffReader::line(std::string_view text) {
  if (rows_.laid_out()) {
    const std::string_view row = without_space_before(text);
    if (row.empty()) return {};
    return row.front() == '{' ? sparse_row(row) : rows_.row(row, text_.line_number());
  }
  if (after_keyword(text, "@relation")) {
    relation_ = true;
    return {};
  }
  if (!relation_) return fail("{0} is a text that is no table of images.", in_quotes(name_));
  if (const auto rest = after_keyword(text, "@attribute")) return attribute(*rest);
  if (after_keyword(text, "@data")) return begin_data();
  return fail("{0}, line {1}: {2} stands where @attribute or @data is expected.", in_quotes(name_), text_.line_number(),
              shown_cell(text));
}

std::expected<void, Error> ArffReader::attribute(std::string_view text) {
  const auto [name, kind] = name_and_kind(text);
  if (name.empty() || kind.empty()) {
    return fail("{0}, line {1}, names a column but not its kind.", in_quotes(name_), text_.line_number());
  }
  if (attributes_.size() == kMostAttributes) {
    return fail("{0} has more than {1} columns: this is not a table of images.", in_quotes(name_), kMostAttributes);
  }
  Attribute attribute;
  attribute.name = trimmed_cell(name.substr(0, 80));
  attribute.listed = kind.front() == '{';
  if (attribute.listed)
    attribute.first_value = trimmed_cell(kind.substr(1, kind.find_first_of(",}", 1) - 1).substr(0, 80));
  attributes_.push_back(std::move(attribute));
  return {};
}

std::expected<void, Error> ArffReader::begin_data() {
  TableLayout layout;
  layout.columns = attributes_.size();
  for (std::size_t column = 0; column < attributes_.size(); ++column) {
    if (attributes_[column].listed) layout.label = column;
    if (!layout.id && is_id_name(attributes_[column].name)) layout.id = column;
  }
  for (std::size_t column = 0; column < attributes_.size() && !layout.label; ++column) {
    if (is_label_name(attributes_[column].name)) layout.label = column;
  }
  if (!layout.label && !is_picture(layout.pixels()) && layout.pixels() > 0) layout.label_at_an_end = true;
  return rows_.lay_out(layout);
}

/// Written out as a row of all its cells.
std::expected<void, Error> ArffReader::sparse_row(std::string_view text) {
  if (!text.ends_with('}')) {
    return fail("{0}, line {1}, has a sparse row without its end: the file was cut off or is damaged.",
                in_quotes(name_), text_.line_number());
  }
  const std::string_view inside = text.substr(1, text.size() - 2);
  std::vector<std::string_view> cells(attributes_.size(), "0");
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (attributes_[column].listed) cells[column] = attributes_[column].first_value;
  }
  std::optional<std::string_view> wrong;
  double before = -1;  // columns go up within a row
  const bool blank = without_space_before(inside).empty();
  if (!blank) {
    each_cell(inside, ',', [&](std::size_t, std::string_view pair) {
      const std::string_view both = without_space_before(pair);
      const std::size_t space = both.find_first_of(" \t");
      const auto column = cell_number(both.substr(0, space));
      const bool right = space != std::string_view::npos && column && *column > before &&
                         *column < static_cast<double>(cells.size()) && *column == std::floor(*column);
      if (right) {
        before = *column;
        cells[static_cast<std::size_t>(*column)] = without_space_before(both.substr(space));
      } else if (!wrong) {
        wrong = both;
      }
    });
  }
  if (wrong) {
    return fail("{0}, line {1}: {2} stands where the number of a column and a value are expected.", in_quotes(name_),
                text_.line_number(), shown_cell(*wrong));
  }
  std::string row;
  for (std::string_view cell : cells) row.append(cell) += ',';
  row.pop_back();
  return rows_.row(row, text_.line_number());
}

std::expected<ImageSet, Error> ArffReader::finish() {
  if (auto done = text_.finish([this](std::string_view text) { return line(text); }); !done) {
    return std::unexpected(done.error());
  }
  if (!relation_) return fail("{0} is a text that is no table of images.", in_quotes(name_));
  if (!rows_.laid_out()) {
    return fail("{0} ends before its @data: the file was cut off. Fetch the file again.", in_quotes(name_));
  }
  return rows_.finish(text_.ends_within_line());
}

}  // namespace hourglass
