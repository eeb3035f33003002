#include "data/json_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "data/decode.h"
#include "data/made_files.h"
#include "data/made_sets.h"
#include "data/made_tables.h"
#include "data/read_table.h"

namespace hourglass {
namespace {

using testing::ElementsAre;

// Read by the codec in pieces, and through the front door, which is to tell it as JSON.
void expect_images(const std::string& text, const ImageSet& made, bool labelled = true) {
  const ImageSet set = made::table<JsonReader>(text);
  EXPECT_EQ(set.pixels, made.pixels) << text.substr(0, 40);
  EXPECT_EQ(set.labels, labelled ? made.labels : std::vector<std::uint8_t>()) << text.substr(0, 40);
  const auto decoded = decode(made::bytes_of(text), "t.json");
  ASSERT_TRUE(decoded) << decoded.error().message.english();
  EXPECT_EQ(decoded->pixels, made.pixels) << text.substr(0, 40);
}

std::string lists_of(const ImageSet& set, bool label_first, bool label_last) {
  std::string text;
  for (std::size_t n = 0; n < set.size(); ++n) {
    std::string list = made::json_list(set.image(n));
    const std::string label = std::to_string(set.labels[n]);
    if (label_first) list.insert(1, label + ", ");
    if (label_last) list.insert(list.size() - 1, "," + label);
    text += (n ? ",\n " : "[") + list;
  }
  return text + "]\n";
}

std::string squares(std::size_t count, int pixels, const std::string& pixel) {
  std::string text;
  for (std::size_t n = 0; n < count; ++n) {
    text += n ? ",[" : "[[";
    for (int i = 0; i < pixels; ++i) text += (i ? "," : "") + pixel;
    text += "]";
  }
  return text + "]";
}

TEST(JsonTable, ReadsOneListOfAllNumbersAsNpmsMnistHasThem) {
  const ImageSet made = made::images(3);
  std::string numbers;
  for (std::uint8_t pixel : made.pixels) {
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(pixel / 255.0);
  }
  expect_images("{\"data\": [" + numbers + "]}", made, false);
}

TEST(JsonTable, ReadsListsOfListsWithTheLabelAtEitherEnd) {
  const ImageSet made = made::images(11);
  expect_images(lists_of(made, true, false), made);
  expect_images(lists_of(made, false, true), made);
  expect_images(lists_of(made, false, false), made, false);
}

TEST(JsonTable, ReadsWordsAsLabelsAtTheEndsOfLists) {
  std::string numbers = "1";
  for (int i = 0; i < 62; ++i) numbers += ",0";
  numbers += ",255";
  EXPECT_THAT(made::table<JsonReader>("[[\"B\"," + numbers + "],[\"A\"," + numbers + "]]").class_names,
              ElementsAre("A", "B"));
  const ImageSet last = made::table<JsonReader>("[[" + numbers + ",\"\\u3042\"],[" + numbers + ",\"A\"]]");
  EXPECT_THAT(last.class_names, ElementsAre("A", "\xE3\x81\x82"));
  EXPECT_THAT(last.labels, ElementsAre(1, 0));
}

TEST(JsonTable, ReadsObjectsWithImageAndLabelInAListOrALineEach) {
  const ImageSet made = made::images(7);
  expect_images("[" + made::json_records(made) + "]", made);
  expect_images(made::json_records(made, "\n") + "\n", made);
  expect_images("\xEF\xBB\xBF{\"training\": [" + made::json_records(made) + "], \"version\": [1, 2]}", made);
}

TEST(JsonTable, ReadsAnObjectWithAListOfEach) {
  const ImageSet made = made::images(5);
  const std::string images = lists_of(made, false, false);
  expect_images("{\"images\":" + images + ",\"labels\":[0,1,2,3,4],\"shape\":[28,28]}", made);
  expect_images("{\"labels\":[\"0\",\"1\",\"2\",\"3\",\"4\"],\"index\":[0,1,2,3,4],\"images\":" + images + "}", made);
}

// {"NAME": LIST, ...} of these.
std::string object_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string text;
  for (const auto& [name, value] : members) text += (text.empty() ? "{\"" : ",\n\"") + name + "\":" + value;
  return text + "}";
}
std::string labels_of(const ImageSet& set) {
  std::string text;
  for (const std::uint8_t label : set.labels) text += (text.empty() ? "[" : ",") + std::to_string(label);
  return text + "]";
}
std::expected<ImageSet, Error> through_the_door(const std::string& text) {
  return decode(made::bytes_of(text), "t.json");
}

TEST(JsonTable, ReadsArraysByTheirNamesAsThoseOfAnNpz) {
  const ImageSet train = made::images(12), test = made::others(4);
  const std::string x_train = lists_of(train, false, false), x_test = lists_of(test, false, false),
                    y_train = labels_of(train), y_test = labels_of(test);
  for (const auto& text : std::vector<std::string>{
           object_of({{"train_images", x_train},
                      {"train_labels", y_train},
                      {"test_images", x_test},
                      {"test_labels", y_test}}),
           object_of({{"x_test", x_test}, {"x_train", x_train}, {"y_train", y_train}, {"y_test", y_test}}),
           object_of({{"y_test", y_test}, {"X_test", x_test}, {"y_train", y_train}, {"X_train", x_train}}),
           object_of({{"trainX", x_train}, {"testX", x_test}, {"trainY", y_train}, {"testY", y_test}}),
           object_of({{"train", object_of({{"images", x_train}, {"labels", y_train}})},
                      {"test", object_of({{"labels", y_test}, {"images", x_test}})}}),
           object_of(
               {{"test", "[" + made::json_records(test) + "]"}, {"train", "[" + made::json_records(train) + "]"}}),
           object_of({{"train", lists_of(train, true, false)}, {"test", lists_of(test, true, false)}})}) {
    const auto set = through_the_door(text);
    ASSERT_TRUE(set) << text.substr(0, 30) << set.error().message.english();
    made::expect_twelve_and_four(*set);
    EXPECT_TRUE(std::equal(train.pixels.begin(), train.pixels.end(), set->pixels.begin())) << text.substr(0, 30);
    EXPECT_TRUE(std::equal(test.pixels.begin(), test.pixels.end(), set->pixels.begin() + 12 * kImagePixels));
    EXPECT_TRUE(std::equal(train.labels.begin(), train.labels.end(), set->labels.begin()));
    EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set->labels.begin() + 12));
    EXPECT_EQ(set->name, "t");
    made::table<JsonReader>(text);  // the same in pieces
  }
}

TEST(JsonTable, LeavesOutTestImagesWithoutLabelsAndTellsSo) {
  const ImageSet train = made::images(12), test = made::others(4);
  const auto set = through_the_door(object_of({{"test_images", lists_of(test, false, false)},
                                               {"train_images", lists_of(train, false, false)},
                                               {"train_labels", labels_of(train)}}));
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->pixels, train.pixels);
  EXPECT_EQ(set->labels, train.labels);
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_EQ(set->notes[0].english(), "\"test_images\" has no labels and was left out.");
}

TEST(JsonTable, LabelsOfOnePartThatDoNotFitAreRefused) {
  const ImageSet train = made::images(12), test = made::others(4);
  const std::string text = object_of({{"x_train", lists_of(train, false, false)},
                                      {"y_train", labels_of(test)},
                                      {"x_test", lists_of(test, false, false)},
                                      {"y_test", labels_of(train)}});
  EXPECT_THAT(made::table_refusal<JsonReader>(text), testing::HasSubstr("they do not belong together."));
}

TEST(JsonTable, MembersWithoutLabelsAreAClassEach) {
  const ImageSet cats = made::images(5), dogs = made::others(4);
  const auto set =
      through_the_door(object_of({{"cat", lists_of(cats, false, false)}, {"dog", lists_of(dogs, false, false)}}));
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(set->class_names, ElementsAre("cat", "dog"));
  EXPECT_THAT(set->labels, ElementsAre(0, 0, 0, 0, 0, 1, 1, 1, 1));
}

TEST(JsonTable, AnIndexOfImagesIsNoClasses) {
  const ImageSet made = made::images(12);
  std::vector<std::pair<std::string, std::string>> images, records;
  for (std::size_t n = 0; n < made.size(); ++n) {
    images.emplace_back(std::to_string(n), made::json_list(made.image(n)));
    records.emplace_back(std::to_string(n), "{\"image\":" + made::json_list(made.image(n)) +
                                                ",\"label\":" + std::to_string(made.labels[n]) + "}");
  }
  const auto bare = through_the_door(object_of(images));
  ASSERT_TRUE(bare) << bare.error().message.english();
  EXPECT_EQ(bare->pixels, made.pixels);
  EXPECT_FALSE(bare->labelled());
  const auto set = through_the_door(object_of(records));
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->pixels, made.pixels);
  EXPECT_EQ(set->labels, made.labels);
}

TEST(JsonTable, ReadsTheOneAmongZerosThatBrainJsTrainsOn) {
  std::string text;
  for (const char* output : {"[0,0,1,0]", "[0,1,0,0]"}) {
    text += (text.empty() ? "[" : ",") + ("{\"input\":" + made::json_list(made::images(1).image(0))) +
            ",\"output\":" + output + "}";
  }
  EXPECT_THAT(made::table<JsonReader>(text + "]").labels, ElementsAre(2, 1));
}

TEST(JsonTable, ReadsPandasRecords) {
  std::string text;
  for (const char* label : {"7", "2"}) {
    text += (text.empty() ? "[{\"label\":" : ",{\"label\":") + std::string(label);
    for (int i = 0; i < 64; ++i) text += ",\"pixel" + std::to_string(i) + "\":" + (i ? "0" : "16");
    text += "}";
  }
  const ImageSet set = made::table<JsonReader>(text + "]");
  EXPECT_THAT(set.labels, ElementsAre(7, 2));
  EXPECT_EQ(set.pixels[0], 255);
}

TEST(JsonTable, TellsRowsOfAPictureFromSmallPicturesByTheirNumber) {
  EXPECT_EQ(made::table<JsonReader>(squares(16, 16, "9")).size(), 1u);
  EXPECT_EQ(made::table<JsonReader>(squares(15, 64, "9")).size(), 15u);
  EXPECT_EQ(made::table<JsonReader>(squares(100, 64, "9")).size(), 100u);
  EXPECT_EQ(made::table<JsonReader>("[" + squares(20, 20, "9") + "," + squares(20, 20, "8") + "]").size(), 2u);
  std::string channels = "[";
  for (int y = 0; y < 28; ++y) channels += (y ? "," : "") + squares(28, 1, "200");
  EXPECT_EQ(made::table<JsonReader>("[" + channels + "]]").pixels, std::vector<std::uint8_t>(784, 200));
}

TEST(JsonTable, SaysWhatIsWrongInWhichLine) {
  const ImageSet made = made::images(2);
  const auto refusal = [](const std::string& text) { return made::table_refusal<JsonReader>(text); };
  const std::string good = made::json_records(made, "\n") + "\n";
  EXPECT_EQ(refusal(good + "{\"image\":" + squares(1, 783, "0").substr(1, 783 * 2 + 1) + ",\"label\":3}"),
            "\"t.txt\", line 3, has a list of 783 numbers where those before it have 784.");
  EXPECT_EQ(refusal(squares(2, 783, "0")),
            "\"t.txt\", line 1, has a list of 783 numbers; 784, or a label and 784, are expected.");
  EXPECT_EQ(refusal(good + "[1, \"ink\", 2]"), "\"t.txt\", line 3: \"ink\" is not a number.");
  EXPECT_EQ(refusal("[[1, null, 2]]"), "\"t.txt\", line 1: \"null\" is not a number.");
  EXPECT_EQ(refusal("[[1, NaN, 2]]"), "\"t.txt\", line 1: \"NaN\" is not a number.");
  EXPECT_EQ(refusal("[[1, 1e999, 2]]"), "\"t.txt\", line 1: \"1e999\" is not a finite number.");
  EXPECT_EQ(refusal("[[1, 1.2.3, 2]]"), "\"t.txt\", line 1: \"1.2.3\" is not a number.");
  EXPECT_EQ(refusal("[[1, 2], [1, 2, 3]]"),
            "\"t.txt\", line 1, has a list of 3 numbers where the one before it has 2.");
  EXPECT_EQ(refusal("{\"images\":" + lists_of(made, false, false) + ",\"labels\":[1,2,3]}"),
            "\"t.txt\", line 3, has 2 images, but 3 labels: they do not belong together.");
  EXPECT_EQ(refusal("[" + made::json_records(made) + ",{\"label\":3}]"),
            "\"t.txt\" holds 2 images, but 3 labels: they do not belong together.");
  EXPECT_EQ(refusal("{\"message\": [\"Not\", \"Found\"]}"),
            "\"t.txt\" is JSON without images: a list of 784 numbers is expected for each.");
}

TEST(JsonTable, RefusesEveryCut) {
  const std::string whole =
      "{\"data\": [[" + made::json_list(made::images(1).image(0)) + "]], \"why\": \"a \\\"b\\\"\"}";
  ASSERT_EQ(made::read_in_pieces<JsonReader>(whole, 4096).has_value(), true);
  for (std::size_t length = 1; length < whole.size(); ++length) {
    const auto set = made::read_in_pieces<JsonReader>(whole.substr(0, length), 4096);
    ASSERT_FALSE(set) << length;
    EXPECT_EQ(set.error().message.english(), "\"t.txt\" ends too early: the JSON was cut off. Fetch the file again.")
        << length;
  }
}

TEST(JsonTable, RefusesWhatIsNoJson) {
  const auto refusal = [](const std::string& text) { return made::table_refusal<JsonReader>(text); };
  EXPECT_EQ(refusal("[1,\n,2]"), "\"t.txt\", line 2: \",\" stands where JSON expects something else.");
  EXPECT_EQ(refusal("[1}"), "\"t.txt\", line 1: \"}\" stands where JSON expects something else.");
  EXPECT_EQ(refusal("{1:2}"), "\"t.txt\", line 1: \"1\" stands where JSON expects something else.");
  EXPECT_EQ(refusal("[ink]"), "\"t.txt\", line 1: \"ink\" stands where JSON expects something else.");
  EXPECT_EQ(refusal(std::string(100, '[')), "\"t.txt\" holds lists within lists, too many to follow.");
}

}  // namespace
}  // namespace hourglass
