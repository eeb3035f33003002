// Pickles of arrays: every protocol, by Python 2 and 3, whole and in pieces; and nothing that would have to be run.
#include "data/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "data/array_images.h"
#include "data/decode.h"
#include "data/in_pieces.h"
#include "data/load.h"
#include "data/made_pickles.h"
#include "data/made_sets.h"
#include "data/text.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::bytes_of;
using made::PickleBy;
using testing::HasSubstr;

constexpr PickleBy kAll[] = {PickleBy::python2, PickleBy::lines,  PickleBy::python2_lines,
                             PickleBy::letters, PickleBy::frames, PickleBy::buffers};

std::expected<std::vector<NamedArray>, Error> arrays_in(const Bytes& bytes, std::size_t piece = 1 << 20) {
  Budget budget({.kept_bytes = 200u << 20});
  PickleReader reader("some.pickle", budget);
  return made::fed_in_pieces(reader, bytes, piece);
}
std::string why_not(const Bytes& bytes) {
  const auto arrays = arrays_in(bytes);
  return arrays ? "(accepted)" : arrays.error().message.english();
}

TEST(Pickle, NotMnistIsReadInEveryProtocolWithItsOwnSplit) {
  const ImageSet train = made::images(40, 10), valid = made::images(20, 10), test = made::images(30, 10);
  for (const PickleBy by : kAll) {
    const Bytes file = made::notmnist_pickle(train, valid, test, by);
    ASSERT_TRUE(looks_like_pickle(std::span(file).first(512))) << static_cast<int>(by);
    const auto set = decode(file, "notMNIST.pickle");
    ASSERT_TRUE(set) << static_cast<int>(by) << set.error().message.english();
    ASSERT_EQ(set->size(), 90u);
    EXPECT_EQ(set->published.train.size(), 40u);
    EXPECT_EQ(set->published.validation.size(), 20u);
    EXPECT_EQ(set->published.held_out.size(), 30u);
    EXPECT_TRUE(std::ranges::equal(std::span(set->pixels).first(train.pixels.size()), train.pixels));
    EXPECT_TRUE(std::ranges::equal(std::span(set->labels).first(40), train.labels));
    EXPECT_TRUE(std::ranges::equal(std::span(set->labels).last(30), test.labels));
    EXPECT_EQ(set->name, "notMNIST");
    EXPECT_EQ(set->class_names.front(), "A");
  }
}

TEST(Pickle, MnistsThreePairsAreTrainValidationAndTest) {
  const ImageSet train = made::images(40, 10), valid = made::images(20, 10), test = made::images(30, 10);
  for (const PickleBy by : kAll) {
    const Bytes file = made::gzipped(made::mnist_pickle(train, valid, test, by));
    const auto set = decode(file, "mnist.pkl.gz");
    ASSERT_TRUE(set) << static_cast<int>(by) << set.error().message.english();
    EXPECT_EQ(set->published.train.size(), 40u);
    EXPECT_EQ(set->published.validation.size(), 20u);
    EXPECT_EQ(set->published.held_out.size(), 30u);
    EXPECT_TRUE(std::ranges::equal(std::span(set->pixels).last(test.pixels.size()), test.pixels));
    EXPECT_EQ(set->name, "mnist");
  }
}

TEST(Pickle, ItMayComeInPiecesOfAnySize) {
  const ImageSet some = made::images(6, 3);
  for (const PickleBy by : kAll) {
    const Bytes file = made::notmnist_pickle(some, some, some, by);
    const auto whole = arrays_in(file);
    ASSERT_TRUE(whole);
    for (const std::size_t piece : {1u, 2u, 7u, 1000u, 4099u}) {
      const auto pieces = arrays_in(file, piece);
      ASSERT_TRUE(pieces) << piece;
      ASSERT_EQ(pieces->size(), whole->size());
      for (std::size_t i = 0; i < whole->size(); ++i) {
        EXPECT_EQ((*pieces)[i].path, (*whole)[i].path);
        EXPECT_EQ((*pieces)[i].bytes, (*whole)[i].bytes) << static_cast<int>(by) << " in pieces of " << piece;
      }
    }
  }
}

TEST(Pickle, ALargeArrayIsNarrowedToHalfFloatsThatGiveTheSameBytes) {
  const ImageSet some = made::images(500, 10);
  for (const bool big_endian : {false, true}) {
    made::PickleWriter writer(PickleBy::python2);
    writer.array(made::as_floats(some.pixels, -0.5f, big_endian), {500, 784}, "f4", big_endian ? ">" : "<");
    const auto arrays = arrays_in(writer.stopped(), 777);
    ASSERT_TRUE(arrays);
    ASSERT_EQ(arrays->size(), 1u);
    EXPECT_EQ(arrays->front().element, Element::f16);
    EXPECT_EQ(arrays->front().bytes.size(), some.pixels.size() * 2);
    const auto set = images_from_tensor(arrays->front().view(), "x", {});
    ASSERT_TRUE(set);
    EXPECT_EQ(set->pixels, some.pixels);
  }
}

TEST(Pickle, NumbersTooLargeToBeNarrowedAreCalledSo) {
  Bytes numbers;
  for (std::size_t i = 0; i < 400u * 784u; ++i)
    for (const std::uint8_t byte : {0x70, 0x11, 0x01, 0x00}) numbers.push_back(byte);  // 70,000
  made::PickleWriter writer(PickleBy::frames);
  writer.array(numbers, {400, 784}, "i4", "<");
  const auto set = decode(writer.stopped(), "deep.pkl");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message.english(),
            "\"deep.pkl\" holds numbers beyond 65,535: bring its pixels to 0 to 255, or to 0 to 1.");
}

TEST(Pickle, HalvesAreRoundedToNearest) {
  // As NumPy's astype(float16) gives them; but what 16-bit pixels have beyond the greatest half is taken as that.
  const std::vector<std::pair<double, std::uint16_t>> kKnown = {
      {0, 0x0000},         {-0.0, 0x8000},         {1, 0x3c00},         {-2, 0xc000},
      {65504, 0x7bff},     {65519, 0x7bff},        {65535, 0x7bff},     {1e30, 0x7c00},
      {0.1, 0x2e66},       {1.0009765625, 0x3c01}, {1.0004882, 0x3c00}, {1.0014649, 0x3c02},
      {6.1035e-5, 0x0400}, {5.96046e-8, 0x0001},   {2.9e-8, 0x0000},    {3.1e-8, 0x0001}};
  Bytes numbers;
  const std::size_t repeated = 1u << 15;  // enough to be narrowed
  for (std::size_t i = 0; i < repeated; ++i)
    for (const auto& [value, half] : kKnown) {
      std::uint8_t raw[8];
      std::memcpy(raw, &value, 8);
      numbers.insert(numbers.end(), raw, raw + 8);
    }
  made::PickleWriter writer(PickleBy::frames);
  writer.array(numbers, {repeated / 16, 16 * kKnown.size()}, "f8", "<");
  const auto arrays = arrays_in(writer.stopped());
  ASSERT_TRUE(arrays);
  for (std::size_t i = 0; i < kKnown.size(); ++i)
    EXPECT_EQ(arrays->front().bytes[2 * i] | arrays->front().bytes[2 * i + 1] << 8, kKnown[i].second)
        << kKnown[i].first;
}

TEST(Pickle, CifarsBatchIsRedGreenAndBlueOneAfterTheOther) {
  Bytes pixels;
  for (int image = 0; image < 20; ++image)
    for (int channel = 0; channel < 3; ++channel)
      for (int p = 0; p < 1024; ++p) pixels.push_back(static_cast<std::uint8_t>(channel == 1 && p % 32 < 16 ? 200 : 0));
  made::PickleWriter writer(PickleBy::python2);
  writer.dictionary({{"data",
                      [&] {
                        writer.array(pixels, {20, 3072}, "u1", "|");
                      }},
                     {"labels",
                      [&] {
                        writer.op(']'), writer.op('(');
                        for (int i = 0; i < 20; ++i) writer.number(i % 10);
                        writer.op('e');
                      }},
                     {"batch_label", [&] { writer.text("training batch 1 of 5"); }}});
  const auto set = decode(writer.stopped(), "data_batch_1");
  ASSERT_TRUE(set) << set.error().message.english();
  ASSERT_EQ(set->size(), 20u);
  EXPECT_EQ(set->labels[13], 3);
  // Green alone is 0.587 of grey.
  EXPECT_NEAR(set->image(0)[14 * 28 + 5], 0.587 * 200, 2);
  EXPECT_EQ(set->image(0)[14 * 28 + 22], 0);
}

TEST(Pickle, AnArrayByItselfIsNamedAfterItsFile) {
  const ImageSet some = made::images(12, 3);
  std::vector<NamedBytes> files;
  std::vector<Bytes> kept;
  for (const char* name : {"A.pickle", "B.pickle"}) {
    made::PickleWriter writer(PickleBy::python2);
    writer.array(made::as_floats(some.pixels, -0.5f), {12, 28, 28}, "f4", "<");
    kept.push_back(writer.stopped());
    files.push_back({name, {}});
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i].bytes = kept[i];
  const auto set = decode_files(files, {});
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->class_names, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(set->size(), 24u);
}

TEST(Pickle, JoblibsNumbersLieBehindTheObject) {
  const ImageSet some = made::images(12, 3);
  for (const bool aligned : {false, true}) {
    made::PickleWriter writer(PickleBy::letters);
    writer.global("joblib.numpy_pickle", "NumpyArrayWrapper");
    writer.op(')'), writer.out.push_back(0x81), writer.remember();
    std::vector<std::pair<std::string, std::function<void()>>> members = {
        {"subclass", [&] { writer.global("numpy", "ndarray"); }},
        {"shape", [&] { writer.tuple([&] { writer.number(12), writer.number(28), writer.number(28); }); }},
        {"order", [&] { writer.text("C"); }},
        {"dtype", [&] { writer.dtype("u1", "|"); }},
        {"allow_mmap", [&] { writer.boolean(true); }}};
    if (aligned) members.emplace_back("numpy_array_alignment_bytes", [&] { writer.number(16); });
    writer.dictionary(members);
    writer.op('b');
    if (aligned) writer.little(5, 1), writer.little(0, 5);
    writer.out.insert(writer.out.end(), some.pixels.begin(), some.pixels.end());
    const Bytes file = writer.stopped();
    for (const std::size_t piece : {3u, 1u << 20}) {
      const auto arrays = arrays_in(file, piece);
      ASSERT_TRUE(arrays) << arrays.error().message.english();
      EXPECT_EQ(arrays->front().bytes, some.pixels) << aligned;
    }
  }
}

TEST(Pickle, SeveralPicklesOneBehindTheOtherAreAllRead) {
  const ImageSet train = made::images(12), test = made::others(4);
  for (const PickleBy by : {PickleBy::python2, PickleBy::letters, PickleBy::frames, PickleBy::buffers}) {
    Bytes file;
    for (const ImageSet* set : {&train, &test}) {
      made::PickleWriter images(by), labels(by);
      images.array(set->pixels, {set->size(), 28, 28}, "u1", "|");
      labels.array(made::as_words(set->labels), {set->size()}, "i8", "<");
      for (const Bytes& one : {images.stopped(), labels.stopped()}) file.insert(file.end(), one.begin(), one.end());
    }
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1} << 20}) {
      const auto arrays = arrays_in(file, piece);
      ASSERT_TRUE(arrays) << arrays.error().message.english();
      ASSERT_EQ(arrays->size(), 4u);
      EXPECT_EQ(arrays->back().path, "3");
    }
    const auto set = decode(file, "digits.pkl");
    ASSERT_TRUE(set) << set.error().message.english();
    made::expect_twelve_and_four(*set);
    EXPECT_THAT(english(set->notes), testing::ElementsAre("The arrays have no names: the first images were taken to "
                                                          "train, the second to test."));
    // Cut within the last of them.
    EXPECT_THAT(why_not(Bytes(file.begin(), file.end() - 3)), HasSubstr("cut off"));
  }
}

TEST(Pickle, BytesBehindAPickleAreTold) {
  const ImageSet some = made::images(12, 3);
  made::PickleWriter writer(PickleBy::python2);
  writer.array(some.pixels, {12, 28, 28}, "u1", "|");
  Bytes file = writer.stopped();
  made::put_text(file, "rest");
  const auto set = decode(file, "digits.pkl");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(english(set->notes), testing::ElementsAre("4 bytes behind the pickle were passed over."));
}

TEST(Pickle, ListsOfImagesEachWithItsLabelAreOneSet) {
  const ImageSet some = made::images(12, 3);
  for (const bool dictionaries : {false, true}) {
    made::PickleWriter writer(PickleBy::frames);
    writer.op(']'), writer.op('(');
    for (std::size_t i = 0; i < some.size(); ++i) {
      const auto image = [&] { writer.array(Bytes(some.image(i).begin(), some.image(i).end()), {28, 28}, "u1", "|"); };
      const auto label = [&] { writer.number(some.labels[i]); };
      if (dictionaries)
        writer.dictionary({{"image", image}, {"label", label}});
      else
        writer.tuple([&] { image(), label(); });
    }
    writer.op('e');
    made::expect_set(decode(writer.stopped(), "digits.pkl"), some);
  }
}

TEST(Pickle, WordsAreLabelsOrNameTheClasses) {
  const ImageSet some = made::images(12, 3);
  constexpr const char* kNames[] = {"ant", "bee", "cow"};
  for (const bool words : {false, true}) {
    made::PickleWriter writer(PickleBy::frames);
    const auto list = [&](auto write, std::size_t count) {
      return [&writer, write, count] {
        writer.op(']'), writer.op('(');
        for (std::size_t i = 0; i < count; ++i) write(i);
        writer.op('e');
      };
    };
    writer.dictionary(
        {{"data",
          [&] {
            writer.array(some.pixels, {12, 784}, "u1", "|");
          }},
         {"filenames", list([&](std::size_t i) { writer.text("image" + std::to_string(i) + ".png"); }, 12)},
         {"labels", list(
                        [&](std::size_t i) {
                          if (words)
                            writer.text(kNames[some.labels[i]]);
                          else
                            writer.number(some.labels[i]);
                        },
                        12)},
         {words ? "note" : "label_names", list([&](std::size_t i) { writer.text(kNames[i]); }, words ? 1 : 3)}});
    const auto set = decode(writer.stopped(), "animals.pkl");
    made::expect_set(set, some);
    EXPECT_THAT(set->class_names, testing::ElementsAre("ant", "bee", "cow"));
    EXPECT_TRUE(set->notes.empty()) << set->notes.front().english();
  }
}

TEST(Pickle, ArraysOfWordsAreLabels) {
  const ImageSet some = made::images(12, 3);
  constexpr const char* kNames[] = {"ant", "bear", "cow"};
  for (const PickleBy by : kAll) {
    for (const bool wide : {false, true}) {
      Bytes letters;
      for (const std::uint8_t label : some.labels) {
        const std::string word = kNames[label];
        for (std::size_t i = 0; i < 4; ++i) {
          letters.push_back(static_cast<std::uint8_t>(i < word.size() ? word[i] : 0));
          if (wide) letters.insert(letters.end(), 3, 0);
        }
      }
      made::PickleWriter writer(by);
      writer.dictionary({{"data",
                          [&] {
                            writer.array(some.pixels, {12, 28, 28}, "u1", "|");
                          }},
                         {"labels", [&] { writer.array(letters, {12}, wide ? "U4" : "S4", wide ? "<" : "|"); }}});
      const auto set = decode(writer.stopped(), "animals.pkl");
      made::expect_set(set, some);
      EXPECT_THAT(set->class_names, testing::ElementsAre("ant", "bear", "cow")) << static_cast<int>(by);
    }
  }
}

TEST(Pickle, ADictionaryByTheNumbersOfClassesIsReadByThem) {
  const ImageSet zeros = made::images(5, 1), ones = made::others(4);
  made::PickleWriter writer(PickleBy::frames);
  writer.op('}'), writer.op('(');
  writer.number(0), writer.array(zeros.pixels, {5, 28, 28}, "u1", "|");
  writer.number(1), writer.array(ones.pixels, {4, 28, 28}, "u1", "|");
  writer.op('u');
  const auto set = decode(writer.stopped(), "digits.pkl");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(set->class_names, testing::ElementsAre("0", "1"));
  EXPECT_THAT(set->labels, testing::ElementsAre(0, 0, 0, 0, 0, 1, 1, 1, 1));
}

TEST(Pickle, WhatWouldHaveToBeRunIsRefusedByName) {
  const auto calls = [](const std::string& module, const std::string& name) {
    return why_not(bytes_of("\x80\x02" + ("c" + module) + "\n" + name + "\nU\x02ls\x85R."));
  };
  EXPECT_EQ(calls("os", "system"),
            "\"some.pickle\" is a pickle that asks Python to run \"os.system\"; it is not opened.");
  EXPECT_THAT(calls("builtins", "eval"), HasSubstr("\"builtins.eval\""));
  EXPECT_THAT(calls("numpy", "load"), HasSubstr("\"numpy.load\""));
  EXPECT_THAT(calls("numpy.core.multiarray", "fromfile"), HasSubstr("fromfile"));
  EXPECT_THAT(why_not(bytes_of("(S'ls'\nios\nsystem\n.")), HasSubstr("not opened"));
  // By name on the stack, too.
  EXPECT_THAT(why_not(bytes_of("\x80\x04\x8c\x02os\x8c\x06system\x93.")), HasSubstr("\"os.system\""));
}

TEST(Pickle, EveryCutIsRefusedWithASentence) {
  const ImageSet some = made::images(2, 2);
  for (const PickleBy by : kAll) {
    const Bytes whole = made::notmnist_pickle(some, some, some, by);
    ASSERT_EQ(why_not(whole), "(accepted)");
    for (std::size_t length = 0; length < whole.size(); length += length < 900 ? 1 : 97) {
      const std::string said = why_not(made::cut_to(whole, length));
      ASSERT_THAT(said, HasSubstr("some.pickle")) << length;
      ASSERT_THAT(said, testing::EndsWith(".")) << length;
    }
  }
}

TEST(Pickle, DamageIsToldAndNothingIsHeldForWhatNeverComes) {
  EXPECT_THAT(why_not(bytes_of("\x80\x02.")), HasSubstr("damaged"));
  EXPECT_THAT(why_not(bytes_of("\x80\x02}.")), HasSubstr("without arrays"));
  EXPECT_THAT(why_not(bytes_of("\x80\x02h\x07.")), HasSubstr("damaged"));
  // An array that promises terabytes.
  made::PickleWriter writer(PickleBy::python2);
  writer.global("numpy.core.multiarray", "_reconstruct");
  writer.tuple(
      [&] { writer.global("numpy", "ndarray"), writer.tuple([&] { writer.number(0); }), writer.bytes({'b'}); });
  writer.op('R');
  writer.op('('), writer.number(1);
  writer.tuple([&] { writer.number(2'000'000'000), writer.number(28), writer.number(28); });
  writer.dtype("u1", "|"), writer.boolean(false);
  writer.op('T'), writer.little(400'000'000, 4);
  const Bytes file = writer.out;
  EXPECT_THAT(why_not(file), testing::AnyOf(HasSubstr("memory"), HasSubstr("cut off"), HasSubstr("damaged")));
  // A container within itself, many times: it is looked through once.
  std::string within = "\x80\x02]q\x01(";
  for (int i = 0; i < 60; ++i) within += "h\x01";
  EXPECT_THAT(why_not(bytes_of(within + "e.")), HasSubstr("without arrays"));
}

TEST(Pickle, WhatGrowsWithoutEndIsRefused) {
  // A dictionary that is its own state is twice as large each time.
  std::string doubling =
      "\x80\x02}q\x01U\x01"
      "aK\x01s";
  for (int i = 0; i < 60; ++i)
    doubling +=
        "h\x01"
        "b";
  EXPECT_THAT(why_not(bytes_of(doubling + ".")), HasSubstr("more than 20,000,000 values"));
  // A text of a megabyte that is copied again and again.
  std::string copying =
      "\x80\x02"
      "c_codecs\nencode\nq\x02"
      "0X";
  copying += std::string("\0\0\x10\0", 4) + std::string(1 << 20, 'a') +
             "q\x03"
             "0";
  for (int i = 0; i < 400; ++i) copying += "h\x02h\x03\x85R";
  EXPECT_THAT(why_not(bytes_of(copying + ".")), HasSubstr("memory"));
}

TEST(Pickle, ANumberThatIsCutShortIsDamaged) {
  made::PickleWriter writer(PickleBy::python2);
  writer.global("numpy.core.multiarray", "scalar");
  writer.tuple([&] { writer.dtype("f8", "<"), writer.bytes({1, 2, 3}); });
  writer.op('R');
  EXPECT_THAT(why_not(writer.stopped()), HasSubstr("damaged"));
}

}  // namespace
}  // namespace hourglass
