// Which labels of a JSON file are of which of its images: those of an object's, by the parts of a split that its
// members name.
#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "data/json_table.h"
#include "data/table_text.h"
#include "data/text.h"

namespace hourglass {

/// Gives the labels of an object that ends to its images that have none yet: those of a split's part to that part's
/// images, where each part's fit, else all to all. Where there are no such images they wait for the end of the object
/// around it.
std::expected<void, Error> JsonReader::settle_labels(std::size_t first_image, std::size_t begin) {
  if (label_end_) {
    pending_.resize(begin);
    place_of_pending_.resize(begin);
    return {};
  }
  const auto waiting = std::lower_bound(unlabelled_.begin(), unlabelled_.end(), first_image);
  const std::vector<std::size_t> images(waiting, unlabelled_.end());
  std::vector<std::size_t> labels(pending_.size() - begin);
  std::iota(labels.begin(), labels.end(), begin);
  if (images.empty() || labels.empty()) return {};
  std::array<std::vector<std::size_t>, kSplitRoles> images_of, labels_of;
  const auto role_at = [&](std::uint16_t place) { return static_cast<std::size_t>(places_[place].role); };
  for (const std::size_t image : images) images_of[role_at(place_of_image_[image])].push_back(image);
  for (const std::size_t label : labels) labels_of[role_at(place_of_pending_[label])].push_back(label);
  bool apart = true;
  std::optional<std::size_t> unfit;  // a part whose numbers disagree
  for (std::size_t role = 0; role < kSplitRoles; ++role) {
    const std::size_t few = images_of[role].size(), many = labels_of[role].size();
    const bool fit = many == 0 || (few > 0 && many % few == 0);
    apart = apart && fit;
    if (!fit) unfit = role;
  }
  const bool no_parts = images_of[0].size() == images.size() || labels_of[0].size() == labels.size();
  if (!apart && !no_parts) {
    return fail("{0}, line {1}, has {2}, but {3}: they do not belong together.", in_quotes(name_),
                tokens_.line_number(), images_text(images_of[*unfit].size()), labels_text(labels_of[*unfit].size()));
  }
  if (!apart) {
    if (auto given = give_labels(images, labels); !given) return given;
  }
  for (std::size_t role = 0; apart && role < kSplitRoles; ++role) {
    if (labels_of[role].empty()) continue;
    if (auto given = give_labels(images_of[role], labels_of[role]); !given) return given;
  }
  std::erase_if(unlabelled_, [&](std::size_t image) { return label_of_image_[image] != kNoLabel; });
  pending_.resize(begin);
  place_of_pending_.resize(begin);
  return {};
}

/// `images`, `labels`: places among all images, and in pending_; a label for each, or one 1 among 0s.
std::expected<void, Error> JsonReader::give_labels(std::span<const std::size_t> images,
                                                   std::span<const std::size_t> labels) {
  const std::size_t each = labels.size() / images.size();
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (labels.size() == images.size()) {
      label_of_image_[images[i]] = pending_[labels[i]];
      continue;
    }
    const auto hot = each * images.size() == labels.size() ? one_hot(labels.subspan(i * each, each)) : std::nullopt;
    if (!hot) {
      return fail("{0}, line {1}, has {2}, but {3}: they do not belong together.", in_quotes(name_),
                  tokens_.line_number(), images_text(images.size()), labels_text(labels.size()));
    }
    const std::string text = std::to_string(*hot);
    const auto number = labels_.number_of(text);
    if (!number) return too_many_labels(text);
    label_of_image_[images[i]] = *number;
  }
  return {};
}

/// The place of the one 1 among 0s.
std::optional<std::size_t> JsonReader::one_hot(std::span<const std::size_t> labels) const {
  std::optional<std::size_t> hot;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto value = cell_number(labels_.text(pending_[labels[i]]));
    if (value == 0.0) continue;
    if (value != 1.0 || hot) return std::nullopt;
    hot = i;
  }
  return hot;
}

/// At the end of the file: labels that came apart from their images, and images of a split's part that has no labels,
/// as test images often have none.
std::expected<void, Error> JsonReader::settle_rest() {
  if (label_end_) return {};
  if (auto settled = settle_labels(0, 0); !settled) return settled;
  const std::size_t images = pixels_.size(), labelled = images - unlabelled_.size();
  if (labelled == 0 && pending_.empty()) return {};
  std::array<bool, kSplitRoles> has_labels{};
  const auto role_of_image = [&](std::size_t image) {
    return static_cast<std::size_t>(places_[place_of_image_[image]].role);
  };
  for (std::size_t image = 0; image < images; ++image) {
    if (label_of_image_[image] != kNoLabel) has_labels[role_of_image(image)] = true;
  }
  const bool torn =
      std::ranges::any_of(unlabelled_, [&](std::size_t image) { return has_labels[role_of_image(image)]; });
  if (torn || !pending_.empty()) {
    return fail("{0} holds {1}, but {2}: they do not belong together.", in_quotes(name_), images_text(images),
                labels_text(labelled + pending_.size()));
  }
  // Images without a label get some label for now; take_arrays() tells them apart.
  for (std::size_t image = 0; image < images; ++image) {
    labels_.add(label_of_image_[image] == kNoLabel ? 0 : label_of_image_[image]);
  }
  return {};
}

}  // namespace hourglass
