#include "data/parts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "data/classes.h"
#include "data/names.h"
#include "data/reduce.h"
#include "data/same_sets.h"
#include "data/statistics.h"
#include "data/text.h"

namespace hourglass {
namespace {

// The first 5,000 of MNIST's 60,000 are its validation images, as TensorFlow's tutorials divide them.
constexpr std::uint32_t kMnistTrain = 60000, kMnistValidation = 5000;

Sentence count_text(const Part& part) {
  return say("{0} holds {1}", in_quotes(part.name),
             part.labels_only ? labels_text(part.labels.size()) : images_text(part.images.size()));
}

void tell_left_out(std::string_view file, LeftOut& left_out, std::vector<Sentence>& notes) {
  if (std::find(left_out.files.begin(), left_out.files.end(), file) != left_out.files.end()) return;
  notes.push_back(say("{0} was left out.", in_quotes(last_part(file))));
  left_out.files.emplace_back(file);
}

// Of several forms of one set (Fashion-MNIST's archive on Kaggle has IDX and CSV), the best; the others go.
void keep_best_form(std::vector<Part>& parts, LeftOut& left_out, std::vector<Sentence>& notes) {
  std::optional<Part::Kind> best;
  for (const Part& part : parts) {
    if (!part.labels_only && (!best || part.kind > *best)) best = part.kind;
  }
  if (!best) return;
  // Small pictures beside a set (a README's illustration) do not make the set.
  if (*best == Part::Kind::pictures) {
    const auto images_of = [&](bool pictures) {
      std::size_t images = 0;
      for (const Part& part : parts) {
        if (!part.labels_only && (part.kind == Part::Kind::pictures) == pictures) images += part.images.size();
      }
      return images;
    };
    if (images_of(false) > images_of(true)) {
      std::erase_if(parts, [](const Part& part) { return part.kind == Part::Kind::pictures; });
      return keep_best_form(parts, left_out, notes);
    }
  }
  for (const Part& part : parts) {
    if (part.kind == *best || part.labels_only) continue;
    left_out.kinds.insert(part.kind);
    tell_left_out(file_of(part), left_out, notes);
  }
  std::erase_if(parts, [&](const Part& part) {
    return part.kind != *best && (!part.labels_only || *best == Part::Kind::pictures);
  });
}

// Gives each unlabelled part its labels. What belongs together has the same role, the same name, the same count; an
// only pair belongs together whatever it is called. Labels of images that were left out go with them.
std::expected<void, Error> give_labels(std::vector<Part>& parts, LeftOut& left_out, std::vector<Sentence>& notes) {
  std::vector<Part> labels;
  std::erase_if(parts, [&](Part& part) {
    if (part.labels_only) labels.push_back(std::move(part));
    return part.labels_only;
  });
  const auto unlabelled = static_cast<std::size_t>(
      std::count_if(parts.begin(), parts.end(), [](const Part& part) { return !part.images.labelled(); }));
  for (Part& part : parts) {
    if (part.images.labelled() || labels.empty()) continue;
    const bool only_pair = unlabelled == 1 && labels.size() == 1;
    const auto fitness = [&](const Part& candidate) {
      const bool same_count = candidate.labels.size() == part.images.size();
      const bool same_role = candidate.role == part.role;
      const bool same_key = set_key(candidate.name) == set_key(part.name);
      const bool same_file = set_key(file_of(candidate)) == set_key(file_of(part));
      if (!same_role && !same_count && !only_pair) return 0;
      const bool same_kind = candidate.kind == part.kind;
      return 1 + 16 * same_role + 8 * same_count + 4 * same_key + 2 * same_file + 1 * same_kind;
    };
    const auto best = std::max_element(labels.begin(), labels.end(),
                                       [&](const Part& a, const Part& b) { return fitness(a) < fitness(b); });
    if (fitness(*best) == 0) continue;
    if (best->labels.size() != part.images.size()) {
      return fail("{0}, but {1}: they do not belong together, or one is damaged.", count_text(part), count_text(*best));
    }
    part.images.labels = std::move(best->labels);
    part.images.class_names = std::move(best->images.class_names);
    labels.erase(best);
  }
  std::erase_if(labels, [&](const Part& part) {
    if (parts.empty()) return false;
    // A file of many arrays may number more than its classes: who wrote each digit, and when.
    const bool beside = file_of(part) != part.name && file_of(part) == file_of(parts.front());
    if (!beside && !left_out.kinds.contains(part.kind)) return false;
    tell_left_out(beside ? std::string_view(part.name) : file_of(part), left_out, notes);
    return true;
  });
  if (!labels.empty() && !parts.empty()) {
    const Sentence having = count_text(labels.front()), images = count_text(parts.front());
    return parts.front().images.labelled()
               ? fail("{0} for which there are no images: {1} with labels of its own.", having, images)
               : fail("{0} for which there are no images: {1}.", having, images);
  }
  return {};
}

// Moves the labels of all parts to one list of class names.
std::expected<void, Error> agree_on_classes(std::vector<Part>& parts) {
  std::vector<std::string> names = parts.front().images.class_names;
  for (const Part& part : parts) {
    for (const std::string& name : part.images.class_names) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end(), natural_less);
  const bool numbered =
      std::all_of(parts.begin(), parts.end(), [](const Part& p) { return p.images.class_names.empty(); });
  if (numbered) return {};
  if (sorted.size() > kMaxClasses) {
    return fail("These files name {0} classes; at most {1} can be shown.", sorted.size(), kMaxClasses);
  }
  for (Part& part : parts) {
    if (part.images.class_names.empty()) {
      return fail("{0} numbers its classes, and another file names them: they do not belong together.",
                  in_quotes(part.name));
    }
    for (std::uint8_t& label : part.images.labels) {
      const std::string& name = part.images.class_names[label];
      label = static_cast<std::uint8_t>(std::find(sorted.begin(), sorted.end(), name) - sorted.begin());
    }
  }
  for (Part& part : parts) part.images.class_names = sorted;
  return {};
}

// What the parts' roles make of the set, with each part that is left out told by its name.
SplitPlan split_of(std::vector<Part>& parts, std::vector<Sentence>& notes) {
  std::array<std::size_t, kSplitRoles> images{};
  for (const Part& part : parts) images[static_cast<std::size_t>(part.role)] += part.images.size();
  const SplitPlan plan = plan_split(images);
  if (!plan.published) return plan;
  if (plan.without_role_left_out) {
    std::erase_if(parts, [&](const Part& part) {
      if (part.role != SplitRole::none) return false;
      notes.push_back(
          say("{0} is named as neither training nor test images and was left out.", in_quotes(last_part(part.name))));
      return true;
    });
  }
  if (plan.validation_held_out) notes.push_back(kValidationHeldOut);
  for (Part& part : parts) part.role = plan.becomes[static_cast<std::size_t>(part.role)];
  return plan;
}

// The names that stand beside the arrays, taken out of the parts: none where several parts name classes.
std::vector<std::string> take_class_names(std::vector<Part>& parts) {
  std::vector<std::string> names;
  std::size_t lists = 0;
  std::erase_if(parts, [&](Part& part) {
    if (!part.names_only) return false;
    if (++lists == 1) names = std::move(part.images.class_names);
    return true;
  });
  return lists == 1 ? names : std::vector<std::string>();
}

// Whether each label that occurs has a name, and each name is its own.
bool name_all_labels(const std::vector<std::string>& names, const ImageSet& set) {
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  return set.labelled() && std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end() &&
         *std::max_element(set.labels.begin(), set.labels.end()) < names.size();
}

// One set of all parts, train first, then validation, then held-out. Each part is given up as it is copied.
ImageSet join(std::vector<Part> parts, bool published) {
  if (parts.size() == 1) return std::move(parts.front().images);
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.role < b.role; });
  ImageSet all;
  std::array<IndexRange, kSplitRoles> ranges{};
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    IndexRange& range = ranges[static_cast<std::size_t>(part.role)];
    if (range.size() == 0) range = {at, at};
    at += static_cast<std::uint32_t>(part.images.size());
    range.end = at;
    if (i == 0) {
      all = std::move(part.images);
      continue;
    }
    all.pixels.insert(all.pixels.end(), part.images.pixels.begin(), part.images.pixels.end());
    all.labels.insert(all.labels.end(), part.images.labels.begin(), part.images.labels.end());
    for (Sentence& note : part.images.notes) {
      if (std::find(all.notes.begin(), all.notes.end(), note) == all.notes.end()) all.notes.push_back(std::move(note));
    }
    part.images = {};
  }
  const auto [none, train, validation, held_out] = ranges;
  if (published) {
    all.published = {train, validation, held_out};
    if (train.size() == kMnistTrain && validation.size() == 0) {
      all.published.train.begin = train.begin + kMnistValidation;
      all.published.validation = {train.begin, train.begin + kMnistValidation};
      all.notes.push_back("The first 5,000 training images are set apart for validation, as is usual for MNIST.");
    }
  }
  return all;
}

}  // namespace

std::expected<Loaded, Error> put_together(std::vector<Part> parts, const DecodeOptions& options) {
  std::vector<Sentence> notes;
  LeftOut left_out;
  const std::vector<std::string> names = take_class_names(parts);
  if (parts.empty()) return fail("There are no images in this.");
  if (auto one = be_named_alike(parts); !one) return std::unexpected(one.error());
  leave_out_copies(parts, left_out, notes);
  const bool labels_alone =
      !parts.empty() && std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.labels_only; });
  if (labels_alone) {
    if (parts.size() > 1) return fail("These are {0} of labels; their images are missing.", files_text(parts.size()));
    return Loaded(LabelList{std::string(last_part(parts[0].name)), std::move(parts[0].labels),
                            std::move(parts[0].images.class_names)});
  }
  keep_best_form(parts, left_out, notes);
  if (auto one = be_of_one_set(parts, notes); !one) return std::unexpected(one.error());
  if (auto given = give_labels(parts, left_out, notes); !given) return std::unexpected(given.error());
  if (parts.empty()) return fail("There are no images in this.");

  // Kaggle's test.csv comes without labels; beside a labelled set it is of no use.
  const bool some_labelled =
      std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.images.labelled(); });
  if (some_labelled) {
    std::erase_if(parts, [&](const Part& part) {
      if (part.images.labelled()) return false;
      notes.push_back(say("{0} has no labels and was left out.", in_quotes(last_part(part.name))));
      return true;
    });
  }
  std::uint64_t images = 0;
  for (const Part& part : parts) images += part.images.size();
  if (images > options.limits.images) {
    return fail("These are {0} images; at most {1} can be loaded.", images, options.limits.images);
  }

  if (!take_as_classes(parts, notes)) {
    if (auto agreed = agree_on_classes(parts); !agreed) return std::unexpected(agreed.error());
  }
  const SplitPlan plan = split_of(parts, notes);

  std::string hints;  // all names: one of them says "fashion" or "emnist"
  for (const Part& part : parts) hints += part.name + " ";
  const bool pictures = parts.front().kind == Part::Kind::pictures;
  const bool transposed = !pictures && stored_transposed(hints, options.orientation);
  const std::string name = pictures && parts.size() == 1 ? parts.front().images.name : title_of(parts);
  ImageSet set = join(std::move(parts), plan.published);
  set.name = name;
  std::move(notes.begin(), notes.end(), std::back_inserter(set.notes));
  if (transposed) {
    transpose_images(set);
    set.notes.push_back("The images are stored transposed, as EMNIST's are, and were turned upright.");
  }
  invert_if_asked(set, options);
  if (set.class_names.empty() && name_all_labels(names, set)) set.class_names = names;
  if (set.class_names.empty()) name_classes(set, hints);
  if (!pictures) reduce(set, options);
  if (set.size() > 1 && !options.invert && seems_dark_on_light(set)) set.notes.push_back(kDarkOnLight);
  if (set.size() == 0) return fail("No images are left of {0}: all are blank.", images);
  return Loaded(std::move(set));
}

}  // namespace hourglass
