#include "data/picture_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "data/picture_file.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostTableColumns = 32;

/// FNV-1a (Fowler, Noll, Vo), 64 bits.
std::uint64_t hash_of_name(std::string_view text, std::uint64_t hash = 0xCBF29CE484222325ull) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return hash;
}

/// Fields of a line; a divider within double quotes divides nothing.
std::vector<std::string_view> table_fields(std::string_view line, char divider) {
  std::vector<std::string_view> fields;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= line.size() && fields.size() <= kMostTableColumns; ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (quoted || line[i] != divider)) continue;
    fields.push_back(trimmed_cell(line.substr(begin, i - begin)));
    begin = i + 1;
  }
  return fields;
}

/// "Image_Path" -> "imagepath".
std::string bare_name(std::string_view name) {
  std::string word = lower(name);
  std::erase_if(word, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return word;
}

template <std::size_t N>
std::optional<std::size_t> column_named(const std::vector<std::string_view>& fields,
                                        const std::string_view (&names)[N]) {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (bare_name(fields[i]) == name) return i;
    }
  }
  return std::nullopt;
}

// The telling ones first: a table may have an "id" beside its "filename".
constexpr std::string_view kFileColumns[] = {
    "filename", "filepath", "imagepath", "imgpath", "path",  "imagename", "imgname", "fname", "file",   "files",
    "image",    "images",   "img",       "picture", "photo", "imageid",   "imgid",   "id",    "idcode", "name"};
constexpr std::string_view kClassColumns[] = {"label",   "labels",     "class",     "category",  "digit",
                                              "letter",  "target",     "classname", "labelname", "classid",
                                              "labelid", "categoryid", "species",   "breed",     "y"};

}  // namespace

std::uint64_t picture_name_key(std::string_view path) {
  return hash_of_name(lower(without_picture_ending(last_part(path))));
}

std::uint64_t picture_place_key(std::string_view folder, std::uint64_t name_key) {
  return std::max<std::uint64_t>(1, hash_of_name(lower(folder), name_key));
}

std::optional<PictureTable::Layout> PictureTable::layout_of(std::string_view line) {
  for (const char divider : {',', ';', '\t', ' '}) {
    const std::vector<std::string_view> fields = table_fields(line, divider);
    if (fields.size() < 2 || fields.size() > kMostTableColumns) continue;
    const auto name = column_named(fields, kFileColumns), label = column_named(fields, kClassColumns);
    // A sentence may have both words.
    if (divider != ' ' && name && label) return Layout{divider, *name, *label, true};
    if (fields.size() != 2) continue;
    for (const std::size_t column : {0, 1}) {
      if (is_picture_name(fields[column]) && !fields[1 - column].empty())
        return Layout{divider, column, 1 - column, false};
    }
  }
  return std::nullopt;
}

bool looks_like_picture_table(std::span<const std::uint8_t> start) {
  const std::string text = text_of_start(start);
  const StartLine first = first_line_of(text, '#');
  return !has_control_characters(first.text) && PictureTable::layout_of(first.text).has_value();
}

PictureTable::PictureTable(std::string path, Budget& budget)
    : path_(std::move(path)), text_(path_, '#'), most_rows_(budget.limits().images), rows_(budget) {}

std::expected<void, Error> PictureTable::feed(std::span<const std::uint8_t> bytes) {
  return text_.feed(bytes, [this](std::string_view text) { return line(text); });
}

std::expected<void, Error> PictureTable::line(std::string_view text) {
  if (!layout_) {
    layout_ = layout_of(text);
    if (!layout_ || layout_->header) return {};
  }
  if (rows() == most_rows_ || too_many_classes_) return {};
  const std::vector<std::string_view> fields = table_fields(text, layout_->divider);
  if (std::max(layout_->name, layout_->label) >= fields.size()) return {};
  std::string_view path = fields[layout_->name], folder;
  const std::string_view class_name = fields[layout_->label];
  if (path.empty() || class_name.empty()) return {};
  const auto number = classes_.number_of(class_name);
  if (!number) {
    too_many_classes_ = true;
    return {};
  }
  if (auto room = rows_.room(1); !room) return room;
  Row row{picture_name_key(path), 0, *number};
  if (const std::size_t slash = path.find_last_of("/\\"); slash != std::string_view::npos) {
    folder = last_part(path.substr(0, slash));
    if (!folder.empty()) row.place = picture_place_key(folder, row.name);
  }
  rows_.values.push_back(row);
  return {};
}

std::expected<void, Error> PictureTable::finish() {
  if (auto done = text_.finish([this](std::string_view text) { return line(text); }); !done) return done;
  std::sort(rows_.values.begin(), rows_.values.end(), [](const Row& a, const Row& b) {
    return std::tie(a.name, a.place, a.number) < std::tie(b.name, b.place, b.number);
  });
  return {};
}

std::size_t PictureTable::names() const {
  std::size_t different = 0;
  for (std::size_t i = 0; i < rows(); ++i) {
    const bool again =
        i > 0 && rows_.values[i].name == rows_.values[i - 1].name && rows_.values[i].place == rows_.values[i - 1].place;
    if (!again) ++different;
  }
  return different;
}

std::optional<std::uint32_t> PictureTable::find(std::uint64_t name_key, std::string_view folder) const {
  const auto begin = std::lower_bound(rows_.values.begin(), rows_.values.end(), name_key,
                                      [](const Row& row, std::uint64_t key) { return row.name < key; });
  const std::uint64_t place = picture_place_key(folder, name_key);
  const Row* found = nullptr;
  for (const bool in_its_place : {true, false}) {
    for (auto row = begin; row != rows_.values.end() && row->name == name_key; ++row) {
      if (in_its_place && row->place != place) continue;
      if (found && found->number != row->number) return std::nullopt;
      if (!found) found = &*row;
    }
    if (found) return static_cast<std::uint32_t>(found - rows_.values.data());
  }
  return std::nullopt;
}

}  // namespace hourglass
