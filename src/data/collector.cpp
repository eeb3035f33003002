#include "data/collector.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "data/picture.h"
#include "data/png.h"
#include "data/reduce.h"
#include "data/text.h"

namespace hourglass {

std::uint64_t image_hash(std::span<const std::uint8_t> image) {
  std::uint64_t hash = 0x9E3779B97F4A7C15ull;
  std::size_t i = 0;
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
  };
  for (; i + 8 <= image.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, image.data() + i, 8);
    mix(word);
  }
  for (; i < image.size(); ++i) mix(image[i]);
  return hash;
}

bool is_blank(std::span<const std::uint8_t> image) {
  return std::all_of(image.begin(), image.end(), [&](std::uint8_t pixel) { return pixel == image.front(); });
}

PictureCollector::PictureCollector(const DecodeOptions& options, Budget& budget)
    : options_(options), budget_(&budget), reservoir_(options.images, options.balanced, options.seed) {}

// The innermost folder that is not "train", "test"... names the class.
std::size_t PictureCollector::group_of(std::string_view path, SplitRole& role) {
  std::string name;
  role = SplitRole::none;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = path.find_first_of("/\\", begin);
    if (end == std::string_view::npos) break;
    const std::string_view folder = path.substr(begin, end - begin);
    begin = end + 1;
    if (folder.empty() || folder == "." || folder == "..") continue;
    if (is_role_name(folder)) {
      role = role_of(folder);
    } else {
      name = folder;
    }
  }
  const auto known = groups_.find(name);
  if (known != groups_.end()) return known->second;
  group_names_.push_back(name);
  return groups_.emplace(std::move(name), groups_.size()).first->second;
}

std::expected<void, Error> PictureCollector::add(std::string_view path, std::span<const std::uint8_t> png) {
  if (png.empty()) return fail("{0} is empty.", in_quotes(path));
  if (!looks_like_png(png)) return fail("{0} is not a PNG.", in_quotes(path));
  SplitRole role;
  const std::size_t group = group_of(path, role);
  if (groups_.size() > std::size_t{kMaxClasses} + groups_.contains(std::string_view())) {
    return budget_->exhaust(
        say("There are pictures in more than {0} folders; each folder is one class, and at most {0} can be shown.",
            kMaxClasses));
  }

  // What will not be kept need not be decoded, unless it must be known for comparison.
  const bool must_look = options_.drop_duplicates || options_.drop_blank;
  Reservoir::Decision decision;
  if (!must_look) {
    decision = reservoir_.propose(group);
    if (!decision.keep) {
      reservoir_.commit(decision);
      ++seen_;
      return {};
    }
  }
  const auto picture = decode_png(png, path, options_.limits.picture_side);
  if (!picture) return std::unexpected(picture.error());
  if (auto counted_in = budget_->unpack(picture->pixels.size()); !counted_in) return counted_in;
  ++seen_;
  std::uint8_t image[kImagePixels];
  fit_to_image(*picture, image);
  if (options_.drop_blank && is_blank(image)) {
    ++blank_;
    return {};
  }
  if (options_.drop_duplicates && !hashes_.insert(image_hash(image)).second) {
    ++duplicates_;
    return {};
  }
  if (must_look) decision = reservoir_.propose(group);
  reservoir_.commit(decision);
  if (!decision.keep) return {};

  if (picture->width != kImageSide || picture->height != kImageSide) ++fitted_;
  const std::size_t at = static_cast<std::size_t>(decision.place) * kImagePixels;
  if (decision.fresh) {
    if (items_.size() >= options_.limits.images) {
      return budget_->exhaust(say("There are more than {0} images; choose a part of them.", options_.limits.images));
    }
    if (at + kImagePixels > pixels_.capacity()) {
      std::size_t wanted = std::max<std::size_t>(pixels_.capacity() * 3 / 2, 64 * kImagePixels);
      if (options_.images > 0) wanted = std::min(wanted, options_.images * kImagePixels);
      if (auto kept = budget_->keep(wanted); !kept) return kept;
      budget_->release(pixels_.capacity());
      pixels_.reserve(wanted);
    }
    pixels_.resize(at + kImagePixels);
    items_.emplace_back();
  }
  std::copy(std::begin(image), std::end(image), pixels_.begin() + static_cast<std::ptrdiff_t>(at));
  items_[decision.place] = {static_cast<std::uint16_t>(group), role, static_cast<std::uint32_t>(seen_)};
  return {};
}

std::expected<ImageSet, Error> PictureCollector::finish(std::string name) {
  std::vector<std::string> class_names;
  for (const std::string& group : group_names_) {
    if (!group.empty()) class_names.push_back(group);
  }
  std::sort(class_names.begin(), class_names.end(), natural_less);
  const bool labelled = class_names.size() > 1, one_folder = class_names.size() == 1;
  std::vector<std::uint8_t> label_of(group_names_.size());
  for (std::size_t g = 0; g < group_names_.size(); ++g) {
    const auto at = std::find(class_names.begin(), class_names.end(), group_names_[g]);
    label_of[g] = static_cast<std::uint8_t>(at - class_names.begin());
  }

  // Pictures beside the class folders have no class and stay out.
  std::size_t outside = 0;
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (labelled && group_names_[items_[i].group].empty()) {
      ++outside;
    } else {
      order.push_back(i);
    }
  }
  const auto count_of = [&](SplitRole role) {
    return static_cast<std::uint32_t>(
        std::count_if(order.begin(), order.end(), [&](std::uint32_t i) { return items_[i].role == role; }));
  };
  const bool published =
      count_of(SplitRole::train) > 0 && count_of(SplitRole::held_out) > 0 && count_of(SplitRole::none) == 0;
  const auto rank = [&](std::uint32_t i) {
    return std::pair(published ? static_cast<int>(items_[i].role) : 0, items_[i].arrival);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });

  ImageSet set;
  set.name = std::move(name);
  if (labelled) {
    for (std::uint32_t i : order) set.labels.push_back(label_of[items_[i].group]);
  }
  if (order.size() == items_.size() && std::is_sorted(order.begin(), order.end())) {
    set.pixels = std::move(pixels_);  // as they came: nothing to copy
  } else {
    if (!memory_for(std::uint64_t{order.size()} * kImagePixels)) {
      return fail("There is not enough memory for {0} images.", order.size());
    }
    set.pixels.reserve(order.size() * kImagePixels);
    for (std::uint32_t i : order) {
      const auto from = pixels_.begin() + static_cast<std::ptrdiff_t>(i) * kImagePixels;
      set.pixels.insert(set.pixels.end(), from, from + kImagePixels);
    }
  }
  if (labelled) {
    for (std::string& class_name : class_names) class_name = printable(class_name);
    set.class_names = std::move(class_names);
  }
  if (published) {
    const std::uint32_t train = count_of(SplitRole::train), validation = count_of(SplitRole::validation);
    set.published = {
        {0, train}, {train, train + validation}, {train + validation, static_cast<std::uint32_t>(order.size())}};
  }

  add_notes(set.notes, outside, labelled, one_folder);
  pixels_ = {};
  items_ = {};
  return set;
}

void PictureCollector::add_notes(std::vector<Sentence>& notes, std::size_t outside, bool labelled,
                                 bool one_folder) const {
  if (fitted_ > 0)
    notes.push_back(plural(static_cast<std::int64_t>(fitted_), "{0} image of another size was fitted to 28 by 28.",
                           "{0} images of other sizes were fitted to 28 by 28."));
  note_dropped(notes, blank_, duplicates_);
  if (outside > 0) {
    notes.push_back(plural(static_cast<std::int64_t>(outside), "{0} image beside the class folders left out.",
                           "{0} images beside the class folders left out."));
  }
  if (reservoir_.seen() > items_.size()) {
    notes.push_back(sample_note(items_.size(), reservoir_.seen(), options_.balanced && labelled));
  }
  if (one_folder) {
    notes.push_back("All images stand in one folder, so they have no classes.");
  }
}

}  // namespace hourglass
