#include "data/parquet.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "data/array_images.h"
#include "data/classes.h"
#include "data/picture.h"
#include "data/picture_file.h"
#include "data/pixel_rows.h"
#include "data/table_text.h"
#include "data/tensor.h"
#include "data/text.h"

namespace hourglass {
namespace {

// A step takes a few milliseconds, also in a browser.
constexpr std::size_t kRowsAStep = 64;
constexpr std::uint64_t kUnpackedAStep = 256 * 1024;

std::int64_t counted_rows(std::size_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

ParquetReader::ParquetReader(Source source, Budget& budget)
    : source_(std::move(source)),
      budget_(&budget),
      footer_(budget),
      pixels_(budget),
      numbers_(budget),
      cells_(source_.name, budget) {}

std::uint64_t ParquetReader::bytes_done() const {
  if (!opened_ || footer_.rows == 0) return 0;
  const double share = static_cast<double>(seen_) / static_cast<double>(footer_.rows);
  return std::min(source_.size, static_cast<std::uint64_t>(share * static_cast<double>(source_.size)));
}

std::expected<void, Error> ParquetReader::open() {
  if (auto read = read_parquet_footer(source_, *budget_, footer_); !read) return read;
  if (footer_.rows == 0) return fail("{0} holds no images.", in_quotes(source_.name));
  auto plan = plan_parquet(footer_, source_.name);
  if (!plan) return std::unexpected(plan.error());
  plan_ = std::move(*plan);
  if (footer_.rows > budget_->limits().images) {
    return budget_->exhaust(say("{0} holds more than {1} images.", in_quotes(source_.name), budget_->limits().images));
  }
  for (const std::size_t leaf : plan_.leaves) columns_.emplace_back(source_, *budget_, footer_, leaf);
  if (plan_.label) {
    label_ = columns_.size();
    columns_.emplace_back(source_, *budget_, footer_, *plan_.label);
  }
  return plan_.form == ParquetPlan::Form::cells ? cells_.lay_out(plan_.layout) : std::expected<void, Error>();
}

std::expected<bool, Error> ParquetReader::step() {
  if (!opened_) {
    if (auto done = open(); !done) return std::unexpected(done.error());
    opened_ = true;
    return true;
  }
  const std::uint64_t before = budget_->worked();
  for (std::size_t rows = 0; rows < kRowsAStep && budget_->worked() - before < kUnpackedAStep; ++rows) {
    if (group_ == footer_.group_rows.size()) return false;
    if (row_ == 0) {
      for (ParquetColumn& column : columns_) {
        if (auto begun = column.begin_group(group_); !begun) return std::unexpected(begun.error());
      }
    }
    if (row_ == footer_.group_rows[group_]) {
      for (ParquetColumn& column : columns_) {
        if (auto ended = column.end_group(); !ended) return std::unexpected(ended.error());
      }
      ++group_;
      row_ = 0;
      continue;
    }
    ++row_;
    ++seen_;
    if (auto taken = take_row(); !taken) return std::unexpected(taken.error());
  }
  return true;
}

std::expected<void, Error> ParquetReader::take_row() {
  if (plan_.form == ParquetPlan::Form::cells) return take_cells();
  if (auto read = columns_.front().next(values_); !read) return read;
  if (label_) {
    if (auto read = columns_[*label_].next(label_values_); !read) return read;
  }
  if (values_.empty) {
    ++empty_;
    return {};
  }
  const auto taken = plan_.form == ParquetPlan::Form::pictures ? take_picture() : take_list();
  if (!taken) return std::unexpected(taken.error());
  if (!*taken) return {};
  ++images_;
  if (!label_) return {};
  const auto label = label_of(label_values_);
  if (!label) return std::unexpected(label.error());
  image_labels_.push_back(*label);
  return {};
}

std::expected<bool, Error> ParquetReader::take_picture() {
  const std::string name = source_.name + "/" + columns_.front().leaf().column + "/" + std::to_string(seen_);
  const auto picture = decode_picture(values_.bytes, name, budget_->limits().picture_side, kSideToFit);
  if (!picture) {
    if (unreadable_++ == 0) first_unreadable_ = picture.error().message;
    return false;
  }
  budget_->pass(values_.bytes.size(), picture->pixels.size());
  if (auto room = pixels_.room(kImagePixels); !room) return std::unexpected(room.error());
  if (picture->width != kImageSide || picture->height != kImageSide) ++fitted_;
  pixels_.values.resize(pixels_.values.size() + kImagePixels);
  fit_to_image(*picture, std::span(pixels_.values).last(kImagePixels));
  return true;
}

std::expected<bool, Error> ParquetReader::take_list() {
  const std::string& column = columns_.front().leaf().column;
  // {1, 28} lists of 28 numbers are (28, 28), and {1, 28, 784} of 3 are (28, 28, 3).
  std::vector<std::uint64_t> shape;
  std::uint64_t lists = 1;
  bool whole = !values_.ragged;
  for (std::size_t depth = 1; depth <= values_.lists.size(); ++depth) {
    const std::uint64_t next = depth < values_.lists.size() ? values_.lists[depth] : values_.numbers.size();
    whole = whole && next % lists == 0;
    shape.push_back(next / lists);
    lists = next;
  }
  if (!whole) {
    return fail("{0}, row {1}, has lists of different lengths in its column {2}.", in_quotes(source_.name), seen_,
                in_quotes(column));
  }
  if (shape_.empty()) shape_ = shape;
  if (shape != shape_) {
    return fail("{0}, row {1}, has {2} in its column {3} where the rows before have {4}.", in_quotes(source_.name),
                seen_, plural(counted_rows(values_.numbers.size()), "{0} number", "{0} numbers"), in_quotes(column),
                numbers_.wide ? numbers_.floats.values.size() / images_ : numbers_.bytes.values.size() / images_);
  }
  if (auto added = numbers_.add(values_.numbers); !added) return std::unexpected(added.error());
  return true;
}

std::expected<void, Error> ParquetReader::Numbers::add(std::span<const double> more) {
  const bool fits = std::all_of(more.begin(), more.end(),
                                [](double value) { return value >= 0 && value <= 255 && value == std::floor(value); });
  if (!wide && !fits) {
    wide = true;
    if (auto room = floats.room(bytes.values.size() + more.size()); !room) return room;
    floats.values.assign(bytes.values.begin(), bytes.values.end());
    bytes.take();
  }
  if (!wide) {
    if (auto room = bytes.room(more.size()); !room) return room;
    for (const double value : more) bytes.values.push_back(static_cast<std::uint8_t>(value));
    return {};
  }
  if (auto room = floats.room(more.size()); !room) return room;
  // What no float can hold becomes infinite, and is refused with all that is no number.
  for (const double value : more) {
    floats.values.push_back(PixelRows::can_hold(value) ? static_cast<float>(value) : HUGE_VALF);
  }
  return {};
}

std::string ParquetReader::text_of(const ParquetRow& row) {
  if (row.empty) return {};
  if (row.numbers.empty()) {
    constexpr std::size_t kLongestLabel = 200;
    std::string text(row.bytes.begin(),
                     row.bytes.begin() + static_cast<std::ptrdiff_t>(std::min(row.bytes.size(), kLongestLabel)));
    std::replace(text.begin(), text.end(), kParquetCellDivider, ' ');
    return text;
  }
  const double value = row.numbers.front();
  constexpr double kWhole = 1e15;
  if (std::abs(value) < kWhole && value == std::floor(value)) return std::to_string(static_cast<std::int64_t>(value));
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

/// The row as a line of a table.
std::expected<void, Error> ParquetReader::take_cells() {
  std::string line;
  for (ParquetColumn& column : columns_) {
    if (auto read = column.next(values_); !read) return read;
    line += text_of(values_);
    line += kParquetCellDivider;
  }
  line.pop_back();
  return cells_.row(line, seen_);
}

std::expected<std::int16_t, Error> ParquetReader::label_of(const ParquetRow& row) {
  if (row.empty) return kNoLabel;
  if (plan_.class_names.empty()) {
    const std::string text = text_of(row);
    const std::string_view word = trimmed_cell(text);
    if (word.empty()) return kNoLabel;
    const auto number = labels_.number_of(word);
    if (number) return static_cast<std::int16_t>(*number);
    return fail("{0}, row {1}: {2} is one label too many; at most {3} classes can be shown.", in_quotes(source_.name),
                seen_, shown_cell(word), kMaxClasses);
  }
  const double value = row.numbers.front();
  // Test sets whose labels are kept back have -1.
  if (value == kNoLabel) return kNoLabel;
  const auto at = static_cast<double>(plan_.class_names.size());
  if (value >= 0 && value < at && value == std::floor(value)) return static_cast<std::int16_t>(value);
  return fail("{0}, row {1}: its label is {2}, but the file names {3} classes, numbered from 0.",
              in_quotes(source_.name), seen_, in_number(value), plan_.class_names.size());
}

std::expected<ImageSet, Error> ParquetReader::finish_images() {
  ImageSet set;
  if (plan_.form == ParquetPlan::Form::pictures) {
    set.pixels = pixels_.take();
    if (fitted_ > 0)
      set.notes.push_back(plural(counted_rows(fitted_), "{0} image of another size was fitted to 28 by 28.",
                                 "{0} images of other sizes were fitted to 28 by 28."));
    return set;
  }
  TensorView tensor;
  tensor.element = numbers_.wide ? Element::f32 : Element::u8;
  tensor.shape = {images_};
  tensor.shape.insert(tensor.shape.end(), shape_.begin(), shape_.end());
  tensor.bytes = numbers_.bytes.values;
  if (numbers_.wide) {
    const std::vector<float>& floats = numbers_.floats.values;
    tensor.bytes = {reinterpret_cast<const std::uint8_t*>(floats.data()), floats.size() * sizeof(float)};
  }
  // A row is an image, whatever the numbers of both are.
  DecodeOptions options;
  options.limits = budget_->limits();
  options.axis = ImageAxis::first;
  auto images = images_from_tensor(tensor, source_.name, options);
  if (images) images->answers.clear();
  return images;
}

/// Where only some of the images have a label, the others are left out.
std::expected<void, Error> ParquetReader::finish_labels(ImageSet& set) {
  const auto without = static_cast<std::size_t>(std::count(image_labels_.begin(), image_labels_.end(), kNoLabel));
  if (image_labels_.size() != set.size() || without == image_labels_.size()) return {};
  std::size_t kept = 0;
  for (std::size_t i = 0; i < image_labels_.size(); ++i) {
    if (image_labels_[i] == kNoLabel) continue;
    if (kept != i) {
      std::copy_n(set.pixels.begin() + static_cast<std::ptrdiff_t>(i * kImagePixels), kImagePixels,
                  set.pixels.begin() + static_cast<std::ptrdiff_t>(kept * kImagePixels));
      image_labels_[kept] = image_labels_[i];
    }
    ++kept;
  }
  set.pixels.resize(kept * kImagePixels);
  image_labels_.resize(kept);
  if (without > 0) {
    set.notes.push_back(plural(counted_rows(without), "{0} image has no label and was left out.",
                               "{0} images have no label and were left out."));
  }
  set.labels.clear();
  set.class_names = plan_.class_names;
  if (!plan_.class_names.empty()) {
    set.labels.assign(image_labels_.begin(), image_labels_.end());
    return {};
  }
  for (const std::int16_t label : image_labels_) labels_.add(static_cast<std::uint16_t>(label));
  labels_.finish(set);
  return {};
}

std::expected<ImageSet, Error> ParquetReader::finish() {
  columns_.clear();  // lets go of their pages
  std::expected<ImageSet, Error> set;
  if (plan_.form == ParquetPlan::Form::cells) {
    set = cells_.finish(false);
    if (!set) return set;
  } else {
    if (images_ == 0 && unreadable_ > 0) return fail(first_unreadable_);
    if (images_ == 0 && empty_ > 0) {
      return fail("{0} has nothing in its column {1}; perhaps it only names files that stand elsewhere.",
                  in_quotes(source_.name), in_quotes(footer_.leaves[plan_.leaves.front()].column));
    }
    if (images_ == 0) return fail("{0} holds no images.", in_quotes(source_.name));
    set = finish_images();
    if (!set) return set;
    if (auto labelled = finish_labels(*set); !labelled) return std::unexpected(labelled.error());
  }
  set->name = stem(source_.name);
  set->notes.insert(set->notes.end(), plan_.notes.begin(), plan_.notes.end());
  if (unreadable_ > 0) {
    set->notes.push_back(plural(counted_rows(unreadable_), "{0} image could not be read and was left out: {1}",
                                "{0} images could not be read and were left out; the first: {1}", first_unreadable_));
  }
  if (empty_ > 0) {
    set->notes.push_back(plural(counted_rows(empty_), "{0} row without an image was left out.",
                                "{0} rows without an image were left out."));
  }
  return set;
}

}  // namespace hourglass
