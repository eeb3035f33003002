#include "data/kept_parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/array_images.h"
#include "data/array_labels.h"
#include "data/classes.h"
#include "data/names.h"
#include "data/npy.h"
#include "data/row_labels.h"
#include "data/split_roles.h"
#include "data/text.h"

namespace hourglass {
namespace {

/// IDX has the number of images first by its definition; of its tables of numbers people transpose some.
DecodeOptions reading_of(const LoadContext& context, const TensorView& tensor, Part::Kind kind) {
  DecodeOptions reading = context.options;
  const bool defined = kind == Part::Kind::idx && tensor.shape.size() != 2;
  if (defined && reading.axis == ImageAxis::automatic) reading.axis = ImageAxis::first;
  return reading;
}

/// Labels that are words, or numbers written as words.
std::expected<void, Error> keep_words(LoadContext& context, const std::vector<std::string>& words,
                                      const std::string& path, Part::Kind kind) {
  RowLabels labels;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) return fail("{0}: label {1} is empty.", in_quotes(path), i + 1);
    const auto number = labels.number_of(words[i]);
    if (!number)
      return fail("{0} names more than {1} classes, which is the most that can be shown.", in_quotes(path),
                  kMaxClasses);
    labels.add(*number);
  }
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.labels_only = true;
  if (words.size() <= kMaxClasses) part.words = words;
  labels.finish(part.images);
  part.labels = std::exchange(part.images.labels, {});
  context.parts.push_back(std::move(part));
  return {};
}

/// An array among others. What cannot be used is no fault of the file where it is neither images nor labels: it is set
/// aside (odd_arrays). False: it is no part.
std::expected<bool, Error> keep_array_among_others(LoadContext& context, const TensorView& tensor,
                                                   const std::string& path, Part::Kind kind) {
  const ImageAxis axis = context.options.axis;
  const bool labels = looks_like_labels(tensor, axis);
  auto kept = keep_array(context, tensor, path, kind, labels);
  if (kept) return true;
  if (context.budget.exhausted() || (!labels && has_shape_of_images(tensor, axis)))
    return std::unexpected(kept.error());
  context.odd_arrays.push_back({path, labels, kept.error().message});
  return false;
}
std::expected<bool, Error> keep_words_among_others(LoadContext& context, const std::vector<std::string>& words,
                                                   const std::string& path, Part::Kind kind) {
  auto kept = keep_words(context, words, path, kind);
  if (kept) return true;
  context.odd_arrays.push_back({path, true, kept.error().message});
  return false;
}

/// Words that name what no class is: files, and the columns of a table.
bool names_other_things(std::string_view array) {
  const std::vector<NameWord> words = words_of(last_part(array), false);
  return std::ranges::any_of(words, [](const NameWord& word) {
    constexpr std::string_view kOthers[] = {"file",  "files",   "filename", "filenames", "path",
                                            "paths", "feature", "features", "id",        "ids"};
    return std::find(std::begin(kOthers), std::end(kOthers), lower(word.text)) != std::end(kOthers);
  });
}

/// Pairs of images and labels without names are, in the order in which everybody writes them, those that train, those
/// that validate and those that test; two pairs are the first and the last.
void name_pairs(std::vector<NamedArray>& arrays) {
  const std::size_t pairs = arrays.size() / 2;
  if (pairs < 2 || pairs > 3 || arrays.size() % 2 != 0) return;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    if (arrays[i].path != std::to_string(i / 2) + "/" + std::to_string(i % 2)) return;
  constexpr std::string_view kRoles[] = {"train", "valid", "test"};
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const std::size_t role = pairs == 2 && i >= 2 ? 2 : i / 2;
    arrays[i].path = std::string(kRoles[role]) + (i % 2 == 0 ? "_x" : "_y");
  }
}

/// A table's images by the arrays in which they stand.
std::vector<Part> pieces_of(Part whole, const TableArrays& arrays) {
  std::vector<Part> pieces;
  if (arrays.of_image.empty()) {
    pieces.push_back(std::move(whole));
    return pieces;
  }
  for (std::size_t i = 0; i < arrays.names.size(); ++i) {
    Part piece;
    piece.name = arrays.names[i].empty() ? whole.name : whole.name + "/" + arrays.names[i];
    piece.array_at = arrays.names[i].empty() ? 0 : whole.name.size() + 1;
    piece.kind = whole.kind;
    piece.role = role_in_path(piece.name);
    piece.images.name = whole.images.name;
    piece.images.notes = whole.images.notes;
    piece.images.guesses = whole.images.guesses;
    piece.images.answers = whole.images.answers;
    if (arrays.labelled[i]) piece.images.class_names = whole.images.class_names;
    pieces.push_back(std::move(piece));
  }
  for (std::size_t n = 0; n < whole.images.size(); ++n) {
    const std::size_t at = arrays.of_image[n];
    ImageSet& images = pieces[at].images;
    const auto image = whole.images.image(n);
    images.pixels.insert(images.pixels.end(), image.begin(), image.end());
    if (arrays.labelled[at] && whole.images.labelled()) images.labels.push_back(whole.images.labels[n]);
  }
  return pieces;
}

}  // namespace

std::expected<void, Error> keep_array(LoadContext& context, const TensorView& tensor, const std::string& path,
                                      Part::Kind kind, bool labels) {
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.labels_only = labels;
  if (labels) {
    auto read = labels_from_tensor(tensor, path);
    if (!read) return std::unexpected(read.error());
    part.labels = std::move(*read);
  } else {
    auto read = images_from_tensor(tensor, path, reading_of(context, tensor, kind));
    if (!read) return std::unexpected(read.error());
    part.images = std::move(*read);
    if (context.options.axis == ImageAxis::automatic) part.images.answers.clear();
    if (auto kept = context.budget.keep(part.images.pixels.size()); !kept) return kept;
    context.rows += part.images.size();
  }
  context.parts.push_back(std::move(part));
  return {};
}

std::expected<void, Error> keep_named_arrays(LoadContext& context, std::vector<NamedArray> arrays,
                                             const std::string& path) {
  name_pairs(arrays);
  for (NamedArray& array : arrays) {
    const std::string name = array.path.empty() ? path : path + "/" + array.path;
    if (!array.words.empty() && names_other_things(array.path)) continue;
    std::expected<bool, Error> kept = false;
    if (array.beyond) {
      kept = fail("{0} holds numbers beyond 65,535: bring its pixels to 0 to 255, or to 0 to 1.", in_quotes(name));
    } else if (array.words.empty()) {
      TensorView tensor = array.view();
      tensor.holder = &array.bytes;
      kept = keep_array_among_others(context, tensor, name, Part::Kind::arrays);
    } else {
      kept = keep_words_among_others(context, array.words, name, Part::Kind::arrays);
    }
    array.bytes = {};
    if (kept && !*kept && arrays.size() == 1) {
      kept = fail(context.odd_arrays.back().why);
      context.odd_arrays.pop_back();
    }
    if (kept) {
      if (*kept && !array.path.empty()) context.parts.back().array_at = path.size() + 1;
      continue;
    }
    if (arrays.size() == 1) return std::unexpected(kept.error());
    if (auto tolerated = tolerate(context, kept.error()); !tolerated) return tolerated;
  }
  return {};
}

std::expected<void, Error> keep_npy(LoadContext& context, std::span<const std::uint8_t> bytes, const std::string& path,
                                    std::vector<std::uint8_t>* holder) {
  const bool among_others = lower(path).rfind(".npz/") != std::string::npos;
  const auto done = [](const std::expected<bool, Error>& kept) {
    return kept ? std::expected<void, Error>() : std::unexpected(kept.error());
  };
  if (auto words = words_in_npy(bytes)) {
    return among_others ? done(keep_words_among_others(context, *words, path, Part::Kind::npy))
                        : keep_words(context, *words, path, Part::Kind::npy);
  }
  std::vector<TensorView> arrays;
  std::span<const std::uint8_t> rest = bytes;
  while (arrays.empty() || looks_like_npy(rest)) {
    auto tensor = decode_npy(rest, path);
    if (!tensor) return std::unexpected(tensor.error());
    rest = rest.subspan(static_cast<std::size_t>(tensor->bytes.data() + tensor->bytes.size() - rest.data()));
    arrays.push_back(std::move(*tensor));
  }
  const std::size_t behind = rest.size();
  if (arrays.size() == 1) arrays.front().holder = holder;
  if (among_others && arrays.size() == 1 && behind == 0)
    return done(keep_array_among_others(context, arrays.front(), path, Part::Kind::npy));
  for (const TensorView& array : arrays) {
    const bool labels = looks_like_labels(array, context.options.axis);
    if (auto kept = keep_array(context, array, path, Part::Kind::npy, labels); !kept) return kept;
    if (arrays.size() > 1 && !labels)
      context.parts.back().images.notes.push_back(
          say("{0} holds {1} arrays, one behind the other.", in_quotes(last_part(path)), arrays.size()));
  }
  if (behind > 0) {
    context.notes.push_back(plural(static_cast<std::int64_t>(behind),
                                   "{0} byte behind the array in {1} was passed over.",
                                   "{0} bytes behind the array in {1} were passed over.", in_quotes(last_part(path))));
  }
  return {};
}

std::expected<void, Error> keep_set(LoadContext& context, std::expected<ImageSet, Error> set, const std::string& path,
                                    Part::Kind kind, const TableArrays& arrays) {
  if (!set) return std::unexpected(set.error());
  if (auto kept = context.budget.keep(set->pixels.size()); !kept) return kept;
  context.rows += set->size();
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.images = std::move(*set);
  for (Part& piece : pieces_of(std::move(part), arrays)) context.parts.push_back(std::move(piece));
  return {};
}

}  // namespace hourglass
