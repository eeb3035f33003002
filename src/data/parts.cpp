#include "data/parts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/array_choice.h"
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

void add_new_notes(std::vector<Sentence>& notes, std::vector<Sentence>& more) {
  for (Sentence& note : more) {
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  }
}

void tell_left_out(std::string_view file, LeftOut& left_out, std::vector<Sentence>& notes) {
  if (std::find(left_out.files.begin(), left_out.files.end(), file) != left_out.files.end()) return;
  left_out.files.emplace_back(file);
  // Of training and test images alike: said once.
  Sentence note = say("{0} was left out.", in_quotes(last_part(file)));
  if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
}

// A part's name without digits: of an array within a file in all of its own name, else in the last part.
std::string without_numbers(const Part& part) {
  const std::size_t from = part.array_at > 0 ? part.array_at : part.name.size() - last_part(part.name).size();
  std::string text = part.name;
  text.erase(std::remove_if(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                            [](char c) { return c >= '0' && c <= '9'; }),
             text.end());
  return text;
}

// What single images in files of their own are called together: "img" of "img_001.npy".
std::string name_of_all(std::string_view name) {
  const std::string_view file = last_part(name);
  std::string begin = stem(file);
  while (!begin.empty() && std::string_view("0123456789_-. ").find(begin.back()) != std::string_view::npos)
    begin.pop_back();
  if (begin.empty()) return std::string(name);
  return std::string(name.substr(0, name.size() - file.size())) + begin;
}

// Arrays or files of one image each whose names differ in numbers alone (numpy.savez's "arr_0", "arr_1"...) are images
// of one set, in the order of the numbers.
void join_single_images(std::vector<Part>& parts, std::vector<Sentence>& notes) {
  using Key = std::tuple<Part::Kind, SplitRole, std::string>;
  std::map<Key, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.labels_only || part.kind == Part::Kind::pictures || part.images.size() != 1 || part.images.labelled())
      continue;
    alike[{part.kind, part.role, without_numbers(part)}].push_back(i);
  }
  std::vector<bool> joined(parts.size());
  for (auto& [key, members] : alike) {
    if (members.size() < 2) continue;
    std::sort(members.begin(), members.end(),
              [&](std::size_t a, std::size_t b) { return natural_less(parts[a].name, parts[b].name); });
    Part& first = parts[members.front()];
    if (file_of(first) == first.name) first.name = name_of_all(first.name);
    for (std::size_t i = 1; i < members.size(); ++i) {
      ImageSet& images = parts[members[i]].images;
      first.images.pixels.insert(first.images.pixels.end(), images.pixels.begin(), images.pixels.end());
      add_new_notes(first.images.notes, images.notes);
      images = {};
      joined[members[i]] = true;
    }
    notes.push_back(say("{0} arrays of one image each were taken as one set.", members.size()));
  }
  std::vector<Part> rest;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!joined[i]) rest.push_back(std::move(parts[i]));
  }
  parts = std::move(rest);
}

// Arrays without names, as numpy.savez ("arr_0", "arr_1"...) and pickle.dump() called several times leave them, in
// pairs of images and labels: two pairs are those that train and those that test, as everybody writes them; of three
// the middle one validates. Images and labels may take turns, or all images come first.
void give_roles_by_order(std::vector<Part>& parts, std::vector<Sentence>& notes) {
  const std::size_t pairs = parts.size() / 2;
  if (pairs < 2 || pairs > 3 || parts.size() % 2 != 0) return;
  bool take_turns = true, images_first = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    const std::string_view name = last_part(part.name);
    const std::string number = std::to_string(i);
    const bool nameless = (name == number || name == "arr_" + number + ".npy") && part.role == SplitRole::none &&
                          file_of(part) != part.name && file_of(part) == file_of(parts.front());
    if (!nameless || (!part.labels_only && part.images.labelled())) return;
    take_turns = take_turns && part.labels_only == (i % 2 == 1);
    images_first = images_first && part.labels_only == (i >= pairs);
  }
  if (!take_turns && !images_first) return;
  constexpr SplitRole kOrder[] = {SplitRole::train, SplitRole::validation, SplitRole::held_out};
  const auto images_at = [&](std::size_t pair) { return take_turns ? 2 * pair : pair; };
  const auto labels_at = [&](std::size_t pair) { return take_turns ? 2 * pair + 1 : pairs + pair; };
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    if (parts[images_at(pair)].images.size() != parts[labels_at(pair)].labels.size()) return;
  }
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const SplitRole role = kOrder[pair + 1 == pairs ? 2 : pair];
    parts[images_at(pair)].role = parts[labels_at(pair)].role = role;
  }
  notes.push_back(pairs == 2
                      ? say("The arrays have no names: the first images were taken to train, the second to test.")
                      : say("The arrays have no names: the first images were taken to train, the second to "
                            "validate, the third to test."));
}

/// Whether the array's name says that its words are the classes' names, in the order of the labels.
bool says_class_names(const std::string& path) {
  const std::string name = lower(stem(last_part(path)));
  return name == "class_names" || name == "label_names" || name == "target_names";
}

// "label_names", "classes", "target_names"...: by its name, a list of what the classes are called.
bool may_name_classes(const Part& part) {
  constexpr std::string_view kWords[] = {"name",   "names",   "class",    "classes",    "label",   "labels",
                                         "target", "targets", "category", "categories", "mapping", "meta"};
  const std::string name = stem(last_part(part.name));
  const std::vector<NameWord> words = words_of(name, true);
  return std::any_of(words.begin(), words.end(), [&](const NameWord& word) {
    return std::find(std::begin(kWords), std::end(kWords), lower(word.text)) != std::end(kWords);
  });
}

// Such words whose name leaves no doubt, or that are as many as the classes and not as the images, name the classes of
// the file's labels ("label_names").
void take_class_names(std::vector<Part>& parts) {
  for (std::size_t at = 0; at < parts.size();) {
    if (parts[at].words.empty() || !may_name_classes(parts[at])) {
      ++at;
      continue;
    }
    const Part names = parts[at];
    const std::size_t classes = names.words.size();
    const std::set<std::string> different(names.words.begin(), names.words.end());
    const bool said = says_class_names(names.name);
    const bool as_many_images = !said && std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
      return !part.labels_only && part.images.size() == classes;
    });
    std::vector<Part*> named;
    bool from_one = false;
    for (Part& part : parts) {
      const bool numbers = part.labels_only && part.words.empty() && part.images.class_names.empty();
      if (!numbers || part.labels.empty() || file_of(part) != file_of(names)) continue;
      const std::size_t most = *std::max_element(part.labels.begin(), part.labels.end());
      if (most > classes) continue;
      named.push_back(&part);
      from_one = from_one || most == classes;
    }
    std::erase_if(named, [&](const Part* part) {
      return from_one && std::find(part->labels.begin(), part->labels.end(), 0) != part->labels.end();
    });
    if ((classes < 2 && !said) || different.size() < classes || as_many_images || named.empty()) {
      ++at;
      continue;
    }
    for (Part* part : named) {
      for (std::uint8_t& label : part->labels) label = static_cast<std::uint8_t>(label - (from_one ? 1 : 0));
      for (const std::string& word : names.words) part->images.class_names.push_back(printable(word));
    }
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
  }
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
      // A mean image beside the images has no label.
      if (part.images.size() == 1 && parts.size() > 1) continue;
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
  // All numbered, or all with the names that their publishers numbered.
  const bool agreed = std::all_of(parts.begin(), parts.end(), [&](const Part& p) {
    return p.images.class_names == parts.front().images.class_names;
  });
  if (agreed) return {};
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

// One set of all parts, train first, then validation, then held-out. Each part is given up as it is copied.
ImageSet join(std::vector<Part> parts, bool published) {
  if (parts.size() == 1) return std::move(parts.front().images);
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.role < b.role; });
  ImageSet all;
  std::array<IndexRange, kSplitRoles> ranges{};
  std::size_t pixels = 0;
  for (const Part& part : parts) pixels += part.images.pixels.size();
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    IndexRange& range = ranges[static_cast<std::size_t>(part.role)];
    if (range.size() == 0) range = {at, at};
    at += static_cast<std::uint32_t>(part.images.size());
    range.end = at;
    if (i == 0) {
      all = std::move(part.images);
      all.published = {};
      all.pixels.reserve(pixels);  // of all: growing by itself a vector would take twice as much
      continue;
    }
    all.pixels.insert(all.pixels.end(), part.images.pixels.begin(), part.images.pixels.end());
    all.labels.insert(all.labels.end(), part.images.labels.begin(), part.images.labels.end());
    add_new_notes(all.notes, part.images.notes);
    for (const Guess& guess : part.images.guesses) all.guessed(guess);
    for (const Guess& answer : part.images.answers) all.was_said(answer);
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
  give_roles_by_order(parts, notes);
  join_single_images(parts, notes);
  take_class_names(parts);
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
  auto choice = choose_arrays(parts, options, false, notes);
  if (!choice) return std::unexpected(choice.error());
  if (auto one = be_of_one_set(parts, notes); !one) return std::unexpected(one.error());
  if (auto given = give_labels(parts, left_out, notes); !given) return std::unexpected(given.error());
  if (choice->when_labelled) choice = choose_arrays(parts, options, true, notes);
  if (!choice) return std::unexpected(choice.error());
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
    if (options.orientation == Orientation::automatic) set.guessed({Question::orientation, 1});
    set.notes.push_back("The images are stored transposed, as EMNIST's are, and were turned upright.");
  }
  if (choice->guess) choice->said ? set.was_said(*choice->guess) : set.guessed(*choice->guess);
  invert_if_asked(set, options);
  if (set.class_names.empty()) name_classes(set, hints);
  if (!pictures) reduce(set, options);
  if (set.size() > 1 && !options.invert && seems_dark_on_light(set)) {
    set.notes.push_back(kDarkOnLight);
    set.guessed({Question::ground, 0});
  }
  if (set.size() == 0) return fail("No images are left of {0}: all are blank.", images);
  return Loaded(std::move(set));
}

}  // namespace hourglass
