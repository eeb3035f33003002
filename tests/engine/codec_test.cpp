#include "engine/codec.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>
#include <tuple>

#include "engine/message_fields.h"
#include "engine/sentence_json.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

// An archive that lists every field of a message as text, so that two messages can be compared without naming fields.
class Lister {
 public:
  std::vector<std::string> lines;
  void refuse(std::string_view) {}
  template <class T>
  void operator()(std::string_view name, T& value) {
    lines.push_back(std::string(name) + "=" + text(value));
  }

 private:
  static std::string text(const std::string& value) { return value; }
  static std::string text(const Experiment& value) {
    std::string all;
    for (const auto& [key, setting] : to_settings(value)) all += key + ":" + setting + ";";
    return all;
  }
  static std::string text(const NetworkSpec& value) {
    Experiment experiment;
    experiment.network = value;
    return text(experiment);
  }
  static std::string text(const std::optional<Experiment>& value) { return value ? text(*value) : "none"; }
  template <class T>
  requires std::is_arithmetic_v<T>
  static std::string text(const T& value) { return std::to_string(value); }
  static std::string text(const Sentence& value) { return value.english() + sentence_to_json(value).dump(); }
  template <class T>
  requires requires(Lister& a, T& v) { fields(a, v); }
  static std::string text(T& value) {
    Lister inner;
    fields(inner, value);
    std::string all;
    for (const std::string& line : inner.lines) all += line + ",";
    return all;
  }
  template <class T>
  static std::string text(std::vector<T>& values) {
    std::string all = "[";
    for (T& value : values) all += text(value) + " ";
    return all + "]";
  }
};

template <class Variant>
std::vector<std::string> listed(Variant& message) {
  Lister lister;
  std::visit(
      [&](auto& m) {
        lister.lines.push_back("is=" + std::string(message_name(m)));
        fields(lister, m);
      },
      message);
  return lister.lines;
}

Experiment unusual_experiment() {
  Experiment experiment;
  experiment.data.dataset = "my zip";
  experiment.network.encoder = {784, 33, 7};
  experiment.network.tied = false;
  experiment.training.learning_rate = 0.0123f;
  experiment.seed = 99;
  return experiment;
}

// Fills a message with values that differ from the defaults, by the same list of fields.
class Filler {
 public:
  void refuse(std::string_view) { ADD_FAILURE() << "the filler gave an enum a value that it does not have"; }
  template <class T>
  void operator()(std::string_view, T& value) {
    fill(value);
  }

 private:
  int next() { return ++count_; }
  void fill(std::string& value) { value = "text " + std::to_string(next()); }
  void fill(Sentence& value) {
    value = say("{0} of {1}, {2}, {3}, {4}: {5} {6} {7}", next(), "text " + std::to_string(next()), quote("a \"b\""),
                in_bytes(static_cast<std::uint64_t>(next())), in_percent(0.1 * next(), 1), in_decimals(0.1 * next(), 2),
                in_number(0.1 * next()), plural(next(), "{0} image of {1}", "{0} images of {1}", verbatim("{0}")));
  }
  void fill(bool& value) { value = true; }
  void fill(std::int32_t& value) { value = 1; }  // valid for each enum, too
  void fill(std::uint32_t& value) { value = 0xfffffff0u + static_cast<std::uint32_t>(next() % 8); }
  void fill(std::int64_t& value) { value = (std::int64_t{1} << 40) + next(); }
  void fill(std::uint64_t& value) { value = (std::uint64_t{1} << 63) + static_cast<std::uint64_t>(next()); }
  void fill(double& value) { value = 0.1 * next(); }
  void fill(float& value) { value = 0.1f * static_cast<float>(next()); }
  void fill(std::uint8_t& value) { value = static_cast<std::uint8_t>(next()); }
  void fill(Experiment& value) { value = unusual_experiment(); }
  void fill(NetworkSpec& value) { value = unusual_experiment().network; }
  void fill(std::optional<Experiment>& value) { value = unusual_experiment(); }
  template <class T>
  requires requires(Filler& a, T& v) { fields(a, v); }
  void fill(T& value) { fields(*this, value); }
  template <class T>
  void fill(std::vector<T>& values) {
    values.resize(3);
    for (T& value : values) fill(value);
  }
  int count_ = 0;
};

template <class... Alternatives>
std::vector<std::variant<Alternatives...>> one_of_each(std::variant<Alternatives...>*) {
  std::vector<std::variant<Alternatives...>> all;
  const auto add = [&]<class A>(A alternative) {
    all.emplace_back(alternative);  // with its defaults: empty arrays, no experiment
    Filler filler;
    fields(filler, alternative);
    all.emplace_back(alternative);
  };
  (add(Alternatives{}), ...);
  return all;
}

const std::vector<Command> kCommands = one_of_each(static_cast<Command*>(nullptr));
const std::vector<Event> kEvents = one_of_each(static_cast<Event*>(nullptr));

TEST(Codec, EveryCommandComesBackAsItWas) {
  for (Command command : kCommands) {
    const auto before = listed(command);
    auto after = decode_command(encode_command(command));
    ASSERT_TRUE(after) << after.error().message.english();
    EXPECT_EQ(listed(*after), before);
  }
}

TEST(Codec, EveryEventComesBackAsItWas) {
  for (Event event : kEvents) {
    const auto before = listed(event);
    auto after = decode_event(encode_event(event));
    ASSERT_TRUE(after) << after.error().message.english();
    EXPECT_EQ(listed(*after), before);
  }
}

TEST(Codec, AMessageComesBackFromItsPartsAsBytes) {
  event::Snapshot snapshot;
  snapshot.parameters = {1.5f, -2.25f, 0.0f};
  const Message message = encode_event(snapshot);
  std::vector<Bytes> parts;
  for (const auto part : parts_of(message)) parts.emplace_back(part.begin(), part.end());
  EXPECT_EQ(parts.size(), 2u);
  auto after = decode_event(from_parts(std::move(parts)));
  ASSERT_TRUE(after);
  EXPECT_THAT(std::get<event::Snapshot>(*after).parameters, ::testing::ElementsAre(1.5f, -2.25f, 0.0f));
}

TEST(Codec, LargeArraysTravelBesideTheHead) {
  event::DatasetReady ready;
  ready.held_out_pixels.assign(784000, 17);
  const Message message = encode_event(ready);
  EXPECT_LT(message.head.size(), 400u);
  EXPECT_EQ(message.attachments.at(0).bytes().size(), 784000u);
}

TEST(Codec, FiguresThatAreNoNumbersSurvive) {
  event::HistoryAdded added;
  added.point.train_loss = std::numeric_limits<double>::quiet_NaN();
  added.point.heldout_sse = std::numeric_limits<double>::infinity();
  auto after = decode_event(encode_event(added));
  ASSERT_TRUE(after);
  const HistoryPoint& point = std::get<event::HistoryAdded>(*after).point;
  EXPECT_TRUE(std::isnan(point.train_loss));
  EXPECT_TRUE(std::isinf(point.heldout_sse));
}

TEST(Codec, AHeadCutAnywhereIsRefused) {
  for (const Command& command : kCommands) {
    const Bytes head = encode_command(command).head;
    for (std::size_t size = 0; size < head.size(); ++size) {
      Message cut = encode_command(command);
      cut.head.resize(size);
      EXPECT_FALSE(decode_command(std::move(cut)));
    }
  }
}

TEST(Codec, AMissingOrCutAttachmentIsRefused) {
  command::Restore restore;
  restore.parameters = {1, 2, 3};
  Message without = encode_command(restore);
  without.attachments.clear();
  EXPECT_FALSE(decode_command(std::move(without)));

  std::vector<Bytes> parts;
  const Message whole = encode_command(restore);
  for (const auto part : parts_of(whole)) parts.emplace_back(part.begin(), part.end());
  parts[1].resize(11);
  EXPECT_FALSE(decode_command(from_parts(std::move(parts))));
}

Message of(const nlohmann::json& json) { return {nlohmann::json::to_cbor(json), {}}; }

TEST(Codec, WrongTypesMissingFieldsAndUnknownKindsAreRefusedByName) {
  using ::testing::HasSubstr;
  const auto refused = [](const nlohmann::json& json) {
    const auto result = decode_command(of(json));
    return result ? std::string("accepted") : result.error().message.english();
  };
  EXPECT_THAT(refused(nlohmann::json::array()), HasSubstr("could not be read"));
  EXPECT_THAT(refused({{"steps", 1}}), HasSubstr("does not say what it is"));
  EXPECT_THAT(refused({{"is", "fly"}}), HasSubstr("'fly'"));
  EXPECT_THAT(refused({{"is", "train"}, {"ticket", 1}, {"epochs", 1}}), HasSubstr("'steps'"));
  EXPECT_THAT(refused({{"is", "train"}, {"ticket", 1}, {"epochs", "many"}, {"steps", 0}}), HasSubstr("'epochs'"));
  EXPECT_THAT(refused({{"is", "train"}, {"ticket", -1}, {"epochs", 1}, {"steps", 0}}), HasSubstr("'ticket'"));
  EXPECT_THAT(refused({{"is", "train"}, {"ticket", 1}, {"epochs", 1e18}, {"steps", 0}}), HasSubstr("'epochs'"));
  EXPECT_THAT(refused({{"is", "compute_codes"}, {"ticket", 1}, {"subset", 7}, {"every", 1}}), HasSubstr("'subset'"));
  EXPECT_THAT(refused({{"is", "configure"}, {"ticket", 1}, {"experiment", {{"batch", "none"}}}}),
              HasSubstr("'experiment'"));
  EXPECT_THAT(refused({{"is", "import_model"}, {"ticket", 1}, {"file", 4}}), HasSubstr("'file'"));
}

TEST(Codec, AnEventIsNoCommand) {
  EXPECT_FALSE(decode_command(encode_event(event::Done{4})));
  EXPECT_FALSE(decode_event(encode_command(command::Pause{4})));
}

TEST(Codec, DamagedMessagesAreReadOrRefusedButNeverCrash) {
  std::mt19937 random(5);
  for (const Command& command : kCommands) {
    for (int trial = 0; trial < 300; ++trial) {
      Message message = encode_command(command);
      for (int i = 0; i < 3; ++i) message.head[random() % message.head.size()] = static_cast<std::uint8_t>(random());
      std::ignore = decode_command(std::move(message));
    }
  }
}

TEST(Codec, ReadsNoSentenceThatIsNone) {
  const auto read = [](const char* json) { return sentence_from_json(nlohmann::json::parse(json)); };
  EXPECT_EQ(read(R"([0, "{0} of {1}", 3, "x"])"), say("{0} of {1}", 3, std::string_view("x")));
  EXPECT_EQ(read("null"), Sentence());
  for (const char* wrong :
       {"3", "{}", "[]", "[0]", "[0, 3]", "[7, \"x\"]", "[-1, \"x\"]", "[1, \"one\"]", "[1, \"one\", \"many\"]",
        "[1, \"one\", \"many\", \"three\"]", "[0, \"x\", {}]", "[0, \"x\", {\"as\": 1, \"value\": \"y\"}]",
        "[0, \"x\", {\"as\": 1, \"value\": 1, \"decimals\": 99}]", "[0, \"x\", {\"as\": 2, \"value\": -1}]",
        "[0, \"x\", {\"as\": 99, \"value\": 1}]", "[0, \"x\", true]", "[0, \"x\", [0]]",
        "[0, \"x\", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"}) {
    EXPECT_FALSE(read(wrong)) << wrong;
  }
  nlohmann::json deep = {0, "x"};
  for (int i = 0; i < 100; ++i) deep = nlohmann::json::array({0, "{0}", deep});
  EXPECT_FALSE(sentence_from_json(deep));
}

}  // namespace
}  // namespace hourglass
