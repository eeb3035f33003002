// A file that holds several arrays of images which are no split of one set (clean and noisy ones, images and their
// masks, two sets): one of them is taken, or each is a class, and which is told as a guess that a person may answer.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "data/guess.h"
#include "data/options.h"
#include "data/parts.h"
#include "math/error.h"
#include "text/sentence.h"

namespace hourglass {

struct ArrayChoice {
  /// Each array has labels of its own, so that the choice is made when they have got them.
  bool when_labelled = false;
  std::optional<Guess> guess;  ///< Question::array, where there is a choice
  bool said = false;           ///< by `options`, and no guess
};

/// Takes the arrays that are not chosen out of `parts`, and labels that are theirs, and tells it. Without a person's
/// word: of arrays among which labels could be for more than one, that which is called by no name of its own ("images",
/// "x"), else the first; without any labels the same, where arrays of other names stand beside, else all as classes.
/// Nothing happens where the arrays have the roles of a split, where their names differ in numbers alone, and where
/// they seem to be a class each: many, or of different numbers of images. `labelled`: give_labels is done. Errors:
/// options.array is no array of these files.
std::expected<ArrayChoice, Error> choose_arrays(std::vector<Part>& parts, const DecodeOptions& options, bool labelled,
                                                std::vector<Sentence>& notes);

}  // namespace hourglass
