#include "data/csv.h"

#include <algorithm>
#include <vector>

#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kFewestColumns = 17;  // a label and 4x4 pixels
// A field that numpy.savetxt writes, sign and exponent and all, with its divider: "-1.000000000000000000e+00,".
constexpr std::size_t kLongestField = 32;

/// Of Excel's first line "sep=;".
std::optional<char> named_divider(std::string_view line) {
  while (line.size() > 1 && line.front() == '"') line.remove_prefix(1);
  if (lower(line.substr(0, 4)) != "sep=" || line.size() < 5 || line.size() > 6) return std::nullopt;
  if (line.size() == 6 && line[5] != '"') return std::nullopt;
  return line[4];
}

/// Semicolons and tabs before commas, which may be decimal commas between them; spaces where there is nothing else.
char divider_of(std::string_view line) {
  for (const char candidate : {';', '\t'}) {
    const auto count = static_cast<std::size_t>(std::count(line.begin(), line.end(), candidate));
    const char after_comma[] = {',', candidate};
    const bool behind_commas = line.find(std::string_view(after_comma, 2)) != std::string_view::npos;
    if (count + 1 >= kFewestColumns && !behind_commas) return candidate;
  }
  const auto commas = static_cast<std::size_t>(std::count(line.begin(), line.end(), ','));
  std::size_t words = 0;
  each_cell(line, ' ', [&](std::size_t, std::string_view) { ++words; });
  return commas + 1 < kFewestColumns && words >= kFewestColumns ? ' ' : ',';
}

bool has_digit(std::string_view field) { return field.find_first_of("0123456789") != std::string_view::npos; }

/// pandas heads columns that have no names with 0, 1, 2...; the label or an index among them may have one.
bool numbered_in_sequence(const std::vector<std::string_view>& fields) {
  std::size_t words = 0;
  std::optional<double> before;
  for (std::string_view field : fields) {
    const auto value = cell_number(field);
    if (!value) {
      if (++words > 2) return false;
      continue;
    }
    if (before ? *value != *before + 1 : *value != 0 && *value != 1) return false;
    before = value;
  }
  return before.has_value();
}

/// pandas tells columns of equal names apart as 0, 0.1, 0.2...: then no field is as another one.
bool all_different(std::vector<std::string_view> fields) {
  std::sort(fields.begin(), fields.end());
  return std::adjacent_find(fields.begin(), fields.end()) == fields.end();
}

/// The column that is named otherwise than all others: "pixel0", "pixel1", ..., "digit_class".
std::optional<std::size_t> odd_name(const std::vector<std::string_view>& fields, std::optional<std::size_t> id) {
  const auto without_digits = [](std::string_view field) {
    std::string word(trimmed_cell(field));
    std::erase_if(word, [](char c) { return c >= '0' && c <= '9'; });
    return word;
  };
  const std::string common = without_digits(fields[fields.size() / 2]);
  std::optional<std::size_t> odd;
  for (std::size_t column = 0; column < fields.size(); ++column) {
    if (column == id || without_digits(fields[column]) == common) continue;
    if (odd) return std::nullopt;
    odd = column;
  }
  return odd;
}

}  // namespace

bool looks_like_csv(std::span<const std::uint8_t> start) {
  const std::string text = text_of_start(start);
  StartLine first = first_line_of(text, '#');
  std::optional<char> divider = named_divider(first.text);
  if (divider && first.whole) {
    const std::size_t behind = static_cast<std::size_t>(first.text.data() - text.data()) + first.text.size();
    first = first_line_of(std::string_view(text).substr(behind), '#');
  }
  if (first.text.empty() || has_control_characters(first.text)) return false;
  if (!divider) divider = divider_of(first.text);
  std::size_t fields = 0, with_digits = 0, numbers = 0;
  each_cell(first.text, *divider, [&](std::size_t, std::string_view field) {
    ++fields;
    if (has_digit(field)) ++with_digits;
    if (cell_number(field)) ++numbers;
  });
  // Sentences have many words, too, but few of them hold digits.
  if (*divider == ' ' && with_digits * 2 <= fields) return false;
  if (fields * kLongestField < first.text.size()) return false;
  // The first line may be longer than what is here, behind a comment that takes its place.
  constexpr std::size_t kEnoughNumbers = 6;
  return fields >= kFewestColumns || (!first.whole && fields >= kEnoughNumbers && numbers + 1 >= fields &&
                                      start.size() >= kFewestColumns * kLongestField / 2);
}

CsvReader::CsvReader(const std::string& name, Budget& budget, LabelColumn label)
    : text_(name, '#'), rows_(name, budget, label) {}

std::expected<void, Error> CsvReader::feed(std::span<const std::uint8_t> bytes) {
  return text_.feed(bytes, [this](std::string_view text) { return line(text); });
}

std::expected<void, Error> CsvReader::line(std::string_view text) {
  if (!divider_) {
    divider_ = named_divider(text);
    if (divider_) return {};
    divider_ = divider_of(text);
  }
  if (!rows_.laid_out()) return first_line(text);
  if (doubtful_first_) {
    bool fractions = false;
    each_cell(text, *divider_, [&](std::size_t, std::string_view field) {
      fractions = fractions || field.find('.') != std::string_view::npos;
    });
    if (!fractions) doubtful_first_.reset();
    if (auto taken = take_doubtful(); !taken) return taken;
  }
  return rows_.row(text, text_.line_number());
}

std::expected<void, Error> CsvReader::take_doubtful() {
  if (!doubtful_first_) return {};
  const std::string first = std::move(*doubtful_first_);
  doubtful_first_.reset();
  return rows_.row(first, doubtful_line_);
}

std::expected<void, Error> CsvReader::first_line(std::string_view text) {
  std::vector<std::string_view> fields;
  std::size_t words = 0, fractions = 0;
  std::optional<std::size_t> label, id;
  each_cell(text, *divider_, [&](std::size_t column, std::string_view field) {
    fields.push_back(field);
    if (!cell_number(field)) ++words;
    if (field.find('.') != std::string_view::npos) ++fractions;
    if (!label && is_label_name(field)) label = column;
    if (!id && is_id_name(field)) id = column;
  });
  TableLayout layout;
  layout.divider = *divider_;
  layout.columns = fields.size();
  const bool header = words * 2 > fields.size() || numbered_in_sequence(fields);
  if (header) {
    layout.label = label;
    layout.id = id;
  }
  if (!layout.label && !is_picture(layout.pixels()) && layout.pixels() > 0) {
    if (header) layout.label = odd_name(fields, id);
    if (layout.label && *layout.label != layout.first()) {
      note_ = say("The column {0} was taken as the label.", shown_cell(trimmed_cell(fields[*layout.label])));
    }
    layout.label_at_an_end = !layout.label;
  }
  if (auto laid_out = rows_.lay_out(layout); !laid_out) return laid_out;
  if (header) return {};
  // Only the next line tells whether such numbers are names.
  if (fractions > 0 && all_different(fields)) {
    doubtful_first_ = std::string(text);
    doubtful_line_ = text_.line_number();
    return {};
  }
  return rows_.row(text, text_.line_number());
}

std::expected<ImageSet, Error> CsvReader::finish() {
  if (auto done = text_.finish([this](std::string_view text) { return line(text); }); !done) {
    return std::unexpected(done.error());
  }
  if (auto taken = take_doubtful(); !taken) return std::unexpected(taken.error());
  auto set = rows_.finish(text_.ends_within_line());
  if (set && !note_.empty()) set->notes.push_back(note_);
  return set;
}

}  // namespace hourglass
