#include "data/json_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <utility>

#include "data/classes.h"
#include "data/names.h"
#include "data/text.h"

namespace hourglass {
namespace {

/// Longer lists are no rows of pictures but pictures.
constexpr std::size_t kLongestPictureRow = 256;

std::size_t after_space(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\r\n", at);
  return next == std::string_view::npos ? text.size() : next;
}

/// "label", "y_train", "testLabels", "output": labels by all its words but those that say the part of a split.
bool names_labels(std::string_view member) {
  // The columns of pandas' records, told soon: "pixel783".
  if (!member.empty() && member.back() >= '0' && member.back() <= '9') return false;
  bool labels = false;
  for (const NameWord& part : words_of(member, true)) {
    const std::string word = lower(part.text);
    if (role_of_word(word) != SplitRole::none || word == "set" || word == "data" || word == "onehot") continue;
    if (!is_label_name(word) && word != "output" && word != "targets") return false;
    labels = true;
  }
  return labels;
}

/// Arrays of a file that are told apart by their names.
constexpr std::size_t kMostPlaces = 64, kLongestPlace = 512;

std::string text_of_number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
  return text;
}

Sentence numbers_text(std::size_t number) {
  return plural(static_cast<std::int64_t>(number), "{0} number", "{0} numbers");
}

/// Of a list of numbers that may be a picture. Shorter ones are boxes, sizes and the like.
std::optional<std::size_t> side_of_picture(std::size_t values) {
  constexpr std::size_t kSmallestSide = 8;
  const auto side = side_of_square(values);
  return side && *side >= kSmallestSide ? side : std::nullopt;
}

}  // namespace

bool looks_like_json_table(std::span<const std::uint8_t> start) {
  const std::string whole = text_of_start(start);
  const std::string_view text = whole;
  if (has_control_characters(text)) return false;
  const std::size_t first = after_space(text, 0);
  if (first == text.size()) return false;
  const std::size_t second = after_space(text, first + 1);
  if (second == text.size()) return false;
  if (text[first] == '[') return std::string_view("[{-0123456789").find(text[second]) != std::string_view::npos;
  constexpr std::ptrdiff_t kManyMembers = 16;
  return text[first] == '{' && text[second] == '"' &&
         (text.find('[') != std::string_view::npos || std::count(text.begin(), text.end(), ',') >= kManyMembers);
}

JsonReader::JsonReader(const std::string& name, Budget& budget, LabelColumn label)
    : name_(name), budget_(&budget), tokens_(name), numbers_(budget), pixels_(name, budget), end_(label) {}

JsonTokens::Take JsonReader::taker() {
  return [this](const JsonToken& token) { return take(token); };
}

std::expected<void, Error> JsonReader::feed(std::span<const std::uint8_t> bytes) {
  return tokens_.feed(utf8_.feed(bytes), taker());
}

std::expected<void, Error> JsonReader::take(const JsonToken& token) {
  switch (token.kind) {
    case JsonToken::Kind::begin_list: open(true); return {};
    case JsonToken::Kind::begin_object: open(false); return {};
    case JsonToken::Kind::end_list: return close_list();
    case JsonToken::Kind::end_object: return close_object();
    case JsonToken::Kind::name: frames_.back().member = token.text; return {};
    case JsonToken::Kind::number: return take_number(token.text);
    case JsonToken::Kind::text:
    case JsonToken::Kind::word: return take_word(token);
  }
  return {};
}

/// Of the value that comes next.
bool JsonReader::is_label() const {
  const Frame& frame = frames_.back();
  return frame.label || (!frame.list && names_labels(frame.member));
}
bool JsonReader::is_ignored() const {
  const Frame& frame = frames_.back();
  return frame.ignored || (!frame.list && is_id_name(frame.member));
}

void JsonReader::open(bool list) {
  Frame frame;
  frame.list = list;
  frame.begin = numbers_.values.size();
  frame.images = pixels_.size();
  frame.labels = pending_.size();
  if (!frames_.empty()) {
    const Frame& outer = frames_.back();
    frame.label = is_label();
    frame.ignored = is_ignored();
    frame.place = outer.list ? outer.place : place_below(outer.place, outer.member);
  }
  frames_.push_back(std::move(frame));
}

/// Of very many members, such as an index of all images, only the part of the split is kept.
std::uint16_t JsonReader::place_below(std::uint16_t place, std::string_view member) {
  std::string path = places_[place].path;
  path += path.empty() ? "" : "/";
  path += member;
  if (const auto known = place_at_.find(path); known != place_at_.end()) return known->second;
  SplitRole role = role_of(member);
  if (role == SplitRole::none) role = places_[place].role;
  if (places_.size() > kMostPlaces || path.size() > kLongestPlace) {
    constexpr std::string_view kRoleNames[kSplitRoles] = {"", "train", "validation", "test"};
    path = kRoleNames[static_cast<std::size_t>(role)];
    if (path.empty()) return 0;
    if (const auto known = place_at_.find(path); known != place_at_.end()) return known->second;
  }
  const auto number = static_cast<std::uint16_t>(places_.size());
  places_.push_back({path, role});
  place_at_.emplace(std::move(path), number);
  return number;
}

std::unexpected<Error> JsonReader::no_number(std::string_view text) const {
  return fail("{0}, line {1}: {2} is not a number.", in_quotes(name_), tokens_.line_number(), shown_cell(text));
}

std::unexpected<Error> JsonReader::too_many_labels(std::string_view text) const {
  return fail("{0}, line {1}: {2} is one label too many; at most {3} classes can be shown.", in_quotes(name_),
              tokens_.line_number(), shown_cell(text), kMaxClasses);
}

std::expected<void, Error> JsonReader::take_number(std::string_view text) {
  if (frames_.empty() || is_ignored()) return {};
  if (is_label()) return add_label(text);
  Frame& frame = frames_.back();
  if (frame.has_images && frame.list) return {};
  if (frame.rows > 0) {
    return fail("{0}, line {1}: {2} stands among lists of numbers.", in_quotes(name_), tokens_.line_number(),
                shown_cell(text));
  }
  if (frame.word && frame.word_at > 0) return no_number(*frame.word);
  const auto value = cell_number(text);
  if (!value) return no_number(text);
  if (!PixelRows::can_hold(*value)) {
    return fail("{0}, line {1}: {2} is not a finite number.", in_quotes(name_), tokens_.line_number(),
                shown_cell(text));
  }
  if (auto room = numbers_.room(1); !room) return room;
  numbers_.values.push_back(static_cast<float>(*value));
  ++frame.values;
  return {};
}

std::expected<void, Error> JsonReader::take_word(const JsonToken& token) {
  if (frames_.empty() || is_ignored()) return {};
  const bool nothing = token.kind == JsonToken::Kind::word && token.text == "null";
  if (is_label()) return nothing ? std::expected<void, Error>() : add_label(token.text);
  Frame& frame = frames_.back();
  if (!frame.list || frame.rows > 0 || frame.has_images) return {};
  // A word may be the label at one end of a list of numbers, or one among words.
  if (frame.values > 0 && (frame.word || token.kind == JsonToken::Kind::word)) return no_number(token.text);
  frame.word = std::string(token.text);
  frame.word_at = frame.values;
  return {};
}

std::expected<void, Error> JsonReader::add_label(std::string_view text) {
  text = trimmed_cell(text);
  const auto number = text.empty() ? std::nullopt : labels_.number_of(text);
  if (text.empty()) {
    return fail("{0}, line {1}, has a label that is empty.", in_quotes(name_), tokens_.line_number());
  }
  if (!number) return too_many_labels(text);
  if (pending_.size() >= budget_->limits().images) {
    return budget_->exhaust(say("{0} holds more than {1} labels.", in_quotes(name_), budget_->limits().images));
  }
  const Frame& frame = frames_.back();
  pending_.push_back(*number);
  place_of_pending_.push_back(frame.list ? frame.place : place_below(frame.place, frame.member));
  return {};
}

std::expected<void, Error> JsonReader::close_list() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  present_place_ = frame.place;
  std::size_t values = frame.values;
  // (28, 28, 1): lists of one number each are that many numbers.
  if (frame.rows > 0 && frame.row_values == 1) values = std::exchange(frame.rows, 0);
  const bool in_list = !frames_.empty() && frames_.back().list;
  if (frame.rows > 0) {
    if (auto taken = take_rows(frame); !taken) return taken;
    if (!frames_.empty() && frame.has_images) frames_.back().has_images = true;
    return {};
  }
  if (values == 0) {
    drop_numbers(frame.begin);
    if (!frames_.empty() && frame.has_images) frames_.back().has_images = true;
    return {};
  }
  if (in_list && !frame.word && values <= kLongestPictureRow && !frames_.back().has_images) {
    return keep_row(frame, values);
  }
  const bool word_first = frame.word_at == 0;
  const auto taken = take_list({frame.begin, values, frame.word ? &*frame.word : nullptr, word_first},
                               in_list && frames_.back().has_images);
  if (!taken) return std::unexpected(taken.error());
  drop_numbers(frame.begin);
  if (*taken && !frames_.empty()) frames_.back().has_images = true;
  return {};
}

/// The closed list's numbers stay: it is a row of a picture, or a small picture, as the number of its neighbours says.
std::expected<void, Error> JsonReader::keep_row(const Frame& closed, std::size_t values) {
  Frame& parent = frames_.back();
  if (parent.values > 0) {
    drop_numbers(closed.begin);
    return {};
  }
  if (parent.rows > 0 && parent.row_values != values) {
    return fail("{0}, line {1}, has a list of {2} where the one before it has {3}.", in_quotes(name_),
                tokens_.line_number(), numbers_text(values), parent.row_values);
  }
  parent.row_values = values;
  ++parent.rows;
  // More of them than a square has rows, each the size of a picture: pictures.
  const bool pictures = side_of_picture(values) || side_of_picture(values - 1);
  return pictures && parent.rows > values ? take_rows(parent) : std::expected<void, Error>();
}

/// The rows that wait in `frame` are one picture, or one each.
std::expected<void, Error> JsonReader::take_rows(Frame& frame) {
  const std::size_t rows = std::exchange(frame.rows, 0), each = frame.row_values;
  const bool square = rows == each;
  for (std::size_t row = 0; row < (square ? 1 : rows); ++row) {
    const auto taken = take_list({frame.begin + row * each, square ? rows * each : each}, frame.has_images);
    if (!taken) return std::unexpected(taken.error());
    frame.has_images = frame.has_images || *taken;
  }
  drop_numbers(frame.begin);
  return {};
}

/// Whether the list was one image or several. `among_images`: its neighbours were.
std::expected<bool, Error> JsonReader::take_list(const Row& row, bool among_images) {
  constexpr std::size_t kUsual = kImagePixels;
  const std::size_t values = row.values + (row.word ? 1 : 0);
  const std::size_t known = pixels_.pixels();
  const auto done = [](std::expected<void, Error> result) -> std::expected<bool, Error> {
    if (!result) return std::unexpected(result.error());
    return true;
  };
  if (known == 0) {
    const auto side = side_of_picture(values);
    const auto side_of_rest = side_of_picture(values - 1);
    if (!row.word && values % kUsual == 0) {
      pixels_.set_side(kImageSide);
    } else if (!row.word && side) {
      pixels_.set_side(*side);
    } else if (!row.word && values == kPlanesPixels) {
      pixels_.set_planes();
    } else if (side_of_rest || values - 1 == kPlanesPixels) {
      side_of_rest ? pixels_.set_side(*side_of_rest) : pixels_.set_planes();
      label_end_ = LabelEnd::Verdict::open;
    } else if (values <= kLongestPictureRow) {
      return false;
    } else {
      return fail("{0}, line {1}, has a list of {2}; 784, or a label and 784, are expected.", in_quotes(name_),
                  tokens_.line_number(), numbers_text(values));
    }
  }
  const std::size_t pixels = pixels_.pixels();
  if (label_end_ && values == pixels + 1) return done(take_labelled(row));
  if (!label_end_ && !row.word && (values == pixels || (pixels == kUsual && values % kUsual == 0))) {
    for (std::size_t at = 0; at < values; at += pixels) {
      if (auto taken = take_image(row.begin + at); !taken) return std::unexpected(taken.error());
    }
    return true;
  }
  if (values <= kLongestPictureRow && !among_images) return false;
  if (row.word) return no_number(*row.word);
  return fail("{0}, line {1}, has a list of {2} where those before it have {3}.", in_quotes(name_),
              tokens_.line_number(), numbers_text(values), pixels + (label_end_ ? 1 : 0));
}

std::expected<void, Error> JsonReader::take_image(std::size_t begin) {
  if (auto room = pixels_.begin_row(); !room) return room;
  if (!label_end_) unlabelled_.push_back(label_of_image_.size());
  label_of_image_.push_back(kNoLabel);
  place_of_image_.push_back(present_place_);
  for (std::size_t i = 0; i < pixels_.pixels(); ++i) {
    if (auto added = pixels_.add(numbers_.values[begin + i]); !added) return added;
  }
  return {};
}

std::expected<void, Error> JsonReader::take_labelled(const Row& row) {
  const float* const numbers = numbers_.values.data() + row.begin;
  const bool word_first = row.word && row.word_first, word_last = row.word && !row.word_first;
  const std::string first = word_first ? *row.word : text_of_number(numbers[0]);
  const std::string last = word_last ? *row.word : text_of_number(numbers[row.values - 1]);
  if (*label_end_ == LabelEnd::Verdict::open) {
    const LabelEnd::Verdict verdict = end_.see(first, last);
    if (verdict != LabelEnd::Verdict::open) {
      if (auto settled = settle_end(verdict); !settled) return settled;
    }
  }
  const bool label_last = *label_end_ == LabelEnd::Verdict::last;
  if (row.word && word_last != label_last) return no_number(*row.word);
  if (*label_end_ != LabelEnd::Verdict::open) {
    const std::string& text = label_last ? last : first;
    const auto number = labels_.number_of(trimmed_cell(text));
    if (!number) return too_many_labels(text);
    labels_.add(*number);
  }
  // While it is open where the label stands, end_ keeps the first value, and the last is a pixel.
  return take_image(row.begin + (label_last || word_first ? 0 : 1));
}

std::expected<void, Error> JsonReader::settle_end(LabelEnd::Verdict verdict) {
  label_end_ = verdict;
  labels_ = end_.take(verdict);
  return verdict == LabelEnd::Verdict::last ? pixels_.shift(end_.firsts()) : std::expected<void, Error>();
}

std::expected<void, Error> JsonReader::close_object() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  present_place_ = frame.place;
  bool has_images = frame.has_images;
  if (frame.values > 0) {
    const auto taken = take_list({frame.begin, frame.values}, false);
    if (!taken) return std::unexpected(taken.error());
    has_images = has_images || *taken;
  }
  drop_numbers(frame.begin);
  if (has_images && !frames_.empty()) frames_.back().has_images = true;
  return settle_labels(frame.images, frame.labels);
}

std::expected<ImageSet, Error> JsonReader::finish() {
  if (auto fed = tokens_.feed(utf8_.finish(), taker()); !fed) return std::unexpected(fed.error());
  if (auto ended = tokens_.finish(taker()); !ended) return std::unexpected(ended.error());
  if (pixels_.size() == 0) {
    return fail("{0} is JSON without images: a list of 784 numbers is expected for each.", in_quotes(name_));
  }
  const bool doubtful = label_end_ == LabelEnd::Verdict::open && end_.is_doubtful();
  if (label_end_ == LabelEnd::Verdict::open) {
    if (auto settled = settle_end(end_.at_end()); !settled) return std::unexpected(settled.error());
  }
  if (auto settled = settle_rest(); !settled) return std::unexpected(settled.error());
  ImageSet set;
  set.name = stem(name_);
  const bool found_last = label_end_ == LabelEnd::Verdict::last;
  if (auto taken = pixels_.finish(set); !taken) return std::unexpected(taken.error());
  if (labels_.size() > 0) labels_.finish(set);
  if (found_last) set.notes.push_back(label_was_last());
  if (doubtful) set.guessed({Question::label, found_last});
  return set;
}

/// Labelled images by the part of a split that their members' names tell; others by their members, which may be
/// classes.
TableArrays JsonReader::take_arrays() {
  const bool by_role = labels_.size() > 0 || places_.size() > kMostPlaces;
  TableArrays arrays;
  std::map<std::size_t, std::uint16_t> known;  // by role or place
  for (std::size_t image = 0; image < place_of_image_.size(); ++image) {
    const Place& place = places_[place_of_image_[image]];
    const std::size_t key = by_role ? static_cast<std::size_t>(place.role) : place_of_image_[image];
    const auto [at, fresh] = known.emplace(key, static_cast<std::uint16_t>(arrays.names.size()));
    if (fresh) {
      arrays.names.push_back(by_role && place.role == SplitRole::none ? std::string() : place.path);
      arrays.labelled.push_back(label_end_ || label_of_image_[image] != kNoLabel);
    }
    arrays.of_image.push_back(at->second);
  }
  const bool one = arrays.names.size() == 1 && role_in_path(arrays.names.front()) == SplitRole::none;
  return one ? TableArrays() : arrays;
}

}  // namespace hourglass
