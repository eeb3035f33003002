#include "data/collector.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "data/classes.h"
#include "data/names.h"
#include "data/picture.h"
#include "data/picture_file.h"
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

namespace {

Sentence too_many_classes() {
  return say("There are pictures in more than {0} folders; each folder is one class, and at most {0} can be shown.",
             kMaxClasses);
}

}  // namespace

PictureCollector::PictureCollector(const DecodeOptions& options, Budget& budget)
    : options_(options), budget_(&budget), reservoir_(options.images, options.balanced, options.seed) {}

std::size_t PictureCollector::group_of(std::string_view path) {
  std::string_view innermost, class_name;
  for (const NameWord& folder : folders_as_words(path.substr(0, path.find_last_of("/\\") + 1))) {
    if (folder.text == "." || folder.text == "..") continue;
    innermost = folder.text;
    if (!is_role_name(innermost)) class_name = innermost;
  }
  class_names_.emplace(class_name);
  std::string group(class_name);
  if (!innermost.empty() && is_role_name(innermost)) {
    group += '/';
    group += static_cast<char>('0' + static_cast<int>(role_of(innermost)));
  }
  return named_.emplace(std::move(group), named_.size()).first->second;
}

bool PictureCollector::is_copy(std::string_view path, std::span<const std::uint8_t> file, std::string_view archive) {
  const auto hash_of = [](std::string_view text) {
    return image_hash({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  const std::size_t slash = path.find_last_of("/\\");
  const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  const std::uint64_t name = hash_of(last_part(path)) + 3 * hash_of(last_part(folder));
  const std::uint64_t place = hash_of(archive);
  return first_in_.emplace(image_hash(file) ^ name, place).first->second != place;
}

std::expected<void, Error> PictureCollector::add(std::string_view path, std::span<const std::uint8_t> file,
                                                 std::string_view archive) {
  if (file.empty()) return fail("{0} is empty.", in_quotes(path));
  if (watches_ && is_copy(path, file, archive)) {
    ++copies_;
    return {};
  }
  const std::size_t folder = folders_.folder_of(path, archive);
  if (folder == groups_.size()) groups_.push_back(group_of(path));
  if (class_names_.size() > std::size_t{kMaxClasses} + class_names_.contains(std::string_view())) {
    return budget_->exhaust(too_many_classes());
  }
  if (folders_.too_many()) {
    return budget_->exhaust(
        say("The pictures stand in more than {0} folders; choose a part of them.", PictureFolders::kMost));
  }
  const std::size_t group = groups_[folder];

  // What will not be kept need not be decoded, unless it must be known for comparison.
  const bool must_look = options_.drop_duplicates || options_.drop_blank;
  Reservoir::Decision decision;
  if (!must_look) {
    decision = reservoir_.propose(group);
    if (!decision.keep) {
      reservoir_.commit(decision);
      labels_.name_of(path);
      ++seen_;
      budget_->pass(file.size(), 0);
      return {};
    }
  }
  const auto picture = decode_picture(file, path, options_.limits.picture_side, kSideToFit);
  if (!picture) return std::unexpected(picture.error());
  budget_->pass(file.size(), picture->pixels.size());
  ++seen_;
  const PictureName name = labels_.name_of(path);
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
  items_[decision.place] = {name, static_cast<std::uint32_t>(folder), static_cast<std::uint32_t>(seen_)};
  return {};
}

struct PictureCollector::Order {
  std::vector<std::uint32_t> items;
  SplitPlan plan;
  std::array<std::uint32_t, kSplitRoles> images{};  // of each role that the plan makes
  std::size_t without_class = 0, without_role = 0;  // left out
  std::optional<std::string> folder_without_class;  // the one that holds all of them
};

PictureCollector::Order PictureCollector::order_of(const std::vector<FolderMeaning>& meanings,
                                                   const PictureClasses& classes, bool labelled) const {
  Order order;
  std::array<std::size_t, kSplitRoles> came{};
  std::set<std::string> outside;
  const auto role_of_item = [&](std::uint32_t i) {
    const SplitRole of_folder = meanings[items_[i].folder].role;
    return of_folder == SplitRole::none && !classes.roles.empty() ? classes.roles[i] : of_folder;
  };
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (labelled && classes.of_item[i] == PictureClasses::kNone) {
      ++order.without_class;
      outside.insert(meanings[items_[i].folder].name);
      continue;
    }
    ++came[static_cast<std::size_t>(role_of_item(i))];
    order.items.push_back(i);
  }
  if (outside.size() == 1 && !outside.begin()->empty()) order.folder_without_class = *outside.begin();

  order.plan = plan_split(came);
  if (order.plan.without_role_left_out) {
    order.without_role = came[0];
    std::erase_if(order.items, [&](std::uint32_t i) { return role_of_item(i) == SplitRole::none; });
  }
  const auto becomes = [&](std::uint32_t i) { return order.plan.becomes[static_cast<std::size_t>(role_of_item(i))]; };
  for (const std::uint32_t i : order.items) ++order.images[static_cast<std::size_t>(becomes(i))];
  const auto rank = [&](std::uint32_t i) {
    return std::pair(order.plan.published ? static_cast<int>(becomes(i)) : 0, items_[i].arrival);
  };
  std::sort(order.items.begin(), order.items.end(),
            [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return order;
}

std::expected<PictureClasses, Error> PictureCollector::classes_of(const std::vector<FolderMeaning>& meanings) {
  PictureClasses classes;
  std::vector<std::uint8_t> of_folder;
  std::vector<bool> holds_items(meanings.size());
  for (const PictureItem& item : items_) holds_items[item.folder] = true;
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    of_folder.push_back(PictureClasses::kNone);
    if (!holds_items[i] || meanings[i].class_name.empty()) continue;
    const auto number = classes.number_of(meanings[i].class_name);
    if (!number) return std::unexpected(Error{too_many_classes()});
    of_folder.back() = *number;
  }
  const std::size_t folders = classes.names.size();
  if (folders < 2) {
    classes.names.clear();
    of_folder.assign(meanings.size(), PictureClasses::kNone);
  }
  classes.by_folders = folders > 1;
  classes.one_folder = folders == 1;
  for (const PictureItem& item : items_) classes.of_item.push_back(of_folder[item.folder]);
  labels_.ask_tables(items_, meanings, reservoir_.seen() == items_.size(), classes);
  if (classes.too_many) {
    return fail("Folders and tables name more than {0} classes, which is the most that can be shown.", kMaxClasses);
  }
  if (classes.names.empty()) {
    if (auto named = labels_.ask_names(items_)) return std::move(*named);
  }
  return classes;
}

std::expected<ImageSet, Error> PictureCollector::finish(std::string name) {
  const std::vector<FolderMeaning> meanings = folders_.meanings();
  const auto classes = classes_of(meanings);
  if (!classes) return std::unexpected(classes.error());
  const bool labelled = classes->names.size() > 1;
  const Order order = order_of(meanings, *classes, labelled);
  // Classes of which all images are left out are none.
  std::vector<std::string> class_names;
  if (labelled) {
    std::vector<bool> came(classes->names.size());
    for (const std::uint32_t i : order.items) came[classes->of_item[i]] = true;
    for (std::size_t c = 0; c < came.size(); ++c) {
      if (came[c]) class_names.push_back(classes->names[c]);
    }
    std::sort(class_names.begin(), class_names.end(), natural_less);
  }

  ImageSet set;
  set.name = std::move(name);
  if (labelled) {
    std::vector<std::uint8_t> label_of;
    for (const std::string& class_name : classes->names) {
      const auto at = std::find(class_names.begin(), class_names.end(), class_name);
      label_of.push_back(static_cast<std::uint8_t>(at - class_names.begin()));
    }
    for (const std::uint32_t i : order.items) set.labels.push_back(label_of[classes->of_item[i]]);
    for (std::string& class_name : class_names) class_name = printable(class_name);
    set.class_names = std::move(class_names);
  }
  if (order.items.size() == items_.size() && std::is_sorted(order.items.begin(), order.items.end())) {
    set.pixels = std::move(pixels_);  // as they came: nothing to copy
  } else {
    if (!memory_for(std::uint64_t{order.items.size()} * kImagePixels)) {
      return fail("There is not enough memory for {0} images.", order.items.size());
    }
    set.pixels.reserve(order.items.size() * kImagePixels);
    for (const std::uint32_t i : order.items) {
      const auto from = pixels_.begin() + static_cast<std::ptrdiff_t>(i) * kImagePixels;
      set.pixels.insert(set.pixels.end(), from, from + kImagePixels);
    }
  }
  if (order.plan.published) {
    const auto [none, train, validation, held_out] = order.images;
    set.published = {{0, train}, {train, train + validation}, {train + validation, train + validation + held_out}};
  }
  add_notes(set.notes, order, meanings, *classes);
  pixels_ = {};
  items_ = {};
  return set;
}

void PictureCollector::add_notes(std::vector<Sentence>& notes, const Order& order,
                                 const std::vector<FolderMeaning>& meanings, const PictureClasses& classes) const {
  const auto counted = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  if (fitted_ > 0)
    notes.push_back(plural(counted(fitted_), "{0} image of another size was fitted to 28 by 28.",
                           "{0} images of other sizes were fitted to 28 by 28."));
  note_dropped(notes, blank_, duplicates_);
  if (copies_ > 0) {
    notes.push_back(plural(counted(copies_), "{0} image came a second time under the same name and was left out.",
                           "{0} images came a second time under the same names and were left out."));
  }
  notes.insert(notes.end(), classes.notes.begin(), classes.notes.end());
  const PictureTable* table = labels_.used_table();
  if (order.without_class > 0 && table) {
    notes.push_back(plural(counted(order.without_class), "{0} image is not named in {1} and was left out.",
                           "{0} images are not named in {1} and were left out.", in_quotes(last_part(table->path()))));
  } else if (order.without_class > 0) {
    notes.push_back(order.folder_without_class
                        ? plural(counted(order.without_class), "{0} image in {1} has no class and was left out.",
                                 "{0} images in {1} have no class and were left out.",
                                 in_quotes(*order.folder_without_class))
                        : plural(counted(order.without_class), "{0} image beside the class folders left out.",
                                 "{0} images beside the class folders left out."));
  }
  if (order.without_role > 0) {
    notes.push_back(plural(counted(order.without_role),
                           "{0} image stands in neither training nor test folder and was left out.",
                           "{0} images stand in neither training nor test folder and were left out."));
  }
  if (order.plan.published && order.plan.validation_held_out) notes.push_back(kValidationHeldOut);
  std::set<std::string> named_as_role;
  for (const FolderMeaning& meaning : meanings) {
    if (meaning.class_named_as_role && classes.names.size() > 1) named_as_role.insert(meaning.class_name);
  }
  for (const std::string& name : named_as_role) {
    notes.push_back(say("{0} was taken as a class, as the folders beside it are.", in_quotes(name)));
  }
  if (reservoir_.seen() > items_.size()) {
    notes.push_back(sample_note(items_.size(), reservoir_.seen(), options_.balanced && classes.by_folders));
  }
  if (classes.one_folder && classes.names.size() < 2) {
    notes.push_back("All images stand in one folder, so they have no classes.");
  }
}

}  // namespace hourglass
