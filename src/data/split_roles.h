// Roles: which part of a split a file, folder or array is, as its name tells, and what a set whose parts have such
// roles is divided into. The one rule for files, archives and folders alike.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "text/sentence.h"

namespace hourglass {

enum class SplitRole { none, train, validation, held_out };
inline constexpr std::size_t kSplitRoles = 4;

/// Of a word in small letters: "train", "training", "t10k", "test", "testing", "val", "valid", "validation",
/// "testset"...
SplitRole role_of_word(std::string_view word);
/// From the first such word in the name of a file, folder or array: "x_train", "trainX", "test0", "kmnist-test-imgs".
SplitRole role_of(std::string_view name);
/// True when a folder's name says nothing else: "train", "test_set", "trainingSet", "val images".
bool is_role_name(std::string_view name);
/// "train" and the like in the last part of the path, or in the folders above it.
SplitRole role_in_path(std::string_view path);

/// How the images of each role take part. Images to validate never train: without images to test, they are the held-out
/// ones. Images without a role train where nothing else does; beside a part that trains and one that tests they belong
/// to neither.
struct SplitPlan {
  bool published = false;  ///< there is a part that trains and one that is held out
  std::array<SplitRole, kSplitRoles> becomes = {SplitRole::none, SplitRole::train, SplitRole::validation,
                                                SplitRole::held_out};
  bool without_role_left_out = false;
  bool validation_held_out = false;
};
/// The note where validation_held_out is so.
inline constexpr Key kValidationHeldOut = "There are no test images, so the validation images are the held-out ones.";
/// `images`: how many there are of each role.
SplitPlan plan_split(const std::array<std::size_t, kSplitRoles>& images);

}  // namespace hourglass
