// PictureTable: a table beside pictures that names their files and says their classes: labels.csv, train.csv of a
// contest, a list of paths with numbers. Apart from the tables of images, whose rows are pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/row_labels.h"
#include "data/split_roles.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// What a picture's name is compared by: its last part without the ending, capitals or not.
std::uint64_t picture_name_key(std::string_view path);
/// The same together with the name of the folder in which it stands.
std::uint64_t picture_place_key(std::string_view folder, std::uint64_t name_key);

/// A header with a column of files ("filename", "image", "path", "id"...) and one of classes ("label", "class"...), or
/// two fields of which one names a picture ("a/0001.jpg 7"); divided by commas, semicolons, tabs or spaces.
bool looks_like_picture_table(std::span<const std::uint8_t> start);

class PictureTable {
 public:
  PictureTable(std::string path, Budget& budget);

  /// The next bytes, cut anywhere. Errors: a line without end, short memory.
  std::expected<void, Error> feed(std::span<const std::uint8_t> text);
  /// After the last byte, before anything is asked. Rows without a name or a class are passed over.
  std::expected<void, Error> finish();

  /// With archive and folders.
  const std::string& path() const { return path_; }
  /// Of the table's name or folder: a table for training says nothing of pictures that test.
  SplitRole role() const { return role_in_path(path_); }
  std::size_t rows() const { return rows_.values.size(); }
  /// How many pictures it names; a picture may have several rows.
  std::size_t names() const;
  /// More classes than can be shown.
  bool too_many_classes() const { return too_many_classes_; }
  /// The row for a picture of that name in a folder of that name. Nothing where there is none, or where rows for
  /// pictures of that name disagree.
  std::optional<std::uint32_t> find(std::uint64_t name_key, std::string_view folder) const;
  const std::string& class_of(std::uint32_t row) const { return classes_.text(rows_.values[row].number); }

 private:
  struct Layout {
    char divider = ',';
    std::size_t name = 0, label = 0;
    bool header = false;
  };
  struct Row {
    std::uint64_t name = 0;
    std::uint64_t place = 0;  // 0: the table names no folder
    std::uint16_t number = 0;
  };
  friend bool looks_like_picture_table(std::span<const std::uint8_t> start);
  static std::optional<Layout> layout_of(std::string_view line);
  std::expected<void, Error> line(std::string_view text);

  std::string path_;
  TableText text_;
  std::optional<Layout> layout_;
  std::size_t most_rows_;
  CountedVector<Row> rows_;  // by name, when finished
  RowLabels classes_;
  bool too_many_classes_ = false;
};

}  // namespace hourglass
