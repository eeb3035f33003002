// Sets of images as Parquet files: of pictures, of lists and of a column for each pixel.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"
#include "data/made_parquet.h"

namespace hourglass::made {

inline const PqElement kPqLabel = {"label", 1, 0, Pq::int64};

/// A column of one value a row; a row without bytes is null.
inline PqColumn pq_column(Pq type, const std::vector<Bytes>& values, int encoding = 0, int definition = 1) {
  PqColumn column{type, definition, 0, 0, {}, encoding};
  for (const Bytes& value : values) {
    column.rows.push_back({value.empty() ? PqValue{} : PqValue{0, definition, value}});
  }
  return column;
}
inline PqColumn pq_labels(const ImageSet& set, int encoding = 0) {
  std::vector<Bytes> values;
  for (const std::uint8_t label : set.labels) values.push_back(little_bytes(std::int64_t{label}));
  return pq_column(Pq::int64, values, encoding);
}

/// As the library "datasets" writes it: a struct of a PNG's bytes and its path, and a label whose names stand beside.
inline ParquetWriter hugging_face(const ImageSet& set, int encoding = 0) {
  ParquetWriter file;
  file.schema = {{"image", 1, 2}, {"bytes", 1, 0, Pq::bytes}, {"path", 1, 0, Pq::bytes, 0}, kPqLabel};
  std::vector<Bytes> pictures, paths(set.size());
  for (std::size_t n = 0; n < set.size(); ++n) pictures.push_back(png(set.image(n)));
  file.columns = {pq_column(Pq::bytes, pictures, encoding, 2), pq_column(Pq::bytes, paths, 0, 2),
                  pq_labels(set, encoding == 8 ? 8 : 0)};
  std::string names;
  for (const std::string& name : set.class_names) names += (names.empty() ? "\"" : ", \"") + name + "\"";
  file.metadata = {
      {"huggingface", "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\": {\"names\": [" + names +
                          "], \"_type\": \"ClassLabel\"}}}}"}};
  return file;
}

/// Images as lists of numbers: `depth` 1 of 784, 2 of 28 lists of 28.
inline ParquetWriter pq_lists(const ImageSet& set, int depth, int encoding = 0) {
  ParquetWriter file;
  for (int d = 0; d < depth; ++d) {
    file.schema.push_back({d == 0 ? "image" : "element", 1, 1, Pq::int32, 3});
    file.schema.push_back({"list", 2, 1});
  }
  file.schema.push_back({"element", 1, 0, Pq::int32, 11});
  file.schema.push_back(kPqLabel);
  PqColumn numbers{Pq::int32, 2 * depth + 1, depth, 0, {}, encoding};
  for (std::size_t n = 0; n < set.size(); ++n) {
    std::vector<PqValue> row;
    for (int p = 0; p < kImagePixels; ++p) {
      const int repetition = p == 0 ? 0 : depth == 2 && p % kImageSide == 0 ? 1 : depth;
      row.push_back({repetition, 2 * depth + 1, little_bytes(std::int32_t{set.image(n)[p]})});
    }
    numbers.rows.push_back(std::move(row));
  }
  file.columns = {std::move(numbers), pq_labels(set)};
  return file;
}

/// A column for each pixel, as pandas writes a table.
inline ParquetWriter pq_cells(const ImageSet& set, const std::string& pixel = "pixel", bool label_last = false) {
  ParquetWriter file;
  if (!label_last) {
    file.schema.push_back(kPqLabel);
    file.columns.push_back(pq_labels(set));
  }
  for (int p = 0; p < kImagePixels; ++p) {
    file.schema.push_back({pixel + std::to_string(p), 1, 0, Pq::int64});
    std::vector<Bytes> values;
    for (std::size_t n = 0; n < set.size(); ++n) values.push_back(little_bytes(std::int64_t{set.image(n)[p]}));
    file.columns.push_back(pq_column(Pq::int64, values, 8));
  }
  if (label_last) {
    file.schema.push_back({"digit_class", 1, 0, Pq::int64});
    file.columns.push_back(pq_labels(set));
  }
  return file;
}

}  // namespace hourglass::made
