#include "engine/codec.h"

#include <concepts>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "data/text.h"
#include "engine/message_fields.h"
#include "engine/sentence_json.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

template <class T>
concept Record = std::same_as<T, FileHandle> || std::same_as<T, HistoryPoint> || std::same_as<T, event::ClassCount> ||
    std::same_as<T, Guess>;

template <class T>
concept Array =
    std::same_as<T, Bytes> || std::same_as<T, std::vector<float>> || std::same_as<T, std::vector<std::uint32_t>>;

/// A network travels as the settings of an experiment that has it.
Experiment with_network(NetworkSpec spec) {
  Experiment experiment;
  experiment.network = std::move(spec);
  return experiment;
}

class Writer {
 public:
  Writer(Json& head, std::vector<Attachment>& attachments) : head_(head), attachments_(attachments) {}

  void refuse(std::string_view) {}

  template <class T>
  void operator()(std::string_view name, T& value) {
    head_[std::string(name)] = write(value);
  }

 private:
  Json write(const std::string& value) { return value; }
  Json write(bool value) { return value; }
  template <class T>
  requires std::is_arithmetic_v<T> Json write(T value) { return value; }
  template <Array T>
  Json write(T& value) {
    attachments_.emplace_back(std::move(value));
    return attachments_.size() - 1;
  }
  Json write(const Sentence& value) { return sentence_to_json(value); }
  Json write(const Experiment& value) { return to_settings(value); }
  Json write(const NetworkSpec& value) { return to_settings(with_network(value)); }
  Json write(const std::optional<Experiment>& value) { return value ? write(*value) : Json(nullptr); }
  template <Record T>
  Json write(T& value) {
    Json head = Json::object();
    Writer inner(head, attachments_);
    fields(inner, value);
    return head;
  }
  template <class T>
  requires(!Array<std::vector<T>>) Json write(std::vector<T>& values) {
    Json list = Json::array();
    for (T& value : values) list.push_back(write(value));
    return list;
  }

  Json& head_;
  std::vector<Attachment>& attachments_;
};

class Reader {
 public:
  Reader(const Json& head, std::vector<Attachment>& attachments) : head_(head), attachments_(attachments) {}

  const std::string& wrong() const { return wrong_; }
  void refuse(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }

  template <class T>
  void operator()(std::string_view name, T& value) {
    const auto found = head_.find(name);
    if (found == head_.end() || !read(*found, value)) refuse(name);
  }

 private:
  static bool read(const Json& json, std::string& value) {
    const auto* text = json.get_ptr<const Json::string_t*>();
    if (text != nullptr) value = *text;
    return text != nullptr;
  }
  static bool read(const Json& json, bool& value) {
    if (json.is_boolean()) value = json.get<bool>();
    return json.is_boolean();
  }
  template <std::integral T>
  requires(!std::same_as<T, bool>) static bool read(const Json& json, T& value) {
    if (!json.is_number_integer()) return false;
    if (json.is_number_unsigned()) {
      const auto number = json.get<std::uint64_t>();
      if (!std::in_range<T>(number)) return false;
      value = static_cast<T>(number);
    } else {
      const auto number = json.get<std::int64_t>();
      if (!std::in_range<T>(number)) return false;
      value = static_cast<T>(number);
    }
    return true;
  }
  template <std::floating_point T>
  static bool read(const Json& json, T& value) {
    if (json.is_number()) value = json.get<T>();
    return json.is_number();
  }
  template <Array T>
  bool read(const Json& json, T& value) {
    std::uint32_t place = 0;
    if (!read(json, place) || place >= attachments_.size()) return false;
    auto array = attachments_[place].template take<typename T::value_type>();
    if (array) value = std::move(*array);
    return array.has_value();
  }
  static bool read(const Json& json, Sentence& value) {
    auto sentence = sentence_from_json(json);
    if (sentence) value = std::move(*sentence);
    return sentence.has_value();
  }
  static bool read(const Json& json, Experiment& value) {
    if (!json.is_object()) return false;
    Settings settings;
    for (const auto& [key, text] : json.items()) {
      if (!text.is_string()) return false;
      settings[key] = text.get<std::string>();
    }
    auto experiment = from_settings(settings);
    if (experiment) value = std::move(*experiment);
    return experiment.has_value();
  }
  static bool read(const Json& json, NetworkSpec& value) {
    Experiment experiment;
    if (!read(json, experiment)) return false;
    value = std::move(experiment.network);
    return true;
  }
  static bool read(const Json& json, std::optional<Experiment>& value) {
    value.reset();
    return json.is_null() || read(json, value.emplace());
  }
  template <Record T>
  bool read(const Json& json, T& value) {
    if (!json.is_object()) return false;
    Reader inner(json, attachments_);
    fields(inner, value);
    return inner.wrong().empty();
  }
  template <class T>
  requires(!Array<std::vector<T>>) bool read(const Json& json, std::vector<T>& values) {
    if (!json.is_array()) return false;
    values.clear();
    for (const Json& item : json) {
      if (!read(item, values.emplace_back())) return false;
    }
    return true;
  }

  const Json& head_;
  std::vector<Attachment>& attachments_;
  std::string wrong_;
};

template <class Variant>
Message encode(Variant& alternatives) {
  Message message;
  Json head = Json::object();
  std::visit(
      [&](auto& alternative) {
        head["is"] = message_name(alternative);
        Writer writer(head, message.attachments);
        fields(writer, alternative);
      },
      alternatives);
  message.head = Json::to_cbor(head);
  return message;
}

/// Walks through CBOR before it is built: without exceptions the library ends the program when a list claims to be
/// longer than memory, and its reader is recursive. Anything deeper or longer than our messages is refused.
class Sane final : public nlohmann::json_sax<Json> {
 public:
  explicit Sane(std::size_t bytes) : bytes_(bytes) {}
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t items) override { return enter(items); }
  bool key(string_t&) override { return true; }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t items) override { return enter(items); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  /// Six levels, and those of the sentences within sentences.
  static constexpr int kDeepest = 6 + kDeepestSentence;
  static constexpr auto kUnknown = static_cast<std::size_t>(-1);
  bool enter(std::size_t items) { return ++depth_ <= kDeepest && (items <= bytes_ || items == kUnknown); }
  bool leave() {
    --depth_;
    return true;
  }
  std::size_t bytes_;
  int depth_ = 0;
};

template <class Alternative, class Variant>
bool try_alternative(std::string_view name, Reader& reader, Variant& out) {
  Alternative alternative;
  if (name != message_name(alternative)) return false;
  fields(reader, alternative);
  out = std::move(alternative);
  return true;
}

template <class... Alternatives>
std::expected<std::variant<Alternatives...>, Error> decode(Message& message, std::variant<Alternatives...>*) {
  Sane sane(message.head.size());
  const bool readable = Json::sax_parse(message.head, &sane, Json::input_format_t::cbor);
  const Json head = readable ? Json::from_cbor(message.head, true, false) : Json();
  if (!head.is_object()) return fail("A message between page and engine could not be read.");
  const auto is = head.find("is");
  const auto* name = is == head.end() ? nullptr : is->template get_ptr<const Json::string_t*>();
  if (name == nullptr) return fail("A message between page and engine does not say what it is.");
  std::variant<Alternatives...> out;
  Reader reader(head, message.attachments);
  if (!(try_alternative<Alternatives>(*name, reader, out) || ...)) {
    return fail("A message between page and engine is of an unknown kind, '{0}'.", printable(*name));
  }
  if (!reader.wrong().empty()) {
    return fail("The message '{0}' between page and engine has no valid '{1}'.", *name, reader.wrong());
  }
  return out;
}

}  // namespace

std::span<const std::uint8_t> Attachment::bytes() const {
  return std::visit(
      [](const auto& array) {
        return std::span(reinterpret_cast<const std::uint8_t*>(array.data()), array.size() * sizeof(array[0]));
      },
      data_);
}

template <class T>
std::expected<std::vector<T>, Error> Attachment::take() {
  if (auto* same = std::get_if<std::vector<T>>(&data_)) return std::move(*same);
  const std::span<const std::uint8_t> from = bytes();
  if (from.size() % sizeof(T) != 0) return fail("An array of a message was cut.");
  std::vector<T> array(from.size() / sizeof(T));
  if (!array.empty()) std::memcpy(array.data(), from.data(), from.size());
  return array;
}

template std::expected<Bytes, Error> Attachment::take<std::uint8_t>();
template std::expected<std::vector<float>, Error> Attachment::take<float>();
template std::expected<std::vector<std::uint32_t>, Error> Attachment::take<std::uint32_t>();

std::vector<std::span<const std::uint8_t>> parts_of(const Message& message) {
  std::vector<std::span<const std::uint8_t>> parts = {message.head};
  for (const Attachment& attachment : message.attachments) parts.push_back(attachment.bytes());
  return parts;
}

Message from_parts(std::vector<Bytes> parts) {
  Message message;
  if (parts.empty()) return message;
  message.head = std::move(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) message.attachments.emplace_back(std::move(parts[i]));
  return message;
}

Message encode_command(Command command) { return encode(command); }
Message encode_event(Event event) { return encode(event); }

std::expected<Command, Error> decode_command(Message message) {
  return decode(message, static_cast<Command*>(nullptr));
}
std::expected<Event, Error> decode_event(Message message) { return decode(message, static_cast<Event*>(nullptr)); }

}  // namespace hourglass
